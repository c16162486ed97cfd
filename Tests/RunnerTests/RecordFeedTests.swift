import Records
import Testing

@testable import Runner

/// Reading ahead on a thread of its own.
struct RecordFeedTests {
    private func feed(_ text: String, name: String = "in.csv", limit: Int? = nil) throws -> RecordFeed {
        RecordFeed(try RecordReader([.bytes(Array(text.utf8), name: name)]), limit: limit)
    }

    private func takeAll(_ feed: RecordFeed) async throws(RecordsError) -> [Int] {
        var indices: [Int] = []
        while true {
            let items = try await feed.take()
            if items.isEmpty { return indices }
            indices += items.map(\.index)
        }
    }

    @Test func givesEverythingInOrder() async throws {
        let count = 5000
        let feed = try feed("n\n" + (1...count).map { "\($0)\n" }.joined())
        #expect(try await takeAll(feed) == Array(1...count))
        #expect(try await feed.take().isEmpty)
    }

    @Test(arguments: [0, 1, 3, 10])
    func givesNoMoreThanAskedFor(limit: Int) async throws {
        #expect(try await takeAll(try feed("n\n1\n2\n3\n", limit: limit)).count == min(limit, 3))
    }

    @Test func givesWhatCameBeforeAnError() async throws {
        let feed = try feed(#"[{"n": 1}, {"n": 2}, oops"#, name: "in.json")
        var count = 0
        do {
            while true { count += try await feed.take().count }
        } catch {
            #expect(error.kind == .malformed)
        }
        #expect(count == 2)
    }

    @Test(.timeLimit(.minutes(1)))
    func canBeLetGoOfAtAnyTime() async throws {
        for taken in 0..<3 {
            let feed = try feed("n\n" + (1...5000).map { "\($0)\n" }.joined())
            for _ in 0..<taken { _ = try await feed.take() }
            feed.stop()
        }
    }

    @Test func stoppedItComesToItsEnd() async throws {
        let feed = try feed("n\n" + (1...5000).map { "\($0)\n" }.joined())
        _ = try await feed.take()
        feed.stop()
        #expect(try await takeAll(feed).count <= 1024)
    }
}
