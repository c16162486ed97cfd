internal import JSON

/// Reads newline-delimited JSON, an object a line, in memory of `RecordOptions.readSize` plus the longest line. A line
/// that is no object is rejected, and reading goes on with the next.
final class NDJSONReader: FormatReader {
    private let source: ByteSource
    private let readSize: Int
    private let lines: JSONLines
    private var isAtEnd = false

    init(source: ByteSource, options: RecordOptions) {
        self.source = source
        readSize = options.readSize
        lines = JSONLines(maximumLineLength: options.maximumRecordSize)
    }

    var unread: Int { lines.unread }

    func next(index: Int) throws(RecordsError) -> RecordItem? {
        while true {
            if let line = lines.next() { return item(line, index: index) }
            if isAtEnd { return nil }
            let count = try lines.feed(upTo: readSize) { room throws(RecordsError) in try source.read(into: room) }
            if count == 0 {
                isAtEnd = true
                lines.finish()
            }
        }
    }

    private func item(_ line: JSONLines.Line, index: Int) -> RecordItem {
        var error = RecordsError(.malformed, source: source.name, line: line.number, record: index, message: "")
        let text: [UInt8]
        switch line.content {
        case .document(let document):
            if document.root.kind == .object {
                return .record(
                    Record(index: index, line: line.number, source: source.name, payload: .document(document)))
            }
            error.message = "expected an object, found \(document.root.kind.article)"
            text = document.root.value.encoded()
        case .invalid(let reason, let bytes):
            error.message = reason.message
            error.column = reason.offset.map { offset in
                bytes.withUnsafeBytes { TextPosition(of: offset, in: $0).column }
            }
            text = bytes
        }
        return .rejected(
            RejectedRecord(
                index: index, line: line.number, source: source.name, error: error,
                text: Array(text.prefix(RejectedRecord.textLimit))))
    }
}

extension JSONKind {
    /// The kind with its article, for messages.
    package var article: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
