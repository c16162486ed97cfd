public import JSON

/// One record of an input, holding on to what was parsed and converting only what is asked for.
public struct Record: Sendable {
    public enum Payload: Sendable {
        /// A row of CSV; every cell is a string.
        case row(CSVRow)
        /// An object of NDJSON or of a JSON array.
        case document(JSONDocument)
    }

    /// The number of the record, counted from 1 over all inputs, rejected records counted too.
    public let index: Int
    /// The line on which the record starts, counted from 1 in its input.
    public let line: Int
    /// The input's name: a path, or `standard input`.
    public let source: String
    public let payload: Payload

    public init(index: Int, line: Int, source: String, payload: Payload) {
        self.index = index
        self.line = line
        self.source = source
        self.payload = payload
    }

    /// The record as an object, its fields in the order of the input.
    public var object: JSONObject {
        switch payload {
        case .row(let row): row.object
        case .document(let document): document.root.object ?? JSONObject()
        }
    }

    /// The record as a JSON value, always an object.
    public var value: JSONValue { .object(object) }

    /// The record as JSON, every integer with all of its digits.
    public var text: String {
        switch payload {
        case .row: value.text
        case .document(let document): document.root.text
        }
    }

    /// One field; nil where it is absent.
    public subscript(field: String) -> JSONValue? {
        switch payload {
        case .row(let row): row[field].map { .string($0) }
        case .document(let document): document.root[field]?.value
        }
    }
}

/// A place in the input where a record should be and is none: it counts, and says why.
public struct RejectedRecord: Sendable {
    /// The number of the record, counted from 1 over all inputs.
    public let index: Int
    /// The line on which it starts, counted from 1 in its input.
    public let line: Int
    /// The input's name: a path, or `standard input`.
    public let source: String
    /// Why; with the record's number, its line and where possible its column.
    public let error: RecordsError
    /// What stands in the input there, cut at `RejectedRecord.textLimit` bytes; maybe not UTF-8.
    public let text: [UInt8]

    /// More of a rejected record's text than this many bytes is not kept.
    public static let textLimit = 64 << 10

    public init(index: Int, line: Int, source: String, error: RecordsError, text: [UInt8]) {
        self.index = index
        self.line = line
        self.source = source
        self.error = error
        self.text = text
    }
}

/// What a reader yields: a record, or the place of one that could not be read.
public enum RecordItem: Sendable {
    case record(Record)
    case rejected(RejectedRecord)

    public var index: Int {
        switch self {
        case .record(let record): record.index
        case .rejected(let rejected): rejected.index
        }
    }
}
