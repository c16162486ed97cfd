internal import Intercom
internal import JSON
internal import Runner

/// What it takes to undo a write at the workspace itself.
struct Reversal: Sendable {
    enum Step: Sendable, Hashable {
        /// Fields get the values that they had.
        case writeBack(ContactAttributes)
        case archive
        case unarchive
        /// The contact was created: a person says whether it is archived or deleted.
        case remove
        case nothing
    }

    var step: Step
    /// What stays as it is, and why.
    var remarks: [String] = []

    /// - Parameter now: the contact as it is now; nil where it is not there, or archived.
    init(of write: ContactWrite, now: Contact?) {
        switch write.action {
        case .archive: self.init(.unarchive)
        case .delete: self.init(.nothing, "deleting is for good")
        case .merge: self.init(.nothing, "merging is for good")
        case _ where now == nil: self.init(.nothing, "the contact is not there any more")
        case .create: self.init(.remove)
        case .unarchive: self.init(.archive)
        case .update:
            if let before = write.before, let now {
                self.init(of: write.attributes, before: before, now: now)
            } else {
                self.init(.nothing, "nobody knows what the contact was like before")
            }
        }
    }

    private init(_ step: Step, _ remark: String? = nil) {
        self.step = step
        if let remark { remarks = [remark] }
    }

    /// Gives fields back what they had, but not those that somebody has changed since, and not what Intercom does not take.
    private init(of attributes: ContactAttributes, before: Contact, now: Contact) {
        var back = ContactAttributes()
        var remarks: [String] = []
        for entry in attributes.standard {
            var written = ContactAttributes()
            written[entry.field] = entry.value
            let name = entry.field.name
            if written.isAlready(in: before) { continue }
            if !written.isAlready(in: now) {
                remarks.append(Self.changed(name, now[entry.field]?.json))
            } else if entry.field == .role {
                remarks.append("role stays: a user cannot become a lead again")
            } else if entry.field == .externalID, before[.externalID] == nil {
                remarks.append("external_id stays: Intercom does not clear it")
            } else {
                back[entry.field] = before[entry.field] ?? .null
            }
        }
        for entry in attributes.custom {
            var written = ContactAttributes()
            written[custom: entry.name] = entry.value
            if written.isAlready(in: before) { continue }
            if written.isAlready(in: now) {
                back[custom: entry.name] = AttributeValue(before.customAttributes[entry.name] ?? .null)
            } else {
                remarks.append(Self.changed("custom_attributes.\(entry.name)", now.customAttributes[entry.name]))
            }
        }
        // The two go together, and a change of the one resets the other.
        if back[.email] != nil, before.emailVerified == true { back[.emailVerified] = true }
        if back[.emailVerified] != nil, back[.email] == nil { back[.email] = now[.email] ?? .null }
        step = back.isEmpty ? .nothing : .writeBack(back)
        self.remarks = remarks
        if back.isEmpty, remarks.isEmpty { self.remarks = ["every field has its old value already"] }
    }

    private static func changed(_ name: String, _ value: JSONValue?) -> String {
        "\(name) stays: it was changed since, to \(PlannedChangeText.shown(value))"
    }
}
