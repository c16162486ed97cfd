extension Resolution {
    mutating func beginCreating() -> Step {
        let payload: ContactAttributes
        do { payload = try operation.creationPayload() } catch { return fail(error) }
        creationPayload = payload
        if let earlier = operation.earlier, earlier.action == .create {
            creationIsUncertain = true
            if !payload.isUniqueInIntercom { return waitForIndex(payload, after: earlier) }
        } else if operation.mayHaveBeenWritten {
            creationIsUncertain = true
            if !payload.isUniqueInIntercom { return pauseAndLook(payload) }
        }
        return create(payload)
    }

    mutating func create(_ payload: ContactAttributes) -> Step {
        creations += 1
        phase = .creating(payload)
        return .create(payload)
    }

    mutating func couldNotCreate(_ payload: ContactAttributes, _ error: IntercomError) -> Step {
        switch error.code {
        case .conflict, .archived: return recover(from: error)
        case .interrupted: return fail(error)
        case _ where error.mayHaveBeenApplied:
            creationIsUncertain = true
            // A second user with the same identity is refused, with the id of the first: repeating is safe.
            guard payload.isUniqueInIntercom else { return pauseAndLook(payload, after: error) }
            guard creations <= attemptsAtUnknown else { return fail(.unknownCreation(after: error)) }
            phase = .pausingBeforeCreating(payload)
            return .pause(creations)
        default: return fail(error)
        }
    }

    /// Nothing about a lead is unique, so that a second attempt would make a second lead: look for the first one.
    private mutating func pauseAndLook(_ payload: ContactAttributes, after error: IntercomError? = nil) -> Step {
        guard let key = payload.emailKey, looksForOurs < attemptsAtUnknown else {
            return fail(.unknownCreation(after: error))
        }
        looksForOurs += 1
        phase = .pausingBeforeLooking(payload, key)
        return .pause(looksForOurs)
    }

    mutating func lookForOurs(_ payload: ContactAttributes, _ key: MatchingKey) -> Step {
        phase = .lookingForOurs(payload, key)
        return .lookUp(key, .indexed)
    }

    mutating func foundOurs(_ contacts: [Contact], _ payload: ContactAttributes, _ sought: MatchingKey) -> Step {
        let candidates = contacts.filter { sought.matches($0) && !vanished.contains($0.id) }
        let ours = candidates.filter { payload.isAlready(in: $0) && isRecent($0) }
        if ours.count == 1 { return finish(ours[0], .created) }
        if ours.count > 1 || (operation.kind == .upsert && candidates.count > 1) {
            var error = IntercomError.unknownCreation(after: nil)
            error.contactIDs = candidates.map(\.id)
            return fail(error)
        }
        // Not ours as it was sent, but the only one with this email: an upsert goes on with it as with any match.
        if operation.kind == .upsert, candidates.count == 1 {
            return claim(candidates[0].id, candidates[0], .ours)
        }
        return looksAfterLag ? create(payload) : pauseAndLook(payload)
    }

    /// Whether it can have been created by this operation; clocks may differ by a minute.
    func isRecent(_ contact: Contact) -> Bool {
        operation.mayHaveBeenWritten
            || (contact.createdAt ?? .max) >= (operation.earlier?.time ?? startedAt) - 60
    }
}

extension ContactAttributes {
    /// What a contact with these is found by in the search index, leads too; nil where there is no email among them.
    var emailKey: MatchingKey? {
        if case .string(let email)? = self[.email] { MatchingKey(unchecked: .email, email) } else { nil }
    }

    /// Whether Intercom refuses to create a second contact like this: a user with an external id or an email.
    var isUniqueInIntercom: Bool {
        if role == .lead { return false }
        if case .string? = self[.externalID] { return true }
        return emailKey != nil
    }
}

extension ContactOperation {
    /// What cannot be right about the operation, whatever the workspace holds.
    var complaint: IntercomError? {
        guard kind == .create || key != nil else {
            return IntercomError(.invalidArgument, "The operation has nothing to match by.", field: "matching_field")
        }
        if attributes[.role] == .some(.null) {
            return IntercomError(.invalidArgument, "role cannot be cleared.", field: "role")
        }
        return nil
    }

    /// What creating the contact sends: the mappings, and the matching value where they do not say otherwise, so that
    /// the same operation finds the contact the next time. Nulls are left out: there is nothing to clear yet.
    func creationPayload() throws(IntercomError) -> ContactAttributes {
        var payload = ContactAttributes()
        if let key, let field = key.field.contactField {
            switch attributes[field] {
            case .null?:
                throw IntercomError(
                    .invalidArgument, "No contact has \(key), and one without it cannot be created.",
                    field: field.name, advice: "The mappings clear the field that is matched by.")
            case nil: payload[field] = .string(key.original)
            default: break
            }
        }
        for entry in attributes.standard where entry.value != .null { payload[entry.field] = entry.value }
        for entry in attributes.custom where entry.value != .null { payload[custom: entry.name] = entry.value }
        if payload.role == .lead, payload[.externalID] != nil {
            throw IntercomError(
                .invalidArgument, "A new lead gets its external_id from Intercom; the given one would be ignored.",
                field: "external_id", advice: "Match leads by email, or leave role out to create a user.")
        }
        if payload[.email] == nil, payload[.externalID] == nil, payload[.role] == nil {
            throw IntercomError(
                .invalidArgument, "A new contact needs an email, an external_id or a role.", field: "email")
        }
        if payload[.emailVerified] != nil, payload[.email] == nil {
            throw IntercomError(
                .invalidArgument, "email_verified needs an email in the same write.", field: "email_verified")
        }
        return payload
    }
}
