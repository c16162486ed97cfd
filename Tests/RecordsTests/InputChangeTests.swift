import Glibc
import Records
import Testing

/// Files that are written to while they are read.
@Suite struct InputChangeTests {
    private let text = (0..<1000).map { "{\"n\":\($0)}\n" }.joined()

    private func append(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "a"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }

    private func truncate(_ path: String, to size: Int) { #expect(Glibc.truncate(path, size) == 0) }

    /// What is said of a file that is changed when its first record has been read; one by one and in batches.
    private func changes(
        of bytes: [UInt8], name: String, limit: Int = .max, _ change: (String) throws -> Void
    ) throws -> [[InputChange]] {
        var options = RecordOptions()
        options.readSize = 100
        var all: [[InputChange]] = []
        for isBatched in [false, true] {
            let folder = try TemporaryFolder()
            let path = try folder.file(name, bytes)
            var changes: [InputChange] = []
            var count = 0
            if isBatched {
                let reader = try RecordBatchReader([.file(path)], options: options)
                reader.changed = { changes.append($0) }
                while let batch = try reader.next(limit: limit - count) {
                    if count == 0 { try change(path) }
                    count += batch.count
                }
            } else {
                let reader = try RecordReader([.file(path)], options: options)
                reader.changed = { changes.append($0) }
                while count < limit, try reader.next() != nil {
                    if count == 0 { try change(path) }
                    count += 1
                }
            }
            #expect(changes.allSatisfy { $0.name == path })
            all.append(changes)
        }
        return all
    }

    @Test func oneThatGrows() throws {
        let added = "{\"n\":-1}\n"
        let size = text.utf8.count
        for found in try changes(of: Array(text.utf8), name: "a.ndjson", { try append(Array(added.utf8), to: $0) }) {
            let change = try #require(found.first)
            #expect(found.count == 1 && !change.hasShrunk)
            #expect(change.opened == size && change.read == size + 9 && change.now == size + 9)
            #expect(
                change.description == """
                    "\(change.name)" grew while it was read. It had \(size) bytes at first, \(size + 9) were read, \
                    and \(size + 9) are there now. What was added was read too; its last record may be cut off.
                    """)
        }
    }

    @Test func oneThatShrinks() throws {
        for found in try changes(of: Array(text.utf8), name: "a.ndjson", { truncate($0, to: 200) }) {
            let change = try #require(found.first)
            #expect(found.count == 1 && change.hasShrunk)
            #expect(change.opened == text.utf8.count && change.read == 200 && change.now == 200)
            #expect(change.description.contains(" shrank while it was read.") && change.description.contains("missing"))
        }
    }

    /// Shorter than what had been read by then.
    @Test func oneThatIsEmptied() throws {
        for found in try changes(of: Array(text.utf8), name: "a.ndjson", { truncate($0, to: 0) }) {
            #expect(found.map(\.now) == [0] && found.map(\.read) == [100] && found[0].hasShrunk)
        }
    }

    @Test func oneThatStaysAsItIs() throws {
        for name in ["a.ndjson", "a.csv", "a.json"] {
            let bytes = Array(name == "a.json" ? "[{\"n\":1},{\"n\":2}]".utf8 : text.utf8)
            #expect(try changes(of: bytes, name: name) { _ in } == [[], []])
        }
    }

    @Test func oneThatIsNotReadToItsEnd() throws {
        let found = try changes(of: Array(text.utf8), name: "a.ndjson", limit: 10) {
            try append(Array("{}\n".utf8), to: $0)
        }
        #expect(found == [[], []])
    }

    /// Counted as it is stored: what a second member of the archive adds.
    @Test(arguments: ["gz", "zst"]) func oneThatIsCompressed(ending: String) throws {
        let compress = ending == "gz" ? Compressing.gzip : Compressing.zstd
        let (whole, more) = (compress(text), compress("{\"n\":-1}\n"))
        #expect(try changes(of: whole, name: "a.ndjson.\(ending)") { _ in } == [[], []])
        for found in try changes(of: whole, name: "a.ndjson.\(ending)", { try append(more, to: $0) }) {
            let change = try #require(found.first)
            #expect(found.count == 1 && !change.hasShrunk && change.opened == whole.count)
            #expect(change.read == whole.count + more.count && change.now == change.read)
        }
    }
}
