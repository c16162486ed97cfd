internal import JSON
public import Ledger
public import Records

extension QueuedRecord {
    /// A record of an input, or a place where one should be.
    public init(_ item: RecordItem, lane: Int) {
        switch item {
        case .record(let record):
            self.init(
                number: record.index, line: record.line, source: record.source, lane: lane,
                content: record.text)
        case .rejected(let rejected):
            self.init(
                number: rejected.index, line: rejected.line, source: rejected.source, lane: lane, content: nil,
                problem: Self.problem(rejected).text)
        }
    }

    private static func problem(_ rejected: RejectedRecord) -> JSONValue {
        let error = rejected.error
        return [
            "message": .string(error.message), "advice": error.advice.map { .string($0) } ?? .null,
            "field": error.field.map { .string($0) } ?? .null,
            "line": error.line.map { .integer(Int64($0)) } ?? .null,
            "column": error.column.map { .integer(Int64($0)) } ?? .null,
            "text": .string(String(decoding: rejected.text, as: UTF8.self)),
        ]
    }

    /// The same as it was in the input.
    public var item: RecordItem {
        if let content {
            do {
                let document = try JSONDocument(parsing: content)
                return .record(Record(index: number, line: line, source: source, payload: .document(document)))
            } catch {
                return .rejected(rejected(["message": .string("what the queue has of it is no JSON")]))
            }
        }
        return .rejected(rejected(problem.flatMap { try? JSONValue(parsing: $0) } ?? .null))
    }

    private func rejected(_ problem: JSONValue) -> RejectedRecord {
        let error = RecordsError(
            .malformed, source: source, line: problem["line"]?.integer.map(Int.init),
            column: problem["column"]?.integer.map(Int.init), record: number, field: problem["field"]?.string,
            message: problem["message"]?.string ?? "it could not be read", advice: problem["advice"]?.string)
        return RejectedRecord(
            index: number, line: line, source: source, error: error, text: Array((problem["text"]?.string ?? "").utf8))
    }
}
