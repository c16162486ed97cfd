extension Resolution {
    /// What to do with a contact that is ours to write to.
    ///
    /// - Parameter contact: its state; nil where it is known by its id only.
    mutating func decide(_ id: String, _ contact: Contact?, _ purpose: Purpose) -> Step {
        if purpose == .earlier { return contact.map { foundEarlier($0) } ?? read(id, .earlier) }
        if purpose == .conflict, conflictIsArchived(id) {
            phase = .unarchiving(id)
            return .unarchive(id)
        }
        guard let contact else { return decideUnseen(id, purpose) }
        if purpose == .match, let soughtKey, soughtKey.field != .intercomID, !soughtKey.matches(contact) {
            // While waiting for our turn, somebody changed the value that it was found by.
            return resolveAgain(without: nil, or: .noMatch(soughtKey))
        }
        if operation.kind == .find { return finish(contact, .unchanged) }
        if operation.kind == .create { return decideCreated(contact) }
        if let error = refusal(of: contact, purpose) { return refuse(contact, purpose, error) }
        return operation.kind == .delete ? delete(contact.id) : write(to: contact, purpose)
    }

    private mutating func decideUnseen(_ id: String, _ purpose: Purpose) -> Step {
        guard purpose == .match, !readsAfresh else { return read(id, purpose) }
        switch operation.kind {
        case .delete where operation.isCertainOfItsContact: return delete(id)
        case .upsert, .update:
            return operation.needsToSeeItsContact ? read(id, purpose) : update(id, operation.attributes, purpose)
        default: return read(id, purpose)
        }
    }

    mutating func wasRead(_ contact: Contact, _ purpose: Purpose) -> Step {
        if purpose == .earlier { return foundEarlier(contact) }
        return decide(contact.id, contact, purpose)
    }

    private mutating func write(to contact: Contact, _ purpose: Purpose) -> Step {
        var attributes = purpose == .match || purpose == .followed ? operation.attributes : payloadForExisting
        if attributes.isAlready(in: contact), !operation.alwaysUpdate || attributes.isEmpty {
            let isOurs = creationIsUncertain && (purpose == .conflict || purpose == .ours) && isRecent(contact)
            return finish(contact, isOurs ? .created : purpose == .restored ? .updated : word(for: contact))
        }
        if attributes[.emailVerified] != nil, attributes[.email] == nil {
            // Intercom refuses email_verified without the email.
            guard let email = contact.email else {
                return fail(
                    IntercomError(
                        .invalidArgument, "email_verified needs an email, and contact \(contact.id) has none.",
                        field: "email_verified", contactIDs: [contact.id]))
            }
            attributes[.email] = .string(email)
        }
        return update(contact.id, attributes, purpose)
    }

    /// What creating would have sent, for a contact that is there: it may have what the mappings clear.
    private var payloadForExisting: ContactAttributes {
        var attributes = creationPayload
        for entry in operation.attributes.standard where entry.value == .null { attributes[entry.field] = .null }
        for entry in operation.attributes.custom where entry.value == .null { attributes[custom: entry.name] = .null }
        return attributes
    }

    /// A contact that a `create` of unknown outcome may have made: ours if it has all that was sent and is as young.
    private mutating func decideCreated(_ contact: Contact) -> Step {
        let isOurs = creationIsUncertain && creationPayload.isAlready(in: contact) && isRecent(contact)
        return isOurs ? finish(contact, .created) : fail(conflict)
    }

    private mutating func refuse(_ contact: Contact, _ purpose: Purpose, _ error: IntercomError) -> Step {
        guard purpose == .restored else { return fail(error) }
        // It was brought back for nothing: leave it as it was.
        phase = .archivingAgain(error)
        return .archive(contact.id)
    }

    /// Why the contact must not be written to; nil where it may.
    private func refusal(of contact: Contact, _ purpose: Purpose) -> IntercomError? {
        if operation.kind == .delete { return unexpectedVictim(contact) }
        if contact.role == .user, operation.attributes.role == .lead {
            return IntercomError(
                .invalidArgument, "Contact \(contact.id) is a user and cannot be converted to a lead.", field: "role",
                contactIDs: [contact.id], advice: "Leave role out, or match another contact.")
        }
        if let error = identityMismatch(contact, purpose) { return error }
        return purpose == .match ? nil : strangerInTheWay(contact, purpose)
    }

    /// Never write over a contact whose external id differs from the one asked for.
    private func identityMismatch(_ contact: Contact, _ purpose: Purpose) -> IntercomError? {
        let wanted: String
        if case .string(let mapped)? = operation.attributes[.externalID] {
            wanted = mapped
        } else if let key = operation.key, key.field == .externalID {
            wanted = key.value
        } else {
            return nil
        }
        guard contact.externalID != wanted else { return nil }
        if contact.role == .lead, operation.attributes.role != .user {
            return IntercomError(
                .invalidArgument,
                "Contact \(contact.id) is a lead, whose external_id Intercom chooses; \"\(wanted)\" would be ignored.",
                field: "external_id", contactIDs: [contact.id],
                advice: "Add role = \"user\" to turn the lead into a user, or leave external_id out.")
        }
        guard contact.role != .lead, let present = contact.externalID, !present.isEmpty else { return nil }
        // Matched by id or by the old external id, another value renames; matched by email, it is another person.
        let isRename = purpose == .match && operation.key?.field != .email
        return isRename ? nil : .mismatch(contact, "external_id", has: present, wanted: wanted)
    }

    /// A contact that was not found by the key: in the way of a new one, or the target of a merge.
    private func strangerInTheWay(_ contact: Contact, _ purpose: Purpose) -> IntercomError? {
        guard purpose == .conflict || purpose == .restored else { return nil }
        var sameExternalID = false
        if case .string(let externalID)? = creationPayload[.externalID] {
            sameExternalID = contact.externalID == externalID
        }
        let sameEmail = creationPayload.emailKey?.matches(contact) ?? false
        return sameExternalID || sameEmail ? nil : conflict
    }

    /// What a delete was told to expect of its contact.
    private func unexpectedVictim(_ contact: Contact) -> IntercomError? {
        if let email = operation.expectedEmail, !MatchingKey(unchecked: .email, email).matches(contact) {
            return .mismatch(contact, "email", has: contact.email ?? "", wanted: email)
        }
        if let externalID = operation.expectedExternalID, contact.externalID != externalID {
            return .mismatch(contact, "external_id", has: contact.externalID ?? "", wanted: externalID)
        }
        return nil
    }
}

extension ContactOperation {
    /// Whether the id is all that a delete needs: it was given, and nothing is to be checked. What goes is gone for good,
    /// so that a value that the contact had once is not enough.
    fileprivate var isCertainOfItsContact: Bool {
        key?.field == .intercomID && expectedEmail == nil && expectedExternalID == nil
    }

    /// Whether a write depends on what the contact is like: on its role, on whose external id it has where the email was
    /// matched, on its email where that is to be verified; or has nothing to write.
    fileprivate var needsToSeeItsContact: Bool {
        if attributes.isEmpty || attributes[.emailVerified] != nil || attributes.role == .lead { return true }
        guard key?.field == .email, case .string? = attributes[.externalID] else { return false }
        return true
    }
}
