import JSON

/// The writable fields of a request to create or update a contact: what it says about each, and nothing for the keys
/// that are not request fields, which Intercom ignores.
struct ContactFields: Sendable {
    /// Absent, null and a value are three different wishes.
    enum Field<Value: Sendable>: Sendable {
        case absent
        case null
        case value(Value)

        var value: Value? {
            if case .value(let value) = self { return value }
            return nil
        }

        var isAbsent: Bool {
            if case .absent = self { return true }
            return false
        }
    }

    var role: Contact.Role?
    var externalID = Field<String>.absent
    var email = Field<String>.absent
    var isEmailVerified = Field<Bool>.absent
    var phone = Field<String>.absent
    var name = Field<String>.absent
    var avatar = Field<String>.absent
    var signedUpAt = Field<Int64>.absent
    var lastSeenAt = Field<Int64>.absent
    var ownerID = Field<String>.absent
    var isUnsubscribedFromEmails = Field<Bool>.absent
    var languageOverride = Field<String>.absent
    var customAttributes: JSONObject?
    /// No writable field was named.
    private(set) var isEmpty = true

    /// - Parameter version: decides which fields can be written.
    init(_ body: JSONObject, version: APIVersion, maximumLength: Int?) throws(APIError) {
        for (key, value) in body {
            try read(key, value, version: version, maximumLength: maximumLength)
        }
    }

    private mutating func read(
        _ key: String, _ value: JSONValue, version: APIVersion, maximumLength: Int?
    ) throws(APIError) {
        switch key {
        case "role": role = try Self.role(value)
        case "external_id": externalID = try Self.text(key, value, maximumLength)
        case "email": email = try Self.text(key, value, maximumLength)
        case "email_verified":
            guard version >= .v2_16 else { return }
            isEmailVerified = try Self.flag(key, value)
        case "phone": phone = try Self.text(key, value, maximumLength)
        case "name": name = try Self.text(key, value, maximumLength)
        case "avatar": avatar = try Self.avatar(value, maximumLength)
        case "signed_up_at": signedUpAt = try Self.instant(key, value)
        case "last_seen_at": lastSeenAt = try Self.instant(key, value)
        case "owner_id": ownerID = try Self.text(key, value, maximumLength)
        case "unsubscribed_from_emails": isUnsubscribedFromEmails = try Self.flag(key, value)
        case "language_override":
            guard version.writesLanguageOverride else { return }
            languageOverride = try Self.text(key, value, maximumLength)
        case "custom_attributes": customAttributes = try Self.attributes(value)
        default: return
        }
        isEmpty = false
    }

    /// Recorded: a role that does not exist was accepted, and the contact became a user.
    private static func role(_ value: JSONValue) throws(APIError) -> Contact.Role? {
        if value.isNull { return nil }
        guard let text = value.string else { throw .typeMismatch("role", expected: "a string") }
        return Contact.Role(rawValue: text) ?? .user
    }

    /// Whole numbers are taken for text, since many clients send numeric ids.
    private static func text(_ key: String, _ value: JSONValue, _ limit: Int?) throws(APIError) -> Field<String> {
        let text: String
        switch value {
        case .null: return .null
        case .string(let string): text = string
        case .integer(let integer): text = String(integer)
        default: throw .typeMismatch(key, expected: "a string")
        }
        if let limit, text.utf8.count > limit, text.count > limit {
            throw .invalid(key, "\(key) is too long (maximum is \(limit) characters)")
        }
        return text.isEmpty && key != "name" && key != "phone" ? .null : .value(text)
    }

    /// A URL; or the object that answers have, so that a contact can be sent back as it came.
    private static func avatar(_ value: JSONValue, _ limit: Int?) throws(APIError) -> Field<String> {
        if let url = value["image_url"] { return try text("avatar", url, limit) }
        return try text("avatar", value, limit)
    }

    private static func flag(_ key: String, _ value: JSONValue) throws(APIError) -> Field<Bool> {
        switch value {
        case .null: return .null
        case .bool(let bool): return .value(bool)
        default: throw .typeMismatch(key, expected: "a boolean")
        }
    }

    private static func instant(_ key: String, _ value: JSONValue) throws(APIError) -> Field<Int64> {
        switch value {
        case .null: return .null
        case .integer(let seconds): return .value(seconds)
        default: throw .typeMismatch(key, expected: "a Unix timestamp in seconds")
        }
    }

    private static func attributes(_ value: JSONValue) throws(APIError) -> JSONObject? {
        switch value {
        case .null: return nil
        case .object(let object): return object
        default: throw .typeMismatch("custom_attributes", expected: "an object")
        }
    }
}
