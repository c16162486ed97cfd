extension ContactEngine {
    /// The contact of an operation that need not be carried out, as far as that shows it: an earlier run did so, and nobody has
    /// written to the contact since, neither in this run. Nil for what is to be carried out.
    func pushedContact(_ voyage: inout Voyage) async -> Contact? {
        let operation = voyage.operation
        guard let key = operation.key, let observer = voyage.observer, operation.isSkippable, !options.alwaysUpdate
        else { return nil }
        guard let id = await observer.pushedContact(), isUntouched(id, key) else { return nil }
        // Whoever is writing to it ends first.
        guard let isNews = try? await claim(id, &voyage), !isNews, isUntouched(id, key) else { return nil }
        return Contact(id: id).afterPushing(operation.attributes, by: key)
    }

    private func isUntouched(_ id: String, _ key: MatchingKey) -> Bool {
        !memory.withLock { $0.isTouched(id, key) }
    }
}

extension ContactOperation {
    /// Whether there is nothing to do for it where its contact holds what it sets.
    fileprivate var isSkippable: Bool {
        (kind == .upsert || kind == .update) && !alwaysUpdate && !mayHaveBeenWritten && earlier == nil
    }
}

extension Contact {
    /// All that is known of a contact that something was pushed to.
    fileprivate func afterPushing(_ attributes: ContactAttributes, by key: MatchingKey) -> Contact {
        var contact = self
        switch key.field {
        case .email: contact.email = key.original
        case .externalID: contact.externalID = key.original
        case .intercomID: break
        }
        return contact.afterWriting(attributes, at: nil)
    }
}
