/// One thing to do with one contact.
public struct ContactOperation: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case create, upsert, update, delete
        /// Reads only.
        case find
    }

    /// Which of several contacts with the same email is meant.
    public enum Preference: String, Sendable, Hashable, CaseIterable {
        /// The one created last.
        case newest
        /// The one created first.
        case oldest
        /// The only one that is a user.
        case user
    }

    public var kind: Kind
    /// What the contact is found by; nil for `create`.
    public var key: MatchingKey?
    /// What is set. Empty for `delete` and `find`.
    public var attributes: ContactAttributes
    /// What to do where several contacts match; nil makes that an error. Never applies to `delete`.
    public var onMultiple: Preference?
    /// Whether an upsert that finds its contact archived brings it back.
    public var restore = false
    /// Whether an update is sent although every field has its value already.
    public var alwaysUpdate = false
    /// `delete` goes ahead only if the contact has this email.
    public var expectedEmail: String?
    /// `delete` goes ahead only if the contact has this external id.
    public var expectedExternalID: String?
    /// Whether an attempt of this run, whose end nobody knows, may have carried this out already. Then a lead is looked
    /// for longer, and not created where it cannot be found.
    public var mayHaveBeenWritten = false
    /// The earlier attempt at this operation, where there was one.
    public var earlier: EarlierAttempt?

    public init(_ kind: Kind, key: MatchingKey? = nil, attributes: ContactAttributes = ContactAttributes()) {
        self.kind = kind
        self.key = key
        self.attributes = attributes
    }

    public static func create(_ attributes: ContactAttributes) -> ContactOperation {
        ContactOperation(.create, attributes: attributes)
    }

    public static func upsert(_ key: MatchingKey, _ attributes: ContactAttributes) -> ContactOperation {
        ContactOperation(.upsert, key: key, attributes: attributes)
    }

    public static func update(_ key: MatchingKey, _ attributes: ContactAttributes) -> ContactOperation {
        ContactOperation(.update, key: key, attributes: attributes)
    }

    public static func delete(_ key: MatchingKey) -> ContactOperation { ContactOperation(.delete, key: key) }

    public static func find(_ key: MatchingKey) -> ContactOperation { ContactOperation(.find, key: key) }

    /// Every value that identifies the contact, before and after: two operations that share one are carried out one
    /// after the other.
    var identities: [MatchingKey] {
        var keys: [MatchingKey] = []
        if let key { keys.append(key) }
        for (field, matching) in [(ContactField.email, MatchingField.email), (.externalID, .externalID)] {
            if case .string(let value)? = attributes[field], !value.isEmpty {
                let mapped = MatchingKey(unchecked: matching, value)
                if !keys.contains(mapped) { keys.append(mapped) }
            }
        }
        return keys
    }
}
