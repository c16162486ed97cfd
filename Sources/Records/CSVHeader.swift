/// The columns of a CSV input, shared by all its rows.
public final class CSVHeader: Sendable {
    /// The names in order; none empty, none twice.
    public let names: [String]
    private let positions: [String: Int]

    /// Twice as many as a spreadsheet has.
    public static let mostColumns = 32_768

    /// - Throws: `RecordsError` of kind `malformed` that names the columns without a name and the names that come
    ///   twice, or for more than ``mostColumns``.
    public init(names: [String], source: String, line: Int = 1) throws(RecordsError) {
        try Self.check(count: names.count, source: source, line: line)
        self.names = names
        var positions: [String: Int] = [:]
        var duplicates: [String] = []
        for (position, name) in names.enumerated() {
            if let first = positions[name], !name.isEmpty {
                duplicates.append("\"\(name)\" (columns \(first + 1) and \(position + 1))")
            } else {
                positions[name] = position
            }
        }
        self.positions = positions

        let unnamed = names.indices.filter { names[$0].isEmpty }.map { String($0 + 1) }
        if !unnamed.isEmpty {
            let what =
                unnamed.count == 1 ? "column \(unnamed[0]) has" : "columns \(unnamed.joined(separator: ", ")) have"
            throw RecordsError(
                .malformed, source: source, line: line, message: "\(what) no name in the header row",
                advice: "name every column, and remove columns that are not used")
        }
        if !duplicates.isEmpty {
            throw RecordsError(
                .malformed, source: source, line: line,
                message: "the header row has the same name twice: \(duplicates.joined(separator: ", "))",
                advice: "give each column a name of its own")
        }
    }

    /// - Throws: `RecordsError` of kind `malformed` for more columns than there can be.
    static func check(count: Int, source: String, line: Int) throws(RecordsError) {
        guard count > mostColumns else { return }
        throw RecordsError(
            .malformed, source: source, line: line,
            message: "the header row has \(count) columns, and there can be \(mostColumns)",
            advice: "check that this is a CSV file")
    }

    /// Where the column of this name is, counted from 0; nil where there is none.
    public func position(of name: String) -> Int? { positions[name] }
}
