/// How records are to be read.
public struct RecordOptions: Sendable {
    /// The format of every input; nil goes by each input's name, and where that says nothing by its first bytes.
    public var format: RecordFormat?
    public var csv: CSVOptions
    /// How many bytes are asked for at once. Memory is a few times this, or a few times the longest record if that is
    /// more.
    public var readSize: Int
    /// A record longer than this many bytes is an error: it is what a quote or bracket that is never closed looks
    /// like. A row of CSV that one read brings whole is taken all the same.
    public var maximumRecordSize: Int
    /// The share of the records that is read; the others are passed over, and keep their numbers.
    public var shard: RecordShard?

    public init(
        format: RecordFormat? = nil, csv: CSVOptions = CSVOptions(), readSize: Int = 1 << 20,
        maximumRecordSize: Int = 16 << 20, shard: RecordShard? = nil
    ) {
        self.format = format
        self.csv = csv
        self.readSize = max(readSize, 1)
        self.maximumRecordSize = min(max(maximumRecordSize, 1), 1 << 30)
        self.shard = shard
    }
}
