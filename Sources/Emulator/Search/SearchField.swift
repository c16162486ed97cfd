import JSON

/// A field that `POST /contacts/search` can filter and sort by: the table of the OpenAPI file.
struct SearchField: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case text
        case flag
        /// Whole numbers and, for float attributes, fractions.
        case number
        case date
        case tag
        case segment
    }

    private enum Source: Sendable, Hashable {
        case id, role, name, avatar, ownerID, email, emailDomain, phone, externalID
        case createdAt, updatedAt, signedUpAt, lastSeenAt
        case isUnsubscribed, isSpam, hasBounced
        case tags, segments
        case observed(String)
        case custom(String)
    }

    let kind: Kind
    private let source: Source

    private static let fixed: [String: SearchField] = [
        "id": SearchField(kind: .text, source: .id), "role": SearchField(kind: .text, source: .role),
        "name": SearchField(kind: .text, source: .name), "avatar": SearchField(kind: .text, source: .avatar),
        "owner_id": SearchField(kind: .text, source: .ownerID), "email": SearchField(kind: .text, source: .email),
        "email_domain": SearchField(kind: .text, source: .emailDomain),
        "phone": SearchField(kind: .text, source: .phone), "formatted_phone": SearchField(kind: .text, source: .phone),
        "external_id": SearchField(kind: .text, source: .externalID),
        "created_at": SearchField(kind: .date, source: .createdAt),
        "updated_at": SearchField(kind: .date, source: .updatedAt),
        "signed_up_at": SearchField(kind: .date, source: .signedUpAt),
        "last_seen_at": SearchField(kind: .date, source: .lastSeenAt),
        "unsubscribed_from_emails": SearchField(kind: .flag, source: .isUnsubscribed),
        "marked_email_as_spam": SearchField(kind: .flag, source: .isSpam),
        "has_hard_bounced": SearchField(kind: .flag, source: .hasBounced),
        "tag_id": SearchField(kind: .tag, source: .tags), "segment_id": SearchField(kind: .segment, source: .segments),
        // The OpenAPI file's own spelling, and a field that no contact has.
        "andoid_sdk_version": SearchField(kind: .text, source: .observed("android_sdk_version")),
        "ios_app_device": SearchField(kind: .text, source: .observed("ios_device")),
    ]

    private init(kind: Kind, source: Source) {
        self.kind = kind
        self.source = source
    }

    /// Nil for a field that cannot be searched by.
    init?(_ name: String, attributes: DataAttributeTable) {
        if let field = Self.fixed[name] {
            self = field
        } else if name.hasPrefix("custom_attributes.") {
            let attributeName = String(name.dropFirst("custom_attributes.".count))
            guard let attribute = attributes.custom(named: attributeName, model: .contact) else { return nil }
            self.init(kind: Self.kind(of: attribute.type), source: .custom(attributeName))
        } else if let kind = ObservedField.kinds[name], !name.hasPrefix("utm_") {
            self.init(kind: kind == .instant ? .date : kind == .flag ? .flag : .text, source: .observed(name))
        } else {
            return nil
        }
    }

    private static func kind(of type: DataAttribute.DataType) -> Kind {
        switch type {
        case .string, .options: .text
        case .integer, .float: .number
        case .boolean: .flag
        case .date, .datetime: .date
        }
    }

    var isEmail: Bool { source == .email }
    var isExternalID: Bool { source == .externalID }
    var isID: Bool { source == .id }

    func text(of contact: Contact) -> String? {
        switch source {
        case .id: contact.id
        case .role: contact.role.rawValue
        case .name: contact.name
        case .avatar: contact.avatar
        case .ownerID: contact.ownerID
        case .email: contact.email.isEmpty ? nil : contact.email
        case .emailDomain: contact.emailDomain
        case .phone: contact.phone
        case .externalID: contact.externalID
        case .observed(let name): contact.observed[name]?.string
        case .custom(let name): contact.customAttributes[name]?.string
        default: nil
        }
    }

    func flag(of contact: Contact) -> Bool? {
        switch source {
        case .isUnsubscribed: contact.isUnsubscribedFromEmails
        case .isSpam: contact.isMarkedAsSpam
        case .hasBounced: contact.hasHardBounced
        case .observed(let name): contact.observed[name]?.bool
        case .custom(let name): contact.customAttributes[name]?.bool
        default: nil
        }
    }

    func number(of contact: Contact) -> Double? {
        if case .custom(let name) = source { return contact.customAttributes[name]?.number }
        return nil
    }

    /// Unix seconds.
    func instant(of contact: Contact) -> Int64? {
        switch source {
        case .createdAt: contact.createdAt
        case .updatedAt: contact.updatedAt
        case .signedUpAt: contact.signedUpAt
        case .lastSeenAt: contact.lastSeenAt
        case .observed(let name): contact.observed[name]?.integer
        case .custom(let name): contact.customAttributes[name]?.integer
        default: nil
        }
    }
}
