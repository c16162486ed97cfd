extension ContactEngine {
    /// Creates a contact. What is there already makes it fail with `conflict` or `archived`.
    public func create(_ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        try await run(.create(attributes)).contact
    }

    /// Updates the contact that the key finds, or creates one.
    public func upsert(
        _ key: MatchingKey, _ attributes: ContactAttributes
    ) async throws(IntercomError) -> ContactResult {
        try await run(.upsert(key, attributes))
    }

    /// Updates the contact that the key finds.
    ///
    /// - Throws: `not_found` where there is none.
    public func update(
        _ key: MatchingKey, _ attributes: ContactAttributes
    ) async throws(IntercomError) -> ContactResult {
        try await run(.update(key, attributes))
    }

    /// Deletes the contact that the key finds, for good.
    ///
    /// - Throws: `not_found` where there is none; `ambiguous_match` where there are several.
    @discardableResult
    public func delete(_ key: MatchingKey) async throws(IntercomError) -> DeletedContact {
        let contact = try await run(.delete(key)).contact
        return DeletedContact(id: contact.id, externalID: contact.externalID)
    }

    /// The contact that the key finds, after all that began before for the same key; nil where there is none.
    public func find(
        _ key: MatchingKey, onMultiple: ContactOperation.Preference? = nil
    ) async throws(IntercomError) -> Contact? {
        var operation = ContactOperation.find(key)
        operation.onMultiple = onMultiple
        return try await begin(operation).found()
    }

    /// Archives a contact, after all that has begun before.
    @discardableResult
    public func archive(id: String) async throws(IntercomError) -> ContactReceipt {
        try await exclusively(id) { () async throws(IntercomError) in
            let receipt = try await service.archiveContact(id: id)
            memory.withLock { $0.vanish(id) }
            return receipt
        }
    }

    /// Brings an archived contact back.
    @discardableResult
    public func unarchive(id: String) async throws(IntercomError) -> ContactReceipt {
        try await exclusively(id) { () async throws(IntercomError) in
            let receipt = try await service.unarchiveContact(id: id)
            memory.withLock { $0.reappear(id) }
            return receipt
        }
    }

    /// Merges a lead into a user, for good, while nobody else writes to either.
    ///
    /// - Parameter skipDuplicateValidation: also merge contacts that share neither email nor phone.
    /// - Returns: the user.
    @discardableResult
    public func merge(
        from lead: String, into user: String, skipDuplicateValidation: Bool = false
    ) async throws(IntercomError) -> Contact {
        guard lead != user else {
            throw IntercomError(.invalidArgument, "A contact cannot be merged into itself.", contactIDs: [lead])
        }
        return try await exclusively(lead, user) { () async throws(IntercomError) in
            let contact = try await service.mergeContacts(
                from: lead, into: user, skipDuplicateValidation: skipDuplicateValidation)
            memory.withLock { memory in
                memory.merge(lead, into: contact.id)
                memory.wrote(contact)
            }
            return contact
        }
    }

    /// Tells the engine of a contact that was written past it.
    public func noteWritten(_ contact: Contact) { memory.withLock { $0.wrote(contact) } }

    /// Tells the engine that a contact is not there any more.
    public func noteGone(id: String) { memory.withLock { $0.vanish(id) } }

    /// Tells the engine which contact a key stands for: what an earlier run found out. It is taken at its word.
    public func remember(_ key: MatchingKey, id: String) { memory.withLock { $0.resolve(key, to: id) } }

    /// Tells the engine what earlier runs wrote a short while ago, so that a search index that lags behind does no harm.
    public func note(_ writes: [RecentWrite]) { memory.withLock { $0.note(writes) } }

    /// Tells the engine what others may have written to contacts that it knows.
    public func noteOthers(_ writes: [RecentWrite]) { memory.withLock { $0.noteOthers(writes) } }

    /// Ends operations that do nothing but wait for the search index, with `interrupted`: they can take minutes.
    public func stopWaiting() { rests.close() }

    /// Forgets all that was learnt, so that everything is looked up again.
    public func forgetEverything() { memory.withLock { $0.forgetEverything() } }

    private func exclusively<Value: Sendable>(
        _ ids: String..., body: () async throws(IntercomError) -> Value
    ) async throws(IntercomError) -> Value {
        let ticket = contacts.join(ids)
        defer { contacts.leave(ticket) }
        await contacts.turn(ticket)
        guard let contactGuard else { return try await body() }
        _ = try await contactGuard.claim(ids)
        defer { contactGuard.release(ids, wereWritten: true) }
        return try await body()
    }
}
