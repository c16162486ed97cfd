import JSON

extension Workspace {
    /// - Returns: the id.
    mutating func addContact(_ seed: SeedReader, now: Int64) throws(SeedError) -> String {
        let created = try seed.integer("created_at") ?? now
        var id = try seed.text("id") ?? identifiers.objectID(at: created)
        if contacts.slot(id: id) != nil {
            if try seed.text("id") != nil { throw SeedError(seed.path + ".id", "'\(id)' is there already") }
            while contacts.slot(id: id) != nil { id = identifiers.objectID(at: created) }
        }
        let role = Contact.Role(rawValue: try seed.text("role") ?? "user")
        guard let role else { throw SeedError(seed.path + ".role", "is neither user nor lead") }
        var contact = Contact(id: id, role: role, createdAt: created)
        contact.externalID = try seed.text("external_id") ?? (role == .lead ? identifiers.uuid() : nil)
        contact.updatedAt = try seed.integer("updated_at") ?? created
        try readFields(seed, into: &contact)
        try readState(seed, into: &contact)
        try readObserved(seed, into: &contact)
        try readAttributes(seed, into: &contact, now: now)
        try readAttachments(seed, into: &contact, now: now)
        _ = append(contact)
        return id
    }

    private func readFields(_ seed: SeedReader, into contact: inout Contact) throws(SeedError) {
        contact.email = try seed.text("email") ?? ""
        contact.isEmailVerified = try seed.flag("email_verified") ?? false
        contact.phone = try seed.text("phone")
        contact.name = try seed.text("name")
        contact.avatar = seed.value("avatar")?["image_url"]?.string ?? seed.object["avatar"]?.string
        contact.ownerID = try seed.text("owner_id")
        contact.hasHardBounced = try seed.flag("has_hard_bounced") ?? false
        contact.isMarkedAsSpam = try seed.flag("marked_email_as_spam") ?? false
        contact.isUnsubscribedFromEmails = try seed.flag("unsubscribed_from_emails") ?? false
        contact.signedUpAt = try seed.integer("signed_up_at")
        contact.lastSeenAt = try seed.integer("last_seen_at")
    }

    private func readState(_ seed: SeedReader, into contact: inout Contact) throws(SeedError) {
        switch try seed.text("state") ?? "active" {
        case "active": contact.state = .active
        case "archived": contact.state = .archived
        case "deleted": contact.state = .deleted
        case "blocked": contact.state = .blocked
        case "merged": contact.state = .merged(into: try seed.requiredText("merged_into"))
        case let other: throw SeedError(seed.path + ".state", "'\(other)' is no state")
        }
        for merge in try seed.readers("merge_history") {
            contact.merges.append(
                Contact.Merge(
                    sourceID: try merge.requiredText("source_contact_id"),
                    sourceRole: try merge.text("source_contact_role") == "user" ? .user : .lead,
                    mergedAt: try merge.integer("merged_at") ?? contact.createdAt))
        }
    }

    private func readObserved(_ seed: SeedReader, into contact: inout Contact) throws(SeedError) {
        for (name, kind) in ObservedField.kinds {
            let value =
                name.hasPrefix("location.")
                ? seed.value("location")?[String(name.dropFirst("location.".count))] : seed.value(name)
            guard let value, !value.isNull else { continue }
            let fits =
                switch kind {
                case .text: value.string != nil
                case .instant: value.integer != nil
                case .flag: value.bool != nil
                }
            guard fits else { throw SeedError("\(seed.path).\(name)", "is of the wrong type") }
            contact.observed[name] = value
        }
    }

    private mutating func readAttributes(
        _ seed: SeedReader, into contact: inout Contact, now: Int64
    ) throws(SeedError) {
        guard let values = seed.value("custom_attributes") else { return }
        guard let object = values.object else { throw SeedError(seed.path + ".custom_attributes", "is not an object") }
        for (name, value) in object where attributes.custom(named: name, model: .contact) == nil {
            let type: DataAttribute.DataType =
                switch value {
                case .integer: .integer
                case .number: .float
                case .bool: .boolean
                default: .string
                }
            defineAttribute(name: name, model: .contact, type: type, now: now)
        }
        contact.customAttributes = object
    }

    private mutating func readAttachments(
        _ seed: SeedReader, into contact: inout Contact, now: Int64
    ) throws(SeedError) {
        for value in try seed.list("tags") {
            guard let name = (value["id"] ?? value).identifierText else {
                throw SeedError(seed.path + ".tags", "has something that is neither name nor id")
            }
            let tag = tag(id: name) ?? createTag(named: name)
            contact.tags.append(
                Contact.AppliedTag(
                    id: tag.id, appliedAt: value["applied_at"]?.integer ?? contact.updatedAt,
                    appliedBy: value["applied_by"]?["id"]?.identifierText ?? admins.first?.id ?? "0"))
        }
        for value in try seed.list("companies") {
            guard let name = (value["id"] ?? value).identifierText else {
                throw SeedError(seed.path + ".companies", "has something that is no id")
            }
            let position =
                companySlots[name] ?? companySlotsByCompanyID[name] ?? insertCompany(companyID: name, now: now)
            companies[position].contactCount += 1
            contact.companies.append(companies[position].id)
        }
        for value in try seed.list("notes") {
            guard let body = value.string ?? value["body"]?.string else {
                throw SeedError(seed.path + ".notes", "has something that is neither a text nor has a body")
            }
            let note = Note(
                id: value["id"]?.identifierText ?? String(identifiers.number()), contactID: contact.id,
                adminID: value["admin_id"]?.identifierText ?? admins.first?.id ?? "0", body: body,
                createdAt: value["created_at"]?.integer ?? now)
            if let number = Int64(note.id) { identifiers.reserve(number) }
            notes[note.id] = note
            contact.notes.append(note.id)
        }
        for subscription in try seed.readers("subscriptions") {
            contact.subscriptions.append(
                Contact.Subscription(
                    typeID: try subscription.requiredText("id"),
                    isOptedIn: try subscription.text("consent_type") != "opt_out"))
        }
    }
}
