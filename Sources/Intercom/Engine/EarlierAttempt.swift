/// What is known of an earlier attempt at the same operation, made by a run that was killed or whose record failed.
///
/// With it an operation is safe to repeat: what was done is not done again, and what nobody knows is looked for.
public struct EarlierAttempt: Sendable, Hashable {
    /// What it was about to do.
    public var action: WriteIntent.Action
    /// The contact that it was about to write to, or that it is known to have written.
    public var contactID: String?
    /// When it was about to, in Unix seconds.
    public var time: Int64
    /// How it ended; nil where nobody knows.
    public var outcome: ContactOutcome?

    public init(_ action: WriteIntent.Action, contactID: String?, time: Int64, outcome: ContactOutcome? = nil) {
        self.action = action
        self.contactID = contactID
        self.time = time
        self.outcome = outcome
    }
}
