/// What Intercom answers to a delete. Deleting is permanent.
public struct DeletedContact: Sendable, Hashable {
    public var id: String
    public var externalID: String?

    public init(id: String, externalID: String? = nil) {
        self.id = id
        self.externalID = externalID
    }
}

/// What Intercom answers to archive, unarchive and block.
public struct ContactReceipt: Sendable, Hashable {
    public var id: String
    public var externalID: String?
    /// Whether the contact is archived now; nil in the answer to block.
    public var isArchived: Bool?
    public var isBlocked: Bool?

    public init(id: String, externalID: String? = nil, isArchived: Bool? = nil, isBlocked: Bool? = nil) {
        self.id = id
        self.externalID = externalID
        self.isArchived = isArchived
        self.isBlocked = isBlocked
    }
}
