/// Why input could not be read, output could not be written, or a record is not one.
public struct RecordsError: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// There is no such file.
        case missing
        /// A folder was given where a file is needed.
        case directory
        /// The file is there and cannot be opened or read.
        case unreadable
        /// The file cannot be created or written: no permission, no space.
        case unwritable
        /// Whoever read our output has gone (a broken pipe), which a command line ends quietly for.
        case closedOutput
        /// Neither the name nor the content says what format the input has.
        case unknownFormat
        /// The bytes are not what their format demands.
        case malformed
    }

    public var kind: Kind
    /// The file's path as it was given, or `standard input`.
    public var source: String
    /// The line, counted from 1, on which the trouble is.
    public var line: Int?
    /// The character in the line, counted from 1.
    public var column: Int?
    /// The number of the record, counted from 1 over all inputs.
    public var record: Int?
    /// The name of the field.
    public var field: String?
    /// What is wrong, without a full stop.
    public var message: String
    /// What to do next, as a sentence without a full stop.
    public var advice: String?

    public init(
        _ kind: Kind, source: String, line: Int? = nil, column: Int? = nil, record: Int? = nil, field: String? = nil,
        message: String, advice: String? = nil
    ) {
        self.kind = kind
        self.source = source
        self.line = line
        self.column = column
        self.record = record
        self.field = field
        self.message = message
        self.advice = advice
    }
}

extension RecordsError: CustomStringConvertible {
    /// One line for a person: `leads.csv:17:5: record 16, field "email": what is wrong (what to do)`.
    public var description: String {
        var place = source
        if let line {
            place += ":\(line)"
            if let column { place += ":\(column)" }
        }
        let subject = [record.map { "record \($0)" }, field.map { "field \"\($0)\"" }].compactMap(\.self)
        let prefix = subject.isEmpty ? "" : subject.joined(separator: ", ") + ": "
        return "\(place): \(prefix)\(message)" + (advice.map { " (\($0))" } ?? "")
    }
}
