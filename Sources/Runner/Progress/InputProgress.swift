/// How far into its input a run has read.
public struct InputProgress: Sendable, Hashable {
    /// Records read, and places where one should have been; not those of other shards.
    public var records = 0
    /// Bytes that they took up.
    public var bytes = 0
    /// Bytes of all inputs together; nil where nobody knows, as of a pipe.
    public var totalBytes: Int?
    /// At most so many records are read.
    public var limit: Int?
    /// Whether there are no more.
    public var isComplete = false

    public init(records: Int = 0, bytes: Int = 0, totalBytes: Int? = nil, isComplete: Bool = false) {
        self.records = records
        self.bytes = bytes
        self.totalBytes = totalBytes
        self.isComplete = isComplete
    }

    /// Whether ``expectedRecords`` is worked out from bytes.
    public var isEstimate: Bool { !isComplete && expectedRecords != limit }

    /// How many records there are in all: as many as the bytes that are left hold, if they are as long as those read; nil
    /// where that cannot be said.
    public var expectedRecords: Int? {
        if isComplete { return records }
        guard let totalBytes, records > 0, bytes > 0 else { return limit }
        // What is still being written to may be longer by now than it was.
        let expected = max(records, Int(Double(records) * Double(max(totalBytes, bytes)) / Double(bytes)))
        return min(expected, limit ?? expected)
    }
}
