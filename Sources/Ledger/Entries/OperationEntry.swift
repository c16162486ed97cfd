/// An operation that was about to write, and how that ended: written before its first write call goes out. Or one that has
/// ended without, of which the next write to its contact must not be known before.
public struct OperationEntry: Sendable, Hashable {
    /// Names an operation of a run.
    public struct Place: Sendable, Hashable {
        /// The record's number; 0 for what a script does apart from records.
        public var record: Int
        /// Counted from 1 in the order in which the record began its operations.
        public var number: Int

        public init(record: Int, number: Int) {
            self.record = record
            self.number = number
        }
    }

    /// How an operation ended.
    public struct End: Sendable, Hashable {
        /// The outcome word; `refused` where it is certain that nothing was written.
        public var outcome: String
        /// Milliseconds since 1970.
        public var endedAt: Int64
        public var contact: WrittenContact?

        public init(outcome: String, endedAt: Int64, contact: WrittenContact?) {
            self.outcome = outcome
            self.endedAt = endedAt
            self.contact = contact
        }

        public static let refused = "refused"
    }

    /// The action of an operation that found nothing to write.
    public static let nothing = "nothing"

    public var place: Place
    /// Stands for the operation and all that it is to do: the same operation of the same record has the same.
    public var fingerprint: [UInt8]
    /// create, update, delete, unarchive, `nothing`, or the name of another writing call.
    public var action: String
    public var key: MatchedValue?
    /// The contact that is written to, where there is one already.
    public var contactID: String?
    /// Whether it was about to write to its contact.
    package var isWrite: Bool { action != Self.nothing }
    /// Milliseconds since 1970.
    public var startedAt: Int64
    /// Nil where nobody knows: the run was killed, or no answer came.
    public var end: End?

    public init(
        place: Place, fingerprint: [UInt8], action: String, key: MatchedValue?, contactID: String?, startedAt: Int64
    ) {
        self.place = place
        self.fingerprint = fingerprint
        self.action = action
        self.key = key
        self.contactID = contactID
        self.startedAt = startedAt
    }
}

/// A contact after a write, as far as finding it again needs it.
public struct WrittenContact: Sendable, Hashable {
    public var id: String
    public var email: String?
    public var externalID: String?
    /// Unix seconds: an index that shows the contact as it was before this is behind.
    public var updatedAt: Int64?
    public var isGone: Bool

    public init(id: String, email: String?, externalID: String?, updatedAt: Int64?, isGone: Bool = false) {
        self.id = id
        self.email = email
        self.externalID = externalID
        self.updatedAt = updatedAt
        self.isGone = isGone
    }
}
