/// Which contact of a workspace a value stands for, and what was last written to it.
public struct IdentityEntry: Sendable, Hashable {
    public var key: MatchedValue
    public var contactID: String
    /// Stands for what was last written by this key; nil where that is not known.
    public var payload: [UInt8]?
    /// Milliseconds since 1970.
    public var seenAt: Int64

    public init(key: MatchedValue, contactID: String, payload: [UInt8]?, seenAt: Int64) {
        self.key = key
        self.contactID = contactID
        self.payload = payload
        self.seenAt = seenAt
    }
}
