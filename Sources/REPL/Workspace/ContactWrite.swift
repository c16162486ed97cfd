internal import Intercom
internal import JSON
internal import Runner

/// A write to a contact that was made at the prompt, for real or to the overlay of a dry run.
struct ContactWrite: Sendable {
    var action: PlannedChange.Action
    /// Intercom's id; one that the overlay made up, where a dry run created the contact.
    var id: String
    /// What a merge leaves.
    var target: String?
    /// What was sent.
    var attributes = ContactAttributes()
    /// The contact as it was; nil where there was none, or nobody knows.
    var before: Contact?
    /// The contact as the answer has it; nil where there is none any more.
    var after: Contact?
    /// What the overlay said of the contact before; nil for a write that was made for real.
    var mark: OverlayService.Mark?

    /// What people know the contact by.
    var name: String {
        let contact = after ?? before
        return attributes.email.value ?? contact?.email ?? contact?.externalID ?? contact?.name ?? id
    }

    /// What was changed, for showing.
    var change: PlannedChange {
        PlannedChange(
            action: action, contactID: id, name: target.map { "\(name) into \($0)" } ?? name,
            fields: attributes.isEmpty ? [] : attributes.inOrder.changes(to: before ?? Contact(id: id)))
    }

    /// The body of the call, with its fields in the order of the documentation: Lua's tables have none. Nil where it has none.
    var body: JSONValue? {
        if let target { return ["from": .string(id), "into": .string(target)] }
        guard !attributes.isEmpty else { return nil }
        return try? JSONValue(parsing: attributes.inOrder.encoded())
    }

    /// The call that it was, or would have been: method and path.
    var request: String {
        switch action {
        case .create: "POST /contacts"
        case .update: "PUT /contacts/\(id)"
        case .delete: "DELETE /contacts/\(id)"
        case .archive: "POST /contacts/\(id)/archive"
        case .merge: "POST /contacts/merge"
        case .unarchive: "POST /contacts/\(id)/unarchive"
        }
    }
}

extension ContactAttributes {
    /// The same, the standard fields in the order of the documentation and the custom attributes by name.
    var inOrder: ContactAttributes {
        var sorted = ContactAttributes()
        for field in ContactField.writable { sorted[field] = self[field] }
        for entry in custom.sorted(by: { $0.name < $1.name }) { sorted[custom: entry.name] = entry.value }
        return sorted
    }
}
