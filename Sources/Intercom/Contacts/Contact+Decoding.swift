internal import Glibc
public import JSON

extension Contact {
    /// Reads a contact where it lies in an answer, without building a tree.
    ///
    /// Nil where it is no object or has no `id`: everything else may be missing or odd.
    public init?(_ view: JSONView) {
        guard view.kind == .object else { return nil }
        self.init(id: "")
        view.withPlace { place in
            for member in place.members { take(member) }
        }
        if id.isEmpty { return nil }
        details = view
    }

    private mutating func take(_ member: JSONPlace.Member) {
        switch member.key.utf8.map(ResponseKey.init(utf8:)) {
        case .field(let field)?: self[field] = member.value.scalar
        case .avatar?: avatarURL = member.value["image_url"]?.string ?? member.value.string
        case .customAttributes?: customAttributes = member.value.object ?? JSONObject()
        case .other?, nil: break
        }
    }
}

/// The keys of a response that are read; all others are passed over without making a `String` of them.
private enum ResponseKey {
    case field(ContactField)
    /// A URL goes in, an object comes out.
    case avatar
    case customAttributes
    case other

    init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        // Only asked about names of the same length.
        func matches(_ name: StaticString) -> Bool {
            guard let start = bytes.baseAddress else { return false }
            return memcmp(name.utf8Start, start, bytes.count) == 0
        }
        switch bytes.count {
        case 2 where matches("id"): self = .field(.id)
        case 4 where matches("role"): self = .field(.role)
        case 4 where matches("name"): self = .field(.name)
        case 5 where matches("email"): self = .field(.email)
        case 5 where matches("phone"): self = .field(.phone)
        case 6 where matches("avatar"): self = .avatar
        case 8 where matches("owner_id"): self = .field(.ownerID)
        case 10 where matches("created_at"): self = .field(.createdAt)
        case 10 where matches("updated_at"): self = .field(.updatedAt)
        case 11 where matches("external_id"): self = .field(.externalID)
        case 12 where matches("signed_up_at"): self = .field(.signedUpAt)
        case 12 where matches("last_seen_at"): self = .field(.lastSeenAt)
        case 14 where matches("email_verified"): self = .field(.emailVerified)
        case 17 where matches("custom_attributes"): self = .customAttributes
        case 24 where matches("unsubscribed_from_emails"): self = .field(.unsubscribedFromEmails)
        default: self = .other
        }
    }
}

extension JSONPlace {
    /// Nil for null, arrays and objects.
    fileprivate var scalar: AttributeValue? {
        switch kind {
        case .string: string.map { .string($0) }
        case .integer: integer.map { .integer($0) }
        case .number: number.map { .number($0) }
        case .bool: bool.map { .bool($0) }
        case .null, .array, .object: nil
        }
    }
}
