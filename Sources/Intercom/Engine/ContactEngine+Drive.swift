extension ContactEngine {
    typealias End = (contact: Contact?, outcome: ContactOutcome)

    /// Carries out, step by step, what `Resolution` decides.
    ///
    /// - Parameter contributor: stops counting as one who may bring lookups once the operation counts, and counts again
    ///   before the operation stops to.
    func drive(
        _ operation: ContactOperation, observer: (any EngineObserver)?, for contributor: Contributor? = nil
    ) async throws(IntercomError) -> End {
        desk.arrive()
        contributor?.pause()
        var voyage = Voyage(operation: operation, observer: observer)
        defer {
            release(&voyage)
            contributor?.resume()
            desk.depart()
        }
        if options.skipsPushed, let contact = await pushedContact(&voyage) {
            observer?.didEnd(contact, .unchanged)
            return (contact, .unchanged)
        }
        var (resolution, step) = start(operation)
        while true {
            switch step {
            case .finish(let contact, let outcome):
                if resolution.isUnambiguous { remember(operation, contact, outcome) }
                observer?.didEnd(contact, outcome)
                return (contact, outcome)
            case .fail(let error):
                if resolution.creationIsUncertain { memory.withLock { $0.doubt(operation.identities) } }
                observer?.didFail(error)
                throw error
            case _ where Task.isCancelled: step = resolution.next(.failed(.cancelled))
            default: step = resolution.next(await carryOut(step, &voyage))
            }
        }
    }

    private func start(_ operation: ContactOperation) -> (Resolution, Resolution.Step) {
        var operation = operation
        if options.alwaysUpdate { operation.alwaysUpdate = true }
        var recalled: (id: String, contact: Contact?)?
        if let key = operation.key {
            memory.withLock { memory in
                recalled = memory.recall(key)
                if memory.isUncertain(key) { operation.mayHaveBeenWritten = true }
            }
        }
        if options.readsAfresh { recalled?.contact = nil }
        var resolution = Resolution(
            operation, startedAt: Int64(time.unixTime()), attemptsAtUnknown: options.attemptsAtUnknown,
            readsAfresh: options.readsAfresh, indexLag: options.indexLag.components.seconds)
        let step = resolution.start(recalled: recalled)
        return (resolution, step)
    }

    /// A contact that an operation has for itself.
    struct Claim {
        let id: String
        let ticket: Turnstile<String>.Ticket
        /// Whether other processes are kept from it too.
        var isGuarded = false
        /// Whether it may have been written to.
        var isWritten = false
        /// When it was changed last, as far as this run knows; Unix seconds.
        var updatedAt: Int64?
    }

    /// What an operation has on its way.
    struct Voyage {
        let operation: ContactOperation
        let observer: (any EngineObserver)?
        /// The contact that nobody else may write to.
        var claim: Claim?
        /// What the observer has been told of, and of which contact.
        var announced: (action: WriteIntent.Action, id: String?)?
    }

    private func carryOut(_ step: Resolution.Step, _ voyage: inout Voyage) async -> Resolution.Answer {
        do throws(IntercomError) {
            switch step {
            case .lookUp(let key, let freshness):
                release(&voyage)
                return try await lookUp(key, freshness)
            case .claim(let id):
                if try await claim(id, &voyage) { try await settle(id) }
                let known = options.readsAfresh ? nil : memory.withLock { $0.contact(id) }
                voyage.claim?.updatedAt = known?.updatedAt
                return .claimed(known)
            case .read(let id):
                let contact = try await read(id)
                if voyage.claim?.id == id { voyage.claim?.updatedAt = contact.updatedAt }
                return .contact(contact)
            case .create(let attributes):
                release(&voyage)
                try await announce(.create, nil, attributes, &voyage)
                let contact = try await away { () async throws(IntercomError) in
                    try await service.createContact(attributes)
                }
                memory.withLock { $0.wrote(contact) }
                return .contact(contact)
            case .update(let id, let attributes):
                voyage.claim?.isWritten = true
                try await announce(.update, id, attributes, &voyage)
                return .contact(
                    try await fetch(id) { () async throws(IntercomError) in
                        try await service.updateContact(id: id, attributes)
                    })
            case .delete(let id):
                voyage.claim?.isWritten = true
                try await announce(.delete, id, ContactAttributes(), &voyage)
                return .deleted(try await delete(id))
            case .unarchive(let id):
                voyage.claim?.isWritten = true
                try await announce(.unarchive, id, voyage.operation.attributes, &voyage)
                _ = try await away { () async throws(IntercomError) in try await service.unarchiveContact(id: id) }
                memory.withLock { $0.reappear(id) }
                return .done
            case .archive(let id):
                voyage.claim?.isWritten = true
                _ = try await away { () async throws(IntercomError) in try await service.archiveContact(id: id) }
                memory.withLock { $0.vanish(id) }
                return .done
            case .pause(let number):
                try await pause(number)
                return .resumed
            case .wait(let until):
                try await wait(until: until)
                return .resumed
            case .finish, .fail: return .resumed
            }
        } catch {
            return .failed(error)
        }
    }

    private func lookUp(
        _ key: MatchingKey, _ freshness: Resolution.Freshness
    ) async throws(IntercomError) -> Resolution.Answer {
        switch await desk.lookUp(key, freshness) {
        case .found(let contacts, let freshness):
            for id in memory.withLock({ $0.unsettled(contacts, for: key) }) { try await settle(id) }
            return .found(memory.withLock { $0.takeIn(contacts, for: key) }, freshness)
        case .failed(let error): throw error
        }
    }

    /// Reads a contact of which it is not known any more how others left it.
    private func settle(_ id: String) async throws(IntercomError) {
        do throws(IntercomError) { _ = try await read(id) } catch { if error.code != .notFound { throw error } }
    }

    private func read(_ id: String) async throws(IntercomError) -> Contact {
        let contact = try await fetch(id) { () async throws(IntercomError) in try await service.contact(id: id) }
        memory.withLock { $0.reappear(id) }
        return contact
    }

    /// Makes a call that answers with the contact as it now is, and remembers what the answer tells.
    private func fetch(
        _ id: String, _ call: () async throws(IntercomError) -> Contact
    ) async throws(IntercomError) -> Contact {
        do throws(IntercomError) {
            let contact = try await away(call)
            memory.withLock { $0.wrote(contact) }
            return contact
        } catch {
            noteMerge(error, of: id)
            if error.code == .notFound, !error.isMerged { memory.withLock { $0.vanish(id) } }
            throw error
        }
    }

    private func delete(_ id: String) async throws(IntercomError) -> DeletedContact {
        do throws(IntercomError) {
            let receipt = try await away { () async throws(IntercomError) in try await service.deleteContact(id: id) }
            memory.withLock { $0.vanish(id) }
            return receipt
        } catch {
            noteMerge(error, of: id)
            if error.code == .notFound, !error.isMerged { memory.withLock { $0.vanish(id) } }
            throw error
        }
    }

    private func noteMerge(_ error: IntercomError, of id: String) {
        guard error.isMerged, let target = error.contactIDs.first else { return }
        memory.withLock { $0.merge(id, into: target) }
    }

    /// Makes a call during which this operation looks nothing up.
    private func away<Value: Sendable>(
        _ call: () async throws(IntercomError) -> Value
    ) async throws(IntercomError) -> Value {
        desk.goAway()
        defer { desk.comeBack() }
        return try await call()
    }

    /// - Returns: whether other processes may have written to it since this one did.
    func claim(_ id: String, _ voyage: inout Voyage) async throws(IntercomError) -> Bool {
        if voyage.claim?.id == id { return false }
        // Only ever one contact at a time, so that nobody waits in a circle.
        release(&voyage)
        let ticket = contacts.join([id])
        voyage.claim = Claim(id: id, ticket: ticket)
        if !contacts.mayGo(ticket) {
            desk.depart()
            await contacts.turn(ticket)
            desk.arrive()
        }
        guard let contactGuard else { return false }
        let isNews = try await away { () async throws(IntercomError) in try await contactGuard.claim([id]) }
        voyage.claim?.isGuarded = true
        return isNews
    }

    private func release(_ voyage: inout Voyage) {
        guard let claim = voyage.claim else { return }
        voyage.claim = nil
        if claim.isGuarded { contactGuard?.release([claim.id], wereWritten: claim.isWritten) }
        contacts.leave(claim.ticket)
    }

    private func announce(
        _ action: WriteIntent.Action, _ id: String?, _ attributes: ContactAttributes, _ voyage: inout Voyage
    ) async throws(IntercomError) {
        guard let observer = voyage.observer else { return }
        let earlier = voyage.announced
        if let earlier, earlier.action == action, earlier.id == id, action != .create { return }
        voyage.announced = (action, id)
        let intent = WriteIntent(
            action: action, contactID: id, attributes: attributes,
            updatedAt: voyage.claim?.updatedAt, key: voyage.operation.key,
            replacesEarlier: earlier.map { $0.action == .create || $0.action == .update } ?? false
        ) { [self] in id.flatMap { id in memory.withLock { $0.contact(id) } } }
        try await away { () async throws(IntercomError) in try await observer.willWrite(intent) }
    }

    private func pause(_ number: Int) async throws(IntercomError) {
        let doubled = options.pauseAtUnknown.inSeconds * Double(1 << max(0, min(number - 1, 20)))
        let delay = Duration.seconds(doubled * (0.5 + random.fraction() / 2))
        desk.depart()
        defer { desk.arrive() }
        do { try await time.sleep(for: delay) } catch { throw .cancelled }
    }

    private func wait(until moment: Int64) async throws(IntercomError) {
        let rest = Double(moment) - time.unixTime()
        guard rest > 0 else { return }
        desk.depart()
        defer { desk.arrive() }
        try await rests.rest(for: .seconds(rest))
    }

    /// Keeps what the operation's key turned out to stand for.
    private func remember(_ operation: ContactOperation, _ contact: Contact?, _ outcome: ContactOutcome) {
        guard let key = operation.key, let contact, outcome != .deleted else { return }
        memory.withLock { memory in
            if key.matches(contact) { memory.resolve(key, to: contact.id) }
        }
    }
}
