import Glibc
@testable import Records
import Testing

@Suite struct ByteSourceTests {
    private func drain(_ source: ByteSource, roomFor size: Int = 5) throws -> String {
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: size)
        while case let count = try room.withUnsafeMutableBytes({ try source.read(into: $0) }), count > 0 {
            bytes += room.prefix(count)
        }
        #expect(source.bytesRead == bytes.count)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func files() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("a", "some text in a file")
        let source = try ByteSource(path: path)
        #expect(source.name == path)
        #expect(try drain(source) == "some text in a file")
        #expect(throws: RecordsError.self) { try ByteSource(path: folder.path + "/none") }
        #expect((#expect(throws: RecordsError.self) { try ByteSource(path: folder.path) })?.kind == .directory)
        #expect((#expect(throws: RecordsError.self) { try ByteSource(path: path + "/x") })?.kind == .missing)
    }

    @Test func peekingTakesNothingAway() throws {
        for size in [1, 3, 100] {
            let source = ByteSource(bytes: Array("abcdef".utf8), name: "m", piecesOf: size)
            #expect(Array(try source.peek(limit: 4)) == Array("abcdef".utf8.prefix(min(size, 4))))
            #expect(source.bytesRead == 0)
            #expect(try drain(source) == "abcdef")
        }
        #expect(try ByteSource(bytes: [], name: "m").peek(limit: 4).isEmpty)
    }

    @Test func pipesThatDoNotBlockAreWaitedFor() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        let writer = ends[1]
        let task = Task.detached {
            for piece in ["ab", "cd", "ef"] {
                _ = Array(piece.utf8).withUnsafeBytes { write(writer, $0.baseAddress, $0.count) }
                await Task.yield()
            }
            close(writer)
        }
        let source = ByteSource(fileDescriptor: ends[0], name: "pipe", isOwned: true)
        #expect(try drain(source) == "abcdef")
        await task.value
    }

    @Test func readErrorsSayWhy() {
        let source = ByteSource(fileDescriptor: -1, name: "gone")
        let error = #expect(throws: RecordsError.self) { try drain(source) }
        #expect(error?.description == "gone: cannot be read: Bad file descriptor" && error?.kind == .unreadable)
    }
}
