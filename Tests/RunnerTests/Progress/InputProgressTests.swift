import EmulatorTesting
import Foundation
import Records
import Testing

@testable import Runner

/// How many records there are likely to be.
struct InputProgressTests {
    @Test func recordsAreExpectedToBeAsLongAsBefore() {
        var progress = InputProgress()
        #expect(progress.expectedRecords == nil)
        progress.totalBytes = 10_000
        #expect(progress.expectedRecords == nil)
        progress.records = 25
        progress.bytes = 2500
        #expect(progress.expectedRecords == 100)
        #expect(progress.isEstimate)
        progress.limit = 60
        #expect(progress.expectedRecords == 60)
        #expect(!progress.isEstimate)
        progress.isComplete = true
        #expect(progress.expectedRecords == 25)
    }

    @Test func anInputThatGrowsIsNotOver() {
        var progress = InputProgress()
        progress.totalBytes = 100
        progress.records = 30
        progress.bytes = 300
        #expect(progress.expectedRecords == 30)
    }

    /// The size of what is read at once has no part in it.
    @Test(arguments: ["csv", "ndjson", "json"])
    func aFileOfLikeRecordsIsForetoldExactly(format: String) async throws {
        let bench = try RunBench()
        let numbers = 1000..<9000
        let text =
            switch format {
            case "csv": "n\n" + numbers.map { "\($0)\n" }.joined()
            case "json": "[" + numbers.map { "{\"n\":\($0)}" }.joined(separator: ",\n") + "]"
            default: numbers.map { "{\"n\":\($0)}\n" }.joined()
            }
        let path = try bench.file("in.\(format)", text)
        let reader = try RecordReader([.file(path)])
        #expect(reader.totalBytes == text.utf8.count)
        var progress = InputProgress()
        progress.totalBytes = reader.totalBytes
        while try reader.next() != nil {
            progress.records = reader.count
            progress.bytes = reader.bytesYielded
            guard reader.count >= 100 else { continue }
            #expect((7950...8050).contains(try #require(progress.expectedRecords)))
        }
        #expect(reader.bytesYielded == text.utf8.count)
    }

    @Test func whatIsNoFileIsNotForetold() throws {
        #expect(try RecordReader([.file("/dev/null"), .bytes([], name: "a.csv")]).totalBytes == nil)
        #expect(try RecordReader([.bytes([1, 2], name: "a.csv"), .bytes([3], name: "b.csv")]).totalBytes == 3)
    }

    @Test func aRunTellsHowFarItHasRead() async throws {
        let bench = try RunBench()
        let host = ScriptHost(try bench.configuration(upsertByEmail, "email\na@acme.io\nb@acme.io\n"))
        #expect(host.inputProgress == InputProgress())
        _ = try await host.run(observer: Results())
        #expect(host.inputProgress.isComplete)
        #expect(host.inputProgress.records == 2)
        #expect(host.inputProgress.totalBytes == 26)
    }
}
