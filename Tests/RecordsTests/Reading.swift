import JSON
import Records
import Testing

/// What one item of a reader comes to, for comparing.
enum Outcome: Equatable, CustomStringConvertible {
    case record(Int, line: Int, JSONObject)
    case rejected(Int, line: Int, String, text: String)

    init(_ item: RecordItem) {
        switch item {
        case .record(let record): self = .record(record.index, line: record.line, record.object)
        case .rejected(let rejected):
            let text = String(decoding: rejected.text, as: UTF8.self)
            self = .rejected(rejected.index, line: rejected.line, rejected.error.description, text: text)
        }
    }

    var description: String {
        switch self {
        case .record(let index, let line, let object): "\(index) at line \(line): \(JSONValue.object(object).text)"
        case .rejected(let index, let line, let error, let text):
            "\(index) at line \(line) rejected: \(error) <\(text)>"
        }
    }
}

/// Sizes of reads that cut everything there is to cut, and one that cuts nothing.
let readSizes = [1, 2, 3, 7, 8, 64, 1 << 20]

/// Everything a reader makes of `bytes`; an error that ends the reading comes last, as text.
func readAll(
    _ bytes: [UInt8], as format: RecordFormat, piecesOf size: Int = 1 << 20, options: RecordOptions = RecordOptions()
) -> (outcomes: [Outcome], error: String?) {
    var options = options
    options.readSize = size
    var outcomes: [Outcome] = []
    do {
        let source = ByteSource(bytes: bytes, name: "in", piecesOf: size)
        let reader = try RecordReader(source, format: format, options: options)
        while let item = try reader.next() { outcomes.append(Outcome(item)) }
        #expect(source.bytesRead == bytes.count)
        return (outcomes, nil)
    } catch {
        return (outcomes, error.description)
    }
}

/// The same for text; expects the same result for every size of reads.
func readAll(
    _ text: String, as format: RecordFormat = .csv, options: RecordOptions = RecordOptions(),
    sourceLocation: SourceLocation = #_sourceLocation
) -> (outcomes: [Outcome], error: String?) {
    let whole = readAll(Array(text.utf8), as: format, options: options)
    for size in readSizes {
        let pieces = readAll(Array(text.utf8), as: format, piecesOf: size, options: options)
        #expect(pieces == whole, "reads of \(size) bytes", sourceLocation: sourceLocation)
    }
    return whole
}

/// The records alone, where all is expected to be well.
func records(
    _ text: String, as format: RecordFormat = .csv, options: RecordOptions = RecordOptions(),
    sourceLocation: SourceLocation = #_sourceLocation
) -> [JSONObject] {
    let (outcomes, error) = readAll(text, as: format, options: options, sourceLocation: sourceLocation)
    #expect(error == nil, sourceLocation: sourceLocation)
    return outcomes.compactMap { outcome in
        guard case .record(_, _, let object) = outcome else {
            Issue.record("\(outcome)", sourceLocation: sourceLocation)
            return nil
        }
        return object
    }
}
