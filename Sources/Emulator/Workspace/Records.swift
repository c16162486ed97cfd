public import JSON

/// A teammate: a contact's owner, a note's author.
public struct Admin: Sendable, Hashable {
    public var id: String
    public var name: String
    public var email: String
}

public struct Tag: Sendable, Hashable {
    public var id: String
    public var name: String
}

/// A note on a contact.
public struct Note: Sendable, Hashable {
    public var id: String
    public var contactID: String
    /// The author's id.
    public var adminID: String
    /// HTML.
    public var body: String
    /// Unix seconds.
    public var createdAt: Int64
}

public struct Company: Sendable, Hashable {
    /// 24 hexadecimal digits, given by Intercom.
    public let id: String
    /// Given by the client.
    public var companyID: String
    public var name: String?
    public var plan: String?
    public var size: Int64?
    public var website: String?
    public var industry: String?
    /// Whole units: the OpenAPI file has an integer.
    public var monthlySpend: Int64 = 0
    /// Unix seconds, as the next two.
    public var remoteCreatedAt: Int64?
    public var createdAt: Int64
    public var updatedAt: Int64
    public var customAttributes = JSONObject()
    /// How many contacts belong to it.
    public var contactCount = 0
}

/// A kind of message that contacts opt in to or out of.
public struct SubscriptionType: Sendable, Hashable {
    public enum Consent: String, Sendable, Hashable {
        case optIn = "opt_in"
        case optOut = "opt_out"
    }

    public var id: String
    public var name: String
    public var description: String
    public var consent: Consent
    /// `email` or `sms_message`, or both.
    public var contentTypes: [String]
}

/// A group of contacts that a search query defines.
public struct Segment: Sendable, Hashable {
    public var id: String
    public var name: String
    /// `contact` or `user`.
    public var personType: String
    /// The query, in the words of `POST /contacts/search`.
    public var query: JSONValue
    /// Unix seconds.
    public var createdAt: Int64
}
