/// A field that contacts can be searched by.
public struct SearchField: Sendable, Hashable, ExpressibleByStringLiteral {
    public let name: String

    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { name = value }

    public static let id: SearchField = "id"
    public static let role: SearchField = "role"
    public static let name: SearchField = "name"
    public static let email: SearchField = "email"
    public static let emailDomain: SearchField = "email_domain"
    public static let phone: SearchField = "phone"
    public static let externalID: SearchField = "external_id"
    public static let ownerID: SearchField = "owner_id"
    public static let createdAt: SearchField = "created_at"
    public static let updatedAt: SearchField = "updated_at"
    public static let signedUpAt: SearchField = "signed_up_at"
    public static let lastSeenAt: SearchField = "last_seen_at"
    public static let unsubscribedFromEmails: SearchField = "unsubscribed_from_emails"
    /// Takes only `=` and `!=`.
    public static let tagID: SearchField = "tag_id"
    public static let segmentID: SearchField = "segment_id"

    public static func custom(_ attribute: String) -> SearchField { SearchField("custom_attributes.\(attribute)") }

    /// Whether it is a standard date, which is compared by whole days and takes `=`, `<` and `>` only.
    var isDate: Bool { name.hasSuffix("_at") && !name.hasPrefix("custom_attributes.") }
}

/// How a field is compared.
public enum SearchOperator: String, Sendable, Hashable, CaseIterable {
    case equals = "="
    case notEquals = "!="
    /// Takes an array.
    case isIn = "IN"
    /// Takes an array.
    case isNotIn = "NIN"
    case contains = "~"
    case doesNotContain = "!~"
    case startsWith = "^"
    case endsWith = "$"
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
}
