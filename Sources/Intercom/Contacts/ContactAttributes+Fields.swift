extension ContactAttributes {
    public var role: ContactRole? {
        get { string(.role).value.map(ContactRole.init) }
        set { self[.role] = newValue.map { .string($0.name) } }
    }

    public var externalID: Field<String> {
        get { string(.externalID) }
        set { set(.externalID, newValue) { .string($0) } }
    }

    public var email: Field<String> {
        get { string(.email) }
        set { set(.email, newValue) { .string($0) } }
    }

    /// Only together with `email`; Intercom refuses it alone.
    public var emailVerified: Field<Bool> {
        get { bool(.emailVerified) }
        set { set(.emailVerified, newValue) { .bool($0) } }
    }

    public var phone: Field<String> {
        get { string(.phone) }
        set { set(.phone, newValue) { .string($0) } }
    }

    public var name: Field<String> {
        get { string(.name) }
        set { set(.name, newValue) { .string($0) } }
    }

    /// The URL of a picture.
    public var avatar: Field<String> {
        get { string(.avatar) }
        set { set(.avatar, newValue) { .string($0) } }
    }

    /// Unix seconds.
    public var signedUpAt: Field<Int64> {
        get { integer(.signedUpAt) }
        set { set(.signedUpAt, newValue) { .integer($0) } }
    }

    /// Unix seconds.
    public var lastSeenAt: Field<Int64> {
        get { integer(.lastSeenAt) }
        set { set(.lastSeenAt, newValue) { .integer($0) } }
    }

    /// The id of a teammate.
    public var ownerID: Field<String> {
        get { string(.ownerID) }
        set { set(.ownerID, newValue) { .string($0) } }
    }

    public var unsubscribedFromEmails: Field<Bool> {
        get { bool(.unsubscribedFromEmails) }
        set { set(.unsubscribedFromEmails, newValue) { .bool($0) } }
    }

    private mutating func set<Value>(
        _ field: ContactField, _ value: Field<Value>, _ wrap: (Value) -> AttributeValue
    ) {
        switch value {
        case .absent: self[field] = nil
        case .null: self[field] = .some(.null)
        case .value(let value): self[field] = wrap(value)
        }
    }

    private func string(_ field: ContactField) -> Field<String> {
        switch self[field] {
        case nil: .absent
        case .string(let string): .value(string)
        default: .null
        }
    }

    private func bool(_ field: ContactField) -> Field<Bool> {
        switch self[field] {
        case nil: .absent
        case .bool(let bool): .value(bool)
        default: .null
        }
    }

    private func integer(_ field: ContactField) -> Field<Int64> {
        switch self[field] {
        case nil: .absent
        case .integer(let integer): .value(integer)
        default: .null
        }
    }
}
