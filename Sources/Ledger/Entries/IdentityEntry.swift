/// Which contact of a workspace a value stands for.
public struct IdentityEntry: Sendable, Hashable {
    public var key: MatchedValue
    public var contactID: String
    /// Milliseconds since 1970.
    public var seenAt: Int64

    public init(key: MatchedValue, contactID: String, seenAt: Int64) {
        self.key = key
        self.contactID = contactID
        self.seenAt = seenAt
    }
}
