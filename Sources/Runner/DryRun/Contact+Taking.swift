internal import Intercom

extension Contact {
    /// Takes over what a write sets, as Intercom would.
    mutating func take(_ attributes: ContactAttributes) {
        for entry in attributes.standard { take(entry.value, for: entry.field) }
        for entry in attributes.custom { customAttributes[entry.name] = entry.value.json }
        details = nil
    }

    private mutating func take(_ value: AttributeValue, for field: ContactField) {
        switch field {
        case .role: if let name = value.text { role = ContactRole(name) }
        // A lead's external id is Intercom's, and null is ignored.
        case .externalID: if role != .lead, let id = value.text { externalID = id }
        case .email: email = value.text
        case .emailVerified: emailVerified = value.flag
        case .phone: phone = value.text
        case .name: name = value.text
        case .avatar: avatarURL = value.text
        case .signedUpAt: signedUpAt = value.whole
        case .lastSeenAt: lastSeenAt = value.whole
        case .ownerID: ownerID = value.text
        case .unsubscribedFromEmails: unsubscribedFromEmails = value.flag
        case .id, .workspaceID, .createdAt, .updatedAt, .languageOverride: break
        }
    }
}

extension AttributeValue {
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
    fileprivate var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    fileprivate var whole: Int64? { if case .integer(let integer) = self { integer } else { nil } }
}
