public import Records

/// What a script may say of how it is run, in the `options` of the table that it returns; whoever runs it may overrule each.
public struct RunOptions: Sendable, Hashable {
    /// Calls in flight at most.
    public var concurrency: Int?
    /// The format of every input.
    public var format: RecordFormat?
    /// What becomes of empty cells of CSV.
    public var emptyCells: CSVOptions.EmptyCells?
    /// At most so many records are read.
    public var limit: Int?
    /// How many records may be rejected or fail.
    public var maximumFailures: FailureLimit?

    /// How many calls in flight can be asked for.
    public static let concurrencyRange = 1...1000

    public init() {}

    /// These, and what they leave open as the other ones have it.
    func over(_ others: RunOptions) -> RunOptions {
        var options = self
        options.concurrency = concurrency ?? others.concurrency
        options.format = format ?? others.format
        options.emptyCells = emptyCells ?? others.emptyCells
        options.limit = limit ?? others.limit
        options.maximumFailures = maximumFailures ?? others.maximumFailures
        return options
    }

    var saysNothingOfInput: Bool { format == nil && emptyCells == nil && limit == nil }

    /// The records' options with what these say of them.
    public func applied(to records: RecordOptions) -> RecordOptions {
        var records = records
        if let format { records.format = format }
        if let emptyCells { records.csv.emptyCells = emptyCells }
        return records
    }
}
