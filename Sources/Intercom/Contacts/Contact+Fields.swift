extension Contact {
    /// A standard field by its name in the table; nil where it is missing or null.
    ///
    /// Setting takes a value as an answer has it or as a write gives it, and anything of another type for nil. `id`
    /// stays what it is without a text; what only `details` hold, the workspace and the language, cannot be set.
    public subscript(field: ContactField) -> AttributeValue? {
        get {
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
        set {
            switch field {
            case .id: id = newValue?.text ?? id
            case .role: role = newValue?.text.map(ContactRole.init)
            case .externalID: externalID = newValue?.identifier
            // Intercom says "no address" as "" in some answers and as null in others.
            case .email: email = newValue?.text.flatMap { $0.isEmpty ? nil : $0 }
            case .emailVerified: emailVerified = newValue?.flag
            case .phone: phone = newValue?.text
            case .name: name = newValue?.text
            case .avatar: avatarURL = newValue?.text
            case .ownerID: ownerID = newValue?.identifier
            case .unsubscribedFromEmails: unsubscribedFromEmails = newValue?.flag
            case .createdAt: createdAt = newValue?.wholeNumber
            case .updatedAt: updatedAt = newValue?.wholeNumber
            case .signedUpAt: signedUpAt = newValue?.wholeNumber
            case .lastSeenAt: lastSeenAt = newValue?.wholeNumber
            case .workspaceID, .languageOverride: break
            }
        }
    }
}

extension AttributeValue {
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }

    fileprivate var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }

    /// An id, which Intercom writes as a string or as a number.
    fileprivate var identifier: String? { if case .integer(let number) = self { String(number) } else { text } }

    /// A time stamp; also one that came as `1611537094.0`.
    fileprivate var wholeNumber: Int64? {
        switch self {
        case .integer(let integer): integer
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }
}
