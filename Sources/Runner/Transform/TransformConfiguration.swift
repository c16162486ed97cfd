public import Records

/// What a transform works with.
public struct TransformConfiguration: Sendable {
    /// What becomes of the others when the script fails on a record, or a record cannot be read.
    public enum ErrorPolicy: Sendable, Hashable {
        /// They go on; the record is left out.
        case skip
        /// There are no others: the transform ends.
        case fail
    }

    /// The script, its inputs, and what it may use. There is no client, and nothing of what is said of one counts.
    public var run: RunConfiguration
    /// How many Lua states work side by side, each with globals of its own.
    public var jobs = 1
    public var format = RecordFormat.ndjson
    /// The columns where CSV or TSV is written; nil finds them out, see ``sampleSize``.
    public var columns: [String]?
    public var onError = ErrorPolicy.skip

    /// How many records at the beginning of the input decide about columns that are not given: those that any of the
    /// records made of them has, in the order of the input's header and else in that of their appearance. Where the script
    /// returns the records that it gets, all of the header are among them.
    public static let sampleSize = 1000
    public static let jobsRange = 1...256

    /// What the script's text tells of what it does with a record.
    var recordUse: RecordUse? { (try? run.script.text()).flatMap(RecordUse.init) }

    /// Whether the script does nothing but what its text tells: a trusted one can look at everything.
    var doesAsTold: Bool { !run.lua.isTrusted && handsOnlyNamedFields }

    /// Whether only the fields that the script names are handed to Lua, where it names all; for tests, which compare.
    var handsOnlyNamedFields = true

    public init(_ run: RunConfiguration) { self.run = run }
}

/// The record that ended a transform whose policy is to fail.
public struct TransformFailure: Error, Sendable {
    public var result: RecordResult
}
