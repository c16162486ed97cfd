public import JSON

/// A contact as Intercom describes it. Everything but `id` may be missing; a field of an unexpected type counts as
/// missing; fields that this library does not know are in `json`.
public struct Contact: Sendable {
    /// Intercom's id, 24 hexadecimal digits.
    public let id: String
    public var role: ContactRole?
    /// The customer's id for a user; a UUID that Intercom made up for a lead.
    public var externalID: String?
    /// Intercom says "no address" as null in search results and as "" elsewhere; here it is nil either way.
    public var email: String?
    public var emailVerified: Bool?
    public var phone: String?
    public var name: String?
    /// The URL of the picture.
    public var avatarURL: String?
    /// The id of the teammate who owns the contact; a number up to version 2.15, a string since.
    public var ownerID: String?
    public var unsubscribedFromEmails: Bool?
    /// Times are Unix seconds.
    public var createdAt: Int64?
    public var updatedAt: Int64?
    public var signedUpAt: Int64?
    public var lastSeenAt: Int64?
    /// Only the attributes that were ever set for this contact.
    public var customAttributes: JSONObject

    /// The whole answer, read where it lies; nil for a contact that is known from what was sent and remembered, not from
    /// an answer at hand.
    public var details: JSONView?

    public init(id: String) {
        self.id = id
        customAttributes = JSONObject()
    }

    /// All that is known of the contact as JSON: every field of the answer where it is at hand, else the fields above.
    public var json: JSONValue { details?.value ?? knownJSON }

    /// The contact without the answer that it came in, which keeps a whole page of contacts in memory.
    func withoutDetails() -> Contact {
        var contact = self
        contact.details = nil
        return contact
    }

    private var knownJSON: JSONValue {
        var object = JSONObject()
        object["type"] = "contact"
        object["id"] = .string(id)
        for field in ContactField.writable where self[field] != nil { object[field.name] = self[field]?.json }
        if let avatarURL { object["avatar"] = ["type": "avatar", "image_url": .string(avatarURL)] }
        if let createdAt { object["created_at"] = .integer(createdAt) }
        if let updatedAt { object["updated_at"] = .integer(updatedAt) }
        object["custom_attributes"] = .object(customAttributes)
        return .object(object)
    }

    /// A standard field by its name in the table; nil where it is missing or null.
    public subscript(field: ContactField) -> AttributeValue? {
        switch field {
        case .id: .string(id)
        case .role: role.map { .string($0.name) }
        case .externalID: externalID.map { .string($0) }
        case .email: email.map { .string($0) }
        case .emailVerified: emailVerified.map { .bool($0) }
        case .phone: phone.map { .string($0) }
        case .name: name.map { .string($0) }
        case .avatar: avatarURL.map { .string($0) }
        case .ownerID: ownerID.map { .string($0) }
        case .unsubscribedFromEmails: unsubscribedFromEmails.map { .bool($0) }
        case .createdAt: createdAt.map { .integer($0) }
        case .updatedAt: updatedAt.map { .integer($0) }
        case .signedUpAt: signedUpAt.map { .integer($0) }
        case .lastSeenAt: lastSeenAt.map { .integer($0) }
        case .workspaceID: details?["workspace_id"]?.string.map { .string($0) }
        case .languageOverride: details?["language_override"]?.string.map { .string($0) }
        }
    }
}
