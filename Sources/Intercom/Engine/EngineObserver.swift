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
    /// When the contact had been changed last, as far as that is known; Unix seconds.
    public var updatedAt: Int64?
    /// What the operation matched by.
    public var key: MatchingKey?
    /// Whether the operation does this in place of what it announced before, which came to nothing: an update, since the
    /// contact that it was about to create is there already.
    public var replacesEarlier = false
    let findCurrent: @Sendable () -> Contact?

    /// The contact as it was last known, where it was; for showing what changes. To be asked for before the observer returns:
    /// it is looked up then, for most observers do without, and a contact is a large thing to hand about.
    public var current: Contact? { findCurrent() }
}

/// Told what operations do: where a ledger writes down an intent before the call that carries it out.
public protocol EngineObserver: Sendable {
    /// Called before the first write call of an operation, which waits for this, before every call that creates a
    /// contact, and whenever the operation turns to something else: an update creates when its contact is gone. An error keeps the call from being made and
    /// ends the operation.
    func willWrite(_ intent: WriteIntent) async throws(IntercomError)
    /// Asked, with `EngineOptions.skipsPushed`, before anything is done for an operation: the contact that was the last time
    /// found by the same key, if it holds all that the operation sets. Nil where that is not so, or not known.
    func pushedContact() async -> String?
    /// Called when an operation has ended well, before another one on the same contact begins.
    func didEnd(_ contact: Contact?, _ outcome: ContactOutcome)
    /// Called when an operation has failed, before another one on the same contact begins.
    func didFail(_ error: IntercomError)
}

extension EngineObserver {
    public func pushedContact() async -> String? { nil }
    public func didEnd(_ contact: Contact?, _ outcome: ContactOutcome) {}
    public func didFail(_ error: IntercomError) {}
}
