import JSON
import Records
import Testing

/// Inputs that are compressed, whole, in parts and damaged.
@Suite struct CompressionTests {
    enum Kind: String, CaseIterable, Sendable {
        case gz, zst

        func compress(_ text: String) -> [UInt8] { self == .gz ? Compressing.gzip(text) : Compressing.zstd(text) }
        var word: String { self == .gz ? "gzip" : "zstd" }
    }

    private static let lines = (1...2000).map { "{\"n\":\($0),\"text\":\"some text \($0 % 7)\"}\n" }.joined()

    private func read(_ bytes: [UInt8], _ name: String, format: RecordFormat? = nil) throws -> [Int64] {
        let reader = try RecordReader(
            [.bytes(bytes, name: name)], options: RecordOptions(format: format, readSize: 4096))
        var numbers: [Int64] = []
        while let item = try reader.next() {
            guard case .record(let record) = item else { continue }
            numbers.append(record["n"]?.integer ?? -1)
        }
        return numbers
    }

    private func failure(_ bytes: [UInt8], _ name: String) -> RecordsError? {
        do {
            _ = try read(bytes, name)
            return nil
        } catch {
            return error as? RecordsError
        }
    }

    @Test(arguments: Kind.allCases) func theNameSaysIt(kind: Kind) throws {
        let whole = Array(1...2000).map(Int64.init)
        #expect(try read(kind.compress(Self.lines), "in.ndjson.\(kind)") == whole)
        #expect(try read(kind.compress(Self.lines), "IN.NDJSON.\(kind.rawValue.uppercased())") == whole)
        // Without a name for what is inside, its beginning says it.
        #expect(try read(kind.compress(Self.lines), "in.\(kind)") == whole)
        #expect(try read(kind.compress("[{\"n\":1}]"), "in.\(kind)") == [1])
        #expect(try read(kind.compress("n\n"), "in.csv.\(kind)") == [])
        #expect(try read(kind.compress(""), "in.ndjson.\(kind)") == [])
        #expect(try read([], "in.ndjson.\(kind)") == [])
    }

    @Test(arguments: Kind.allCases) func severalPartsAreOne(kind: Kind) throws {
        // Cut in the middle of a line.
        let cut = Self.lines.utf8.index(Self.lines.utf8.startIndex, offsetBy: 12345)
        let parts = [String(Self.lines[..<cut]), "", String(Self.lines[cut...])]
        #expect(try read(parts.flatMap(kind.compress), "in.ndjson.\(kind)").count == 2000)
    }

    @Test(arguments: Kind.allCases) func whatIsCutOffIsAnError(kind: Kind) throws {
        let whole = kind.compress(Self.lines)
        for count in Array(1..<64) + Array(stride(from: 64, to: whole.count, by: 211)) + [whole.count - 1] {
            let error = failure(Array(whole.prefix(count)), "in.ndjson.\(kind)")
            #expect(error?.kind == .malformed, "\(count) bytes")
            #expect(error?.message == "the \(kind.word) data ends too early", "\(count) bytes")
        }
        let twice = whole + whole.dropLast(3)
        #expect(failure(twice, "in.ndjson.\(kind)")?.message == "the \(kind.word) data ends too early")
    }

    @Test(arguments: Kind.allCases) func whatIsDamagedIsAnError(kind: Kind) throws {
        let whole = kind.compress(Self.lines)
        var found = 0
        for place in stride(from: 20, to: whole.count, by: 97) {
            var damaged = whole
            damaged[place] ^= 0x55
            // Whatever comes of it, it is an error that says so, and never silence.
            guard let error = failure(damaged, "in.ndjson.\(kind)") else {
                Issue.record("no error for damage at \(place)")
                continue
            }
            #expect(error.kind == .malformed && error.message.contains(kind.word), "\(error)")
            found += 1
        }
        #expect(found > 10)
    }

    @Test(arguments: Kind.allCases) func whatIsNotCompressedIsAnError(kind: Kind) throws {
        let error = failure(Array(Self.lines.utf8), "in.ndjson.\(kind)")
        #expect(
            error?.description
                == "in.ndjson.\(kind): the name says \(kind.word), but the data is not (rename it, or compress it)")
    }

    @Test func whatFollowsGzip() throws {
        let whole = Compressing.gzip("{\"n\":1}\n")
        #expect(try read(whole + [UInt8](repeating: 0, count: 10_000), "in.ndjson.gz") == [1])
        #expect(failure(whole + Array("more".utf8), "in.ndjson.gz")?.message.contains("comes something else") == true)
        #expect(failure(whole + [0, 0, 1], "in.ndjson.gz")?.message.contains("comes something else") == true)
    }

    @Test func unknownNamesAreStillRefused() {
        #expect(failure([], "in.xlsx.gz")?.kind == .unknownFormat)
        #expect(failure([], "in.ndjson.xz")?.advice == "decompress it first: xzcat in.ndjson.xz | … --format csv -")
    }
}
