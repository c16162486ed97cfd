extension Workspace {
    /// The slot of a contact to read. A merged one answers 410 or 404, by version.
    func readableSlot(_ id: String, version: APIVersion) throws(APIError) -> Int {
        guard let slot = contacts.slot(id: id) else { throw .userNotFound }
        switch contacts[slot].state {
        case .active: return slot
        case .merged(let target) where version.mergedIsGone: throw .merged(into: canonicalID(of: target))
        default: throw .userNotFound
        }
    }

    /// The slot of the live user of an external id; leads are not found by theirs.
    func slot(externalID: String, version: APIVersion) throws(APIError) -> Int {
        let slots = contacts.slots(externalID: externalID)
        if let slot = slots.first(where: { contacts[$0].isActive && contacts[$0].role == .user }) { return slot }
        if version.mergedIsGone {
            for slot in slots {
                if case .merged(let target) = contacts[slot].state { throw .merged(into: canonicalID(of: target)) }
            }
        }
        throw .userNotFound
    }

    /// Follows merges of merged contacts, three at most, as Intercom does.
    private func canonicalID(of id: String) -> String {
        var id = id
        for _ in 0..<2 {
            guard let slot = contacts.slot(id: id), case .merged(let target) = contacts[slot].state else { break }
            id = target
        }
        return id
    }

    /// Archives a contact. Archiving an archived one succeeds [recorded].
    mutating func archiveContact(_ id: String, now: Int64) throws(APIError) -> Int {
        guard let slot = contacts.slot(id: id) else { throw .contactNotFound }
        switch contacts[slot].state {
        case .active: setState(.archived, of: slot, now: now)
        case .archived: break
        case .deleted, .blocked, .merged: throw .contactNotFound
        }
        return slot
    }

    /// Brings an archived contact back, unless a live one took its external id meanwhile.
    mutating func unarchiveContact(_ id: String, behaviour: EmulatorBehaviour, now: Int64) throws(APIError) -> Int {
        guard let slot = contacts.slot(id: id) else { throw .contactNotFound }
        switch contacts[slot].state {
        case .active: return slot
        case .archived: break
        case .merged: throw .mergedNotRestorable
        case .blocked: throw .blockedNotRestorable
        case .deleted where contacts[slot].isDestroyed(after: behaviour.deletionGrace, now: now):
            throw .contactNotFound
        case .deleted: throw behaviour.unarchiveOfDeleted == .badRequest ? .markedForDeletion : .serverError
        }
        if contacts[slot].role == .user, let externalID = contacts[slot].externalID {
            for other in contacts.slots(externalID: externalID)
            where contacts[other].isActive && contacts[other].role == .user {
                throw .conflict(with: contacts[other].id, archived: false)
            }
        }
        setState(.active, of: slot, now: now)
        return slot
    }

    /// Deletes a contact for good.
    mutating func deleteContact(_ id: String, behaviour: EmulatorBehaviour, now: Int64) throws(APIError) -> Int {
        guard let slot = contacts.slot(id: id) else { throw .contactNotFound }
        switch contacts[slot].state {
        case .active, .archived, .blocked: setState(.deleted, of: slot, now: now)
        case .deleted where behaviour.deleteOfDeleted == .apply: break
        case .deleted, .merged: throw .contactNotFound
        }
        return slot
    }

    mutating func blockContact(_ id: String, now: Int64) throws(APIError) -> Int {
        guard let slot = contacts.slot(id: id) else { throw .contactNotFound }
        switch contacts[slot].state {
        case .active, .archived: setState(.blocked, of: slot, now: now)
        case .blocked: break
        case .deleted, .merged: throw .contactNotFound
        }
        return slot
    }

    private mutating func setState(_ state: Contact.State, of slot: Int, now: Int64) {
        update(slot) {
            $0.state = state
            $0.updatedAt = now
        }
    }
}
