import JSON

extension Workspace {
    /// Updates a contact: what is absent stays, attributes are merged key by key.
    /// - Returns: its slot.
    mutating func updateContact(
        _ id: String, _ fields: ContactFields, behaviour: EmulatorBehaviour, now: Int64
    ) throws(APIError) -> Int {
        guard let slot = contacts.slot(id: id) else { throw .contactNotFound }
        let contact = contacts[slot]
        switch contact.state {
        case .active: break
        case .archived where behaviour.updateOfArchived == .apply: break
        default: throw .contactNotFound
        }
        if fields.isEmpty, behaviour.emptyUpdate == .reject { throw .missing("contact") }
        if contact.role == .user, fields.role == .lead { throw .userToLead }

        var updated = contact
        updated.role = fields.role ?? contact.role
        // Recorded: null is ignored, and so is an external id for a lead that stays one.
        if let externalID = fields.externalID.value, updated.role == .user { updated.externalID = externalID }
        let wantsIdentity = updated.externalID != contact.externalID || updated.role != contact.role
        if wantsIdentity, let externalID = updated.externalID {
            try checkExternalID(externalID, isFreeBut: slot)
        }
        updated.apply(fields)
        try check(fields, hasEmail: !updated.email.isEmpty)
        if let attributes = try checkedAttributes(fields, behaviour: behaviour) {
            for (name, value) in attributes { updated.customAttributes[name] = value }
        }
        // Recorded: an update that changes nothing leaves updated_at alone.
        if updated != contact {
            updated.updatedAt = now
            update(slot) { $0 = updated }
        }
        return slot
    }

    /// Another live user must not have it; an archived one may [recorded].
    private func checkExternalID(_ externalID: String, isFreeBut slot: Int) throws(APIError) {
        for other in contacts.slots(externalID: externalID) where other != slot {
            if contacts[other].isActive, contacts[other].role == .user {
                throw .conflict(with: contacts[other].id, archived: false)
            }
        }
    }
}
