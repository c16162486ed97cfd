public import JSON

/// A contact as Intercom describes it. Everything but `id` may be missing; a field of an unexpected type counts as
/// missing; fields that this library does not know are in `json`.
public struct Contact: Sendable {
    /// Intercom's id, 24 hexadecimal digits.
    public internal(set) var id: String
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

    /// The contact for keeping: its answer no longer holds the page of contacts that it came with.
    func detached() -> Contact {
        var contact = self
        contact.details = details?.detached
        return contact
    }

    /// What the fields above say, as an answer would.
    var knownJSON: JSONValue {
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
}
