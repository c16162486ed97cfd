public import JSON

/// Makes CSV of objects: RFC 4180, the header row before the first record, lines ended by LF.
///
/// Cells are quoted only where they must be. Null and absent fields are empty cells, numbers and booleans are as in
/// JSON, arrays and objects are JSON text. What it writes, reading gives back: as strings, and empty ones as absent.
public struct CSVWriter: Sendable {
    /// What separates cells; nil is a comma, and a tab for TSV.
    public var delimiter: CSVOptions.Delimiter?
    /// The columns in order; nil takes the keys of the first record.
    public private(set) var columns: [String]?
    private var isHeaderWritten = false

    public init(columns: [String]? = nil, delimiter: CSVOptions.Delimiter? = nil) {
        self.columns = columns
        self.delimiter = delimiter
    }

    /// The lines of a record: the header's too where this is the first.
    ///
    /// - Throws: `RecordsError` of kind `malformed` for a field without a column, and for a first record without
    ///   fields.
    public mutating func encode(_ object: JSONObject) throws(RecordsError) -> [UInt8] {
        let columns = columns ?? Array(object.keys)
        guard !columns.isEmpty else {
            throw RecordsError(
                .malformed, source: "CSV", message: "the first record has no field that could be a column",
                advice: "name the columns")
        }
        let written = columns.count { object[$0] != nil }
        if written < object.count, let field = object.keys.first(where: { !columns.contains($0) }) {
            throw RecordsError(
                .malformed, source: "CSV", field: field, message: "is no column: \(columns.joined(separator: ", "))",
                advice: "give every record the same fields, or name all columns")
        }
        var output: [UInt8] = []
        if !isHeaderWritten { appendRow(columns.map { .string($0) }, to: &output) }
        appendRow(columns.map { object[$0] ?? .null }, to: &output)
        self.columns = columns
        isHeaderWritten = true
        return output
    }

    /// The header row, where the columns are known and no record was written.
    package func headerIfNoRecord() -> [UInt8] {
        var output: [UInt8] = []
        if !isHeaderWritten, let columns { appendRow(columns.map { .string($0) }, to: &output) }
        return output
    }

    private func appendRow(_ cells: [JSONValue], to output: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { output.append((delimiter ?? .comma).rawValue) }
            switch cell {
            case .null:
                // A line with nothing on it would be skipped as blank.
                if cells.count == 1 { output.append(contentsOf: "\"\"".utf8) }
            case .string(let text): append(text, isOnlyCell: cells.count == 1, to: &output)
            case .array, .object: append(cell.text, isOnlyCell: false, to: &output)
            case .bool, .integer, .number: JSONWriter.append(cell, to: &output)
            }
        }
        output.append(UInt8(ascii: "\n"))
    }

    private func append(_ text: String, isOnlyCell: Bool, to output: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        guard needsQuotes(text, isOnlyCell: isOnlyCell) else {
            output.append(contentsOf: text.utf8)
            return
        }
        output.append(quote)
        for byte in text.utf8 {
            if byte == quote { output.append(quote) }
            output.append(byte)
        }
        output.append(quote)
    }

    private func needsQuotes(_ text: String, isOnlyCell: Bool) -> Bool {
        if text.isEmpty { return isOnlyCell }
        let delimiter = (delimiter ?? .comma).rawValue
        // A byte order mark is removed from the start of a file, so one that is data must not stand there.
        if text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
        return text.utf8.contains {
            $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
    }
}
