public import JSON

/// A contact as the workspace keeps it.
public struct Contact: Sendable, Hashable {
    public enum Role: String, Sendable, Hashable {
        case user
        case lead
    }

    /// Where in its life a contact is. Only an active one can be read, listed or found.
    public enum State: Sendable, Hashable {
        case active
        /// Archived: can be brought back.
        case archived
        /// Deleted: looks like an archived one from outside, cannot be brought back.
        case deleted
        case blocked
        /// Merged into the contact of that id.
        case merged(into: String)

        /// `active`, `archived`, `deleted`, `blocked` or `merged`.
        public var name: String {
            switch self {
            case .active: "active"
            case .archived: "archived"
            case .deleted: "deleted"
            case .blocked: "blocked"
            case .merged: "merged"
            }
        }
    }

    /// The consent that a contact gave for one subscription type.
    public struct Subscription: Sendable, Hashable {
        public var typeID: String
        /// True: opted in; false: opted out.
        public var isOptedIn: Bool
    }

    /// A contact that was merged into this one.
    public struct Merge: Sendable, Hashable {
        public var sourceID: String
        public var sourceRole: Role
        /// Unix seconds.
        public var mergedAt: Int64
    }

    /// 24 hexadecimal digits.
    public let id: String
    public var externalID: String?
    public var role: Role
    public var state: State = .active
    /// Empty: none. Intercom answers `""` for an email that was cleared and null in search results [recorded].
    public var email: String = ""
    public var isEmailVerified = false
    public var phone: String?
    public var name: String?
    /// The URL of the image.
    public var avatar: String?
    public var ownerID: String?
    public var isUnsubscribedFromEmails = false
    public var isMarkedAsSpam = false
    public var hasHardBounced = false
    /// Unix seconds, as every time of a contact.
    public var createdAt: Int64
    public var updatedAt: Int64
    public var signedUpAt: Int64?
    public var lastSeenAt: Int64?
    /// Fields that no request sets and a seed may: `last_replied_at`, `browser`, `os`, `location.country`,
    /// `utm_source`, …, by their names in `ObservedField`.
    public var observed: [String: JSONValue] = [:]
    /// Only the keys ever set for this contact; null for one that was cleared [recorded].
    public var customAttributes = JSONObject()
    /// Ids, in the order of attachment; so are the next two.
    public var tags: [AppliedTag] = []
    public var notes: [String] = []
    public var companies: [String] = []
    public var subscriptions: [Subscription] = []
    public var merges: [Merge] = []

    public init(id: String, role: Role, createdAt: Int64) {
        self.id = id
        self.role = role
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// A tag on a contact.
    public struct AppliedTag: Sendable, Hashable {
        public var id: String
        /// Unix seconds.
        public var appliedAt: Int64
        /// The admin who applied it.
        public var appliedBy: String
    }

    var isActive: Bool { state == .active }

    /// Whether a deleted contact is past the time in which it still counts.
    func isDestroyed(after grace: Int64?, now: Int64) -> Bool {
        guard state == .deleted, let grace else { return false }
        return now - updatedAt >= grace
    }

    /// The part of the email after the `@`, lower case; nil without an email.
    var emailDomain: String? {
        guard let at = email.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let domain = email[email.utf8.index(after: at)...]
        return domain.isEmpty ? nil : domain.lowercased()
    }
}
