public import JSON

extension Contact {
    /// Reads a contact where it lies in an answer, without building a tree.
    ///
    /// Nil where it is no object or has no `id`: everything else may be missing or odd.
    public init?(_ view: JSONView) {
        guard view.kind == .object else { return nil }
        var fields = Fields()
        for member in view.members {
            if let key = member.keyView.withUTF8(ResponseKey.init(utf8:)) ?? nil { fields.take(key, member.value) }
        }
        guard let id = fields.id, !id.isEmpty else { return nil }
        self.init(id: id)
        role = fields.role.map(ContactRole.init)
        externalID = fields.externalID
        email = fields.email?.isEmpty == true ? nil : fields.email
        emailVerified = fields.emailVerified
        phone = fields.phone
        name = fields.name
        avatarURL = fields.avatarURL
        ownerID = fields.ownerID
        unsubscribedFromEmails = fields.unsubscribedFromEmails
        createdAt = fields.createdAt
        updatedAt = fields.updatedAt
        signedUpAt = fields.signedUpAt
        lastSeenAt = fields.lastSeenAt
        if let object = fields.customAttributes { customAttributes = object }
        details = view
    }

    /// What has been found so far while the members go by.
    private struct Fields {
        var id, role, externalID, email, phone, name, avatarURL, ownerID: String?
        var emailVerified, unsubscribedFromEmails: Bool?
        var createdAt, updatedAt, signedUpAt, lastSeenAt: Int64?
        var customAttributes: JSONObject?

        mutating func take(_ key: ResponseKey, _ value: JSONView) {
            switch key {
            case .id: id = value.string
            case .role: role = value.string
            case .externalID: externalID = value.string ?? value.integer.map(String.init)
            case .email: email = value.string
            case .emailVerified: emailVerified = value.bool
            case .phone: phone = value.string
            case .name: name = value.string
            case .avatar: avatarURL = value["image_url"]?.string ?? value.string
            case .ownerID: ownerID = value.string ?? value.integer.map(String.init)
            case .unsubscribedFromEmails: unsubscribedFromEmails = value.bool
            case .createdAt: createdAt = value.wholeNumber
            case .updatedAt: updatedAt = value.wholeNumber
            case .signedUpAt: signedUpAt = value.wholeNumber
            case .lastSeenAt: lastSeenAt = value.wholeNumber
            case .customAttributes: customAttributes = value.object
            }
        }
    }
}

/// The keys of a response that are read; all others are passed over without making a `String` of them.
private enum ResponseKey {
    case id, role, externalID, email, emailVerified, phone, name, avatar, ownerID, unsubscribedFromEmails
    case createdAt, updatedAt, signedUpAt, lastSeenAt, customAttributes

    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        func matches(_ name: StaticString) -> Bool {
            UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount).elementsEqual(bytes)
        }
        switch bytes.count {
        case 2 where matches("id"): self = .id
        case 4 where matches("role"): self = .role
        case 4 where matches("name"): self = .name
        case 5 where matches("email"): self = .email
        case 5 where matches("phone"): self = .phone
        case 6 where matches("avatar"): self = .avatar
        case 8 where matches("owner_id"): self = .ownerID
        case 10 where matches("created_at"): self = .createdAt
        case 10 where matches("updated_at"): self = .updatedAt
        case 11 where matches("external_id"): self = .externalID
        case 12 where matches("signed_up_at"): self = .signedUpAt
        case 12 where matches("last_seen_at"): self = .lastSeenAt
        case 14 where matches("email_verified"): self = .emailVerified
        case 17 where matches("custom_attributes"): self = .customAttributes
        case 24 where matches("unsubscribed_from_emails"): self = .unsubscribedFromEmails
        default: return nil
        }
    }
}

extension JSONView {
    /// A time stamp; also one that came as `1611537094.0`.
    fileprivate var wholeNumber: Int64? { integer ?? number.flatMap { Int64(exactly: $0) } }
}
