/// What an operation is about to do for the first time.
public struct WriteIntent: Sendable {
    public enum Action: String, Sendable, Hashable, CaseIterable {
        case create, update, delete
        /// Bringing an archived contact back, which an update follows.
        case unarchive
    }

    public var action: Action
    /// The contact that will be written to; nil for one that does not exist yet.
    public var contactID: String?
    /// What will be set.
    public var attributes: ContactAttributes
    /// The contact as it was last known, where it was; for showing what changes.
    public var current: Contact?
    /// What the operation matched by.
    public var key: MatchingKey?
}

/// Told what operations do: where a ledger writes down an intent before the call that carries it out.
public protocol EngineObserver: Sendable {
    /// Called before the first write call of an operation, which waits for this, and before every call that creates a
    /// contact: an update may turn into one when its contact is gone. An error keeps the call from being made and
    /// ends the operation.
    func willWrite(_ intent: WriteIntent) async throws(IntercomError)
}
