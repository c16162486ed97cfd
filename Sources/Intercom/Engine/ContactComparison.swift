public import JSON

/// A difference that a write would make to one field.
public struct FieldChange: Sendable, Hashable {
    /// The standard field's or custom attribute's name.
    public var name: String
    public var isCustom: Bool
    /// What the contact has; nil for nothing.
    public var old: JSONValue?
    /// What it is to have; `.null` for nothing.
    public var new: JSONValue
}

extension ContactAttributes {
    /// Whether writing this to the contact would change nothing that is known of it.
    ///
    /// Compared as Intercom keeps them: emails without regard to case; null, "" and absent as the same nothing; numbers
    /// by value. `email_verified` counts as different where the contact does not say.
    public func isAlready(in contact: Contact) -> Bool {
        standard.allSatisfy { Self.same($0.field, contact[$0.field], $0.value) }
            && custom.allSatisfy { Self.same(contact.customAttributes[$0.name], $0.value) }
    }

    /// What writing this to the contact would change, in the order of the fields.
    public func changes(to contact: Contact) -> [FieldChange] {
        var changes: [FieldChange] = []
        for entry in standard where !Self.same(entry.field, contact[entry.field], entry.value) {
            changes.append(
                FieldChange(
                    name: entry.field.name, isCustom: false, old: contact[entry.field]?.json, new: entry.value.json))
        }
        for entry in custom {
            let old = contact.customAttributes[entry.name]
            if !Self.same(old, entry.value) {
                changes.append(FieldChange(name: entry.name, isCustom: true, old: old, new: entry.value.json))
            }
        }
        return changes
    }

    private static func same(_ field: ContactField, _ old: AttributeValue?, _ new: AttributeValue) -> Bool {
        switch (old, new) {
        // Null is ignored for these two, so it changes nothing.
        case (_, .null) where field == .externalID || field == .role: true
        case (nil, .null): field != .emailVerified
        case (nil, .string(let new)): new.isEmpty
        case (.string(let old)?, .null): old.isEmpty
        case (.string(let old)?, .string(let new)):
            old == new || (field == .email && old.lowercased() == new.lowercased())
        case (.string(let old)?, .integer(let new)) where field == .ownerID: old == String(new)
        case (.integer(let old)?, .number(let new)): Double(old) == new
        // Intercom has no "not subscribed" other than false.
        case (.bool(false)?, .null): field == .unsubscribedFromEmails
        default: old == new
        }
    }

    private static func same(_ old: JSONValue?, _ new: AttributeValue) -> Bool {
        switch (old ?? .null, new) {
        case (.null, .null): true
        case (.bool(let old), .bool(let new)): old == new
        case (.integer(let old), .integer(let new)): old == new
        case (.string(let old), .string(let new)): old == new
        case (let old, .integer(let new)): old.number == Double(new)
        case (let old, .number(let new)): old.number == new
        case (let old, .json(let new)): old == new
        default: false
        }
    }
}
