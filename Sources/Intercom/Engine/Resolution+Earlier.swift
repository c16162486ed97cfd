extension Resolution {
    /// Goes on where an earlier attempt left off.
    ///
    /// - Returns: nil where the operation is to be begun like any other.
    mutating func goOn(after earlier: EarlierAttempt) -> Step? {
        guard let id = earlier.contactID else { return nil }
        switch (earlier.outcome, earlier.action) {
        case (.deleted, _): return finish(Contact(id: id), .deleted)
        case (.some, _): return read(id, .earlier)
        // Whether it is gone is what tells whether it was carried out.
        case (nil, .delete): return claim(id, nil, .earlier)
        case (nil, _): return nil
        }
    }

    /// The contact of the earlier attempt is there.
    mutating func foundEarlier(_ contact: Contact) -> Step {
        if let outcome = operation.earlier?.outcome { return finish(contact, outcome) }
        // Not deleted then; and if it is another's by now, it is not to be.
        guard let key = operation.key, key.matches(contact) else { return begin(recalled: nil) }
        return decide(contact.id, contact, .match)
    }

    mutating func couldNotReadEarlier(_ id: String, _ error: IntercomError) -> Step {
        guard error.code == .notFound else { return fail(error) }
        // Merged into another it was not deleted.
        if operation.earlier?.outcome == nil, error.isMerged { return begin(recalled: nil) }
        return finish(Contact(id: id), operation.earlier?.outcome ?? .deleted)
    }

    /// Waits until the search index must show a lead that the earlier attempt may have created.
    mutating func waitForIndex(_ payload: ContactAttributes, after earlier: EarlierAttempt) -> Step {
        guard let key = payload.emailKey else { return fail(.unknownCreation(after: nil)) }
        let settled = earlier.time + indexLag
        let hasLooked = triedIndex && soughtKey == key
        if startedAt >= settled, hasLooked { return create(payload) }
        looksAfterLag = true
        phase = .pausingBeforeLooking(payload, key)
        return .wait(until: settled)
    }

    /// The word for an operation that finds everything as it should be, where its earlier attempt may have seen to that.
    func word(for contact: Contact) -> ContactOutcome {
        guard let earlier = operation.earlier else { return .unchanged }
        switch earlier.action {
        case .create: return isRecent(contact) ? .created : .unchanged
        case .update, .unarchive: return earlier.contactID == contact.id ? .updated : .unchanged
        case .delete: return .unchanged
        }
    }
}
