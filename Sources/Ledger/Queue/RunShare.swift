/// A queued run as one of several workers sees it: where its records come from.
public protocol RunShare: Sendable {
    /// The number under which the operations are kept that a script makes before and after its records: no record's, and no
    /// other worker's.
    var numberAroundRecords: Int { get }
    /// Waits for the next record; nil when there are no more, or none are wanted. From one thread at a time, which it holds.
    func next() throws(LedgerError) -> SharedRecord?
    /// No further records are wanted.
    func stop()
    /// How the run stands now.
    func standing() async throws(LedgerError) -> RunStanding
}

/// How a run stands that several workers take part in, over all of them.
public struct RunStanding: Sendable, Hashable {
    /// Records that have ended.
    public var records: Int
    /// Those of them that were rejected or failed.
    public var problems: Int
    /// Why it ended; nil as long as it has not.
    public var ending: String?

    public init(records: Int, problems: Int, ending: String? = nil) {
        self.records = records
        self.problems = problems
        self.ending = ending
    }
}

/// A record that a worker has taken.
public struct SharedRecord: Sendable {
    public var record: QueuedRecord
    /// What other workers may have written to contacts that this record is about, and those after it: known since it came.
    public var writtenByOthers: [WrittenContact]

    public init(_ record: QueuedRecord, writtenByOthers: [WrittenContact] = []) {
        self.record = record
        self.writtenByOthers = writtenByOthers
    }
}
