/// A queued run as one of several workers sees it: where its records come from.
public protocol RunShare: Sendable {
    /// The number under which the operations are kept that a script makes before and after its records: no record's, and no
    /// other worker's.
    var numberAroundRecords: Int { get }
    /// Waits for the next record; nil when there are no more, or none are wanted. From one thread at a time, which it holds.
    func next() throws(LedgerError) -> SharedRecord?
    /// No further records are wanted.
    func stop()
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
