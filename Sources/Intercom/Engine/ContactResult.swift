/// What an operation did.
public enum ContactOutcome: String, Sendable, Hashable, CaseIterable {
    case created, updated, unchanged, deleted
}

/// How an operation ended well.
public struct ContactResult: Sendable {
    /// The contact as it is now; of a deleted one, its id and external id.
    public var contact: Contact
    public var outcome: ContactOutcome

    public init(_ contact: Contact, _ outcome: ContactOutcome) {
        self.contact = contact
        self.outcome = outcome
    }
}
