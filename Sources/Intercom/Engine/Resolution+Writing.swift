extension Resolution {
    mutating func update(_ id: String, _ attributes: ContactAttributes, _ purpose: Purpose) -> Step {
        phase = .updating(id, purpose)
        return .update(id, attributes)
    }

    mutating func delete(_ id: String) -> Step {
        phase = .deleting(id)
        return .delete(id)
    }

    mutating func updated(_ contact: Contact, _ purpose: Purpose) -> Step { finish(contact, .updated) }

    mutating func deleted(_ receipt: DeletedContact) -> Step {
        var contact = Contact(id: receipt.id)
        contact.externalID = receipt.externalID
        return finish(contact, .deleted)
    }

    mutating func couldNotUpdate(_ id: String, _ purpose: Purpose, _ error: IntercomError) -> Step {
        if error.isMerged { return follow(error) }
        guard error.code == .notFound else { return fail(error) }
        return isRecovering(purpose) ? recoverFromNext() : resolveAgain(without: id, or: error)
    }

    mutating func couldNotDelete(_ id: String, _ error: IntercomError) -> Step {
        // A merged contact's successor is somebody else as far as deleting goes: never followed.
        guard error.code == .notFound, !error.isMerged else { return fail(error) }
        // The answer to an earlier attempt never came; it did delete.
        let isEarlier = operation.earlier?.action == .delete && operation.earlier?.contactID == id
        if error.mayHaveBeenApplied || isEarlier { return deleted(DeletedContact(id: id)) }
        return resolveAgain(without: id, or: error)
    }

    mutating func couldNotRead(_ id: String, _ purpose: Purpose, _ error: IntercomError) -> Step {
        if purpose == .earlier { return couldNotReadEarlier(id, error) }
        if error.isMerged { return follow(error) }
        guard error.code == .notFound else { return fail(error) }
        if isRecovering(purpose) { return recoverFromNext() }
        if operation.kind == .find, operation.key?.field == .intercomID { return finish(nil, .unchanged) }
        return resolveAgain(without: id, or: error)
    }

    /// Goes on with the contact that the one asked for was merged into, once.
    mutating func follow(_ error: IntercomError) -> Step {
        guard let target = error.contactIDs.first, !hasFollowed, operation.kind != .delete else { return fail(error) }
        hasFollowed = true
        if operation.kind == .find { return read(target, .followed) }
        return claim(target, nil, .followed)
    }

    private func isRecovering(_ purpose: Purpose) -> Bool { purpose == .conflict || purpose == .restored }
}
