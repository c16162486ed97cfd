/// What is written to one run in one go.
public struct LedgerBatch: Sendable {
    /// One thing to write down. It lies apart, so that gathering many of them is no matter of copying them about.
    public indirect enum Entry: Sendable, Hashable {
        /// An operation is about to write; from then on it is not known what its contact holds.
        case intent(OperationEntry)
        case operationEnded(OperationEntry.Place, OperationEntry.End)
        case record(RecordEntry)
        /// Which contact a value stands for, and that this holds all that an operation sets, which the bytes stand for, until
        /// somebody writes to it.
        case identity(IdentityEntry, holding: [UInt8]? = nil)
        /// A value stands for nobody any more.
        case identityLost(MatchedValue)
        /// A contact is there again that was gone.
        case contactReturned(String)
        /// A contact was written to otherwise than by an operation.
        case contactChanged(String)
    }

    public var run: RunIdentifier
    /// The key of the workspace.
    public var workspace: String
    /// In the order in which it came about.
    public var entries: [Entry]
    /// How much was read of the inputs, by their position; those that have changed.
    public var inputs: [Int: InputEntry.ReadPart]
    /// Milliseconds since 1970.
    public var time: Int64

    public init(
        run: RunIdentifier, workspace: String, entries: [Entry], inputs: [Int: InputEntry.ReadPart] = [:], time: Int64
    ) {
        self.run = run
        self.workspace = workspace
        self.entries = entries
        self.inputs = inputs
        self.time = time
    }
}
