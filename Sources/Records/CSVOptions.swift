/// How CSV is to be read.
public struct CSVOptions: Sendable, Hashable {
    public enum Delimiter: UInt8, Sendable, Hashable, CaseIterable {
        case comma = 0x2C
        case tab = 0x09
        case semicolon = 0x3B
    }

    public enum Header: Sendable, Hashable {
        /// The first row that is not blank names the columns.
        case firstRow
        /// There is no header row; these are the columns.
        case names([String])
    }

    /// What becomes of a cell with nothing in it, quoted or not.
    public enum EmptyCells: Sendable, Hashable {
        /// The record lacks the field, so that the cell never overwrites anything.
        case absent
        /// The field is an empty string.
        case string
    }

    /// What separates cells; nil is a tab for TSV and else a comma.
    public var delimiter: Delimiter?
    public var header: Header
    public var emptyCells: EmptyCells

    public init(delimiter: Delimiter? = nil, header: Header = .firstRow, emptyCells: EmptyCells = .absent) {
        self.delimiter = delimiter
        self.header = header
        self.emptyCells = emptyCells
    }
}
