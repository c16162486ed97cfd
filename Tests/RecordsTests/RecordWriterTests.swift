import Glibc
import JSON
import Records
import Testing

@Suite struct RecordWriterTests {
    private func write(_ values: [JSONValue], as format: RecordFormat) throws -> String {
        let sink = ByteSink(memory: "out")
        let writer = RecordWriter(to: sink, format: format)
        for value in values { try writer.write(value) }
        try writer.finish()
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    @Test func newlineDelimitedJSON() throws {
        #expect(try write([["a": 1, "b": "x\ny"], [1], nil], as: .ndjson) == "{\"a\":1,\"b\":\"x\\ny\"}\n[1]\nnull\n")
        #expect(try write([], as: .ndjson) == "")
    }

    @Test func oneArray() throws {
        #expect(try write([["a": 1.0], ["b": nil]], as: .json) == "[\n{\"a\":1.0},\n{\"b\":null}\n]\n")
        #expect(try write([], as: .json) == "[]\n")
        #expect(try JSONValue(parsing: write([["a": 1.0], []], as: .json)) == [["a": 1.0], []])
    }

    @Test func filesAppearWhenTheyAreComplete() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("out.ndjson", "before")
        let writer = RecordWriter(to: try ByteSink(path: path, pieceSize: 10), format: .ndjson)
        for number in 0..<20 { try writer.write(["n": .integer(Int64(number))]) }
        #expect(try folder.text(of: "out.ndjson") == "before" && folder.names.count == 2)
        try writer.finish()
        #expect(folder.names == ["out.ndjson"])
        let text = try folder.text(of: "out.ndjson")
        #expect(text == (0..<20).map { "{\"n\":\($0)}\n" }.joined())
    }

    @Test func symbolicLinksStayLinks() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("file", "before")
        #expect(symlink(file, folder.path + "/link") == 0)
        let sink = try ByteSink(path: folder.path + "/link")
        try sink.append { $0.append(contentsOf: "after".utf8) }
        try sink.finish()
        #expect(try folder.text(of: "file") == "after" && folder.text(of: "link") == "after")
        #expect(folder.names == ["file", "link"])
        var status = stat()
        #expect(lstat(folder.path + "/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func filesThatAreNotCompletedLeaveNoTrace() throws {
        let folder = try TemporaryFolder()
        do {
            let sink = try ByteSink(path: folder.path + "/out", pieceSize: 1)
            try sink.append { $0.append(contentsOf: "half".utf8) }
            #expect(folder.names.count == 1)
        }
        #expect(folder.names.isEmpty)
    }

    @Test func whatCannotBeWrittenSaysWhy() throws {
        let folder = try TemporaryFolder()
        #expect((#expect(throws: RecordsError.self) { try ByteSink(path: folder.path) })?.kind == .unwritable)
        let nowhere = #expect(throws: RecordsError.self) { try ByteSink(path: folder.path + "/no/out") }
        #expect(nowhere?.kind == .unwritable && nowhere?.message == "cannot be created: No such file or directory")
        let full = try ByteSink(path: "/dev/full")
        try full.append { $0.append(0) }
        let error = #expect(throws: RecordsError.self) { try full.finish() }
        #expect(error?.description == "/dev/full: cannot be written: No space left on device (free some space)")
    }

    @Test func aReaderThatHasGoneIsAnErrorOfItsOwn() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        close(ends[0])
        let sink = ByteSink(fileDescriptor: ends[1], name: "standard output", pieceSize: 1)
        let error = #expect(throws: RecordsError.self) { try sink.append { $0.append(1) } }
        #expect(error?.kind == .closedOutput)
        close(ends[1])
    }
}
