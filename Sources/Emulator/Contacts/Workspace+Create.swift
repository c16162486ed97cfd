import JSON

extension Workspace {
    /// Creates a contact.
    /// - Parameters:
    ///   - now: Unix seconds.
    /// - Returns: its slot.
    mutating func createContact(
        _ fields: ContactFields, behaviour: EmulatorBehaviour, now: Int64
    ) throws(APIError) -> Int {
        let role = fields.role ?? .user
        let email = fields.email.value ?? ""
        try check(fields, hasEmail: !email.isEmpty)
        let attributes = try checkedAttributes(fields, behaviour: behaviour)
        if role == .user {
            if email.isEmpty, fields.externalID.value == nil {
                throw APIError(400, behaviour.unidentifiedUser.code, behaviour.unidentifiedUser.message)
            }
            try checkConflicts(externalID: fields.externalID.value, email: email, behaviour: behaviour, now: now)
        }
        var contact = Contact(id: newContactID(now: now), role: role, createdAt: now)
        // Recorded: a lead's external id is given by Intercom, and one that the client sends is ignored.
        contact.externalID = role == .lead ? identifiers.uuid() : fields.externalID.value
        contact.apply(fields)
        if let attributes { contact.customAttributes = attributes }
        return append(contact)
    }

    private mutating func newContactID(now: Int64) -> String {
        var id = identifiers.objectID(at: now)
        while contacts.slot(id: id) != nil { id = identifiers.objectID(at: now) }
        return id
    }

    /// What both creating and updating check, whatever the contact.
    func check(_ fields: ContactFields, hasEmail: Bool) throws(APIError) {
        if case .value(true) = fields.isEmailVerified, !hasEmail { throw .unverifiableEmail }
        if let owner = fields.ownerID.value, admin(id: owner) == nil { throw .unknownOwner }
    }

    func checkedAttributes(_ fields: ContactFields, behaviour: EmulatorBehaviour) throws(APIError) -> JSONObject? {
        guard let values = fields.customAttributes, !values.isEmpty else { return nil }
        return try CustomAttributeRules(attributes: attributes, behaviour: behaviour).checked(values)
    }

    /// Leads never conflict, neither as what is created nor as what is there [recorded].
    private func checkConflicts(
        externalID: String?, email: String, behaviour: EmulatorBehaviour, now: Int64
    ) throws(APIError) {
        if let externalID {
            for slot in contacts.slots(externalID: externalID) where contacts[slot].role == .user {
                try checkConflict(with: contacts[slot], behaviour: behaviour, now: now)
            }
        }
        guard !email.isEmpty else { return }
        for slot in contacts.slots(email: email) where contacts[slot].role == .user {
            let other = contacts[slot]
            if other.externalID != nil {
                let rule = externalID == nil ? behaviour.emailOfIdentifiedUser : behaviour.emailWithNewExternalID
                if rule == .create { continue }
            }
            try checkConflict(with: other, behaviour: behaviour, now: now)
        }
    }

    private func checkConflict(with other: Contact, behaviour: EmulatorBehaviour, now: Int64) throws(APIError) {
        switch other.state {
        case .deleted where other.isDestroyed(after: behaviour.deletionGrace, now: now): return
        case .active: throw .conflict(with: other.id, archived: false)
        case .archived, .deleted, .merged: throw .conflict(with: other.id, archived: true)
        case .blocked:
            switch behaviour.blockedConflict {
            case .notRestorable: throw .blockedNotRestorable
            case .conflict: throw .conflict(with: other.id, archived: true)
            case .create: return
            }
        }
    }
}

extension Contact {
    /// Takes over every field but role and external id, which have rules of their own, and the custom attributes.
    mutating func apply(_ fields: ContactFields) {
        switch fields.email {
        case .absent: break
        case .null: setEmail("")
        case .value(let email): setEmail(email)
        }
        if !fields.isEmailVerified.isAbsent { isEmailVerified = fields.isEmailVerified.value ?? false }
        if !fields.phone.isAbsent { phone = fields.phone.value }
        if !fields.name.isAbsent { name = fields.name.value }
        if !fields.avatar.isAbsent { avatar = fields.avatar.value }
        if !fields.signedUpAt.isAbsent { signedUpAt = fields.signedUpAt.value }
        if !fields.lastSeenAt.isAbsent { lastSeenAt = fields.lastSeenAt.value }
        if !fields.ownerID.isAbsent { ownerID = fields.ownerID.value }
        if !fields.isUnsubscribedFromEmails.isAbsent {
            isUnsubscribedFromEmails = fields.isUnsubscribedFromEmails.value ?? false
        }
        switch fields.languageOverride {
        case .absent: break
        case .null: observed["language_override"] = nil
        case .value(let language): observed["language_override"] = .string(language)
        }
    }

    /// A changed email has not been verified.
    private mutating func setEmail(_ new: String) {
        if new != email { isEmailVerified = false }
        email = new
    }
}
