/// What became of a record: one word each, whose sum is the number of records.
public enum RecordOutcome: String, Sendable, Hashable, CaseIterable {
    case created, updated, deleted, unchanged
    /// Ended without an operation, on purpose or because the script had none for it.
    case skipped
    /// Intercom or a check said no, or the script raised an error: the same record would be refused again.
    case rejected
    /// Transport, limits or Intercom's own trouble: worth another try.
    case failed

    /// Whether the record needs somebody's attention.
    public var isProblem: Bool { Self.problems.contains(self) }

    /// Those that need somebody's attention.
    public static let problems: [RecordOutcome] = [.rejected, .failed]
}
