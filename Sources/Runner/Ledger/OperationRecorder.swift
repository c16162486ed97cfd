internal import Intercom
internal import Ledger
internal import Synchronization

/// Writes down what one operation is about to do and what it did.
final class OperationRecorder: EngineObserver {
    private let journal: RecordJournal
    private let place: OperationEntry.Place
    private let key: MatchedValue?
    private let fingerprint: [UInt8]
    /// What the ledger says of an earlier attempt at the operation.
    private let earlier: OperationEntry?
    private let now: @Sendable () -> Int64
    private let announced = Mutex<Announced?>(nil)

    private struct Announced: Sendable {
        var action: WriteIntent.Action
        /// When the contact had been changed last, as far as that was known.
        var updatedAt: Int64?

        /// From when on an index that shows the contact must show the write too. Time is counted in seconds: where the
        /// contact may have been changed twice in one, only the next one tells.
        func settled(_ contact: Contact) -> Int64? {
            let isFirst = action == .create || updatedAt.map { $0 != contact.updatedAt } ?? false
            return isFirst ? contact.updatedAt : contact.updatedAt.map { $0 + 1 }
        }
    }

    init(
        journal: RecordJournal, place: OperationEntry.Place, key: MatchedValue?, fingerprint: [UInt8],
        earlier: OperationEntry?, now: @escaping @Sendable () -> Int64
    ) {
        self.journal = journal
        self.place = place
        self.key = key
        self.fingerprint = fingerprint
        self.earlier = earlier
        self.now = now
    }

    func pushedContact() async -> String? { await journal.pushed?.contact(key, fingerprint) }

    func willWrite(_ intent: WriteIntent) async throws(IntercomError) {
        let entry = OperationEntry(
            place: place, fingerprint: fingerprint, action: intent.action.rawValue, key: key,
            contactID: intent.contactID, startedAt: now())
        announced.withLock { $0 = Announced(action: intent.action, updatedAt: intent.updatedAt) }
        journal.note(intent.action)
        if let id = intent.contactID {
            for end in journal.untold.take(id) where end.place != place { journal.writer.add(.intent(end)) }
        }
        do throws(LedgerError) { try await journal.writer.write(.intent(entry)) } catch { throw .notBegun(for: error) }
    }

    func didEnd(_ contact: Contact?, _ outcome: ContactOutcome) {
        guard let contact else { return }
        let time = now()
        if let write = announced.withLock({ $0 }) ?? noteFoundWrite(outcome) {
            let written = WrittenContact(
                id: contact.id, email: contact.email, externalID: contact.externalID,
                updatedAt: write.settled(contact), isGone: outcome == .deleted)
            journal.writer.add(
                .operationEnded(place, OperationEntry.End(outcome: outcome.rawValue, endedAt: time, contact: written)))
            if write.action == .unarchive { journal.writer.add(.contactReturned(contact.id)) }
        } else if earlier?.end?.outcome != outcome.rawValue {
            var entry = OperationEntry(
                place: place, fingerprint: fingerprint, action: OperationEntry.nothing, key: key, contactID: contact.id,
                startedAt: time)
            entry.end = OperationEntry.End(outcome: outcome.rawValue, endedAt: time, contact: nil)
            journal.addUntold(entry, contact: contact.id)
        }
        guard let key else { return }
        if outcome == .deleted {
            journal.writer.add(.identityLost(key))
        } else {
            let identity = IdentityEntry(key: key, contactID: contact.id, seenAt: time)
            journal.writer.add(.identity(identity, holding: fingerprint))
        }
    }

    /// Writes down as this attempt's what an earlier one wrote without noting how that ended: the search may be as far
    /// behind it as behind any write. Nil where there is no such thing.
    private func noteFoundWrite(_ outcome: ContactOutcome) -> Announced? {
        guard outcome != .unchanged, var entry = earlier, entry.end == nil,
            let action = WriteIntent.Action(rawValue: entry.action)
        else { return nil }
        entry.place = place
        journal.writer.add(.intent(entry))
        return Announced(action: action, updatedAt: nil)
    }

    func didFail(_ error: IntercomError) {
        guard announced.withLock({ $0 }) != nil else { return }
        if !error.mayHaveBeenApplied {
            journal.writer.add(
                .operationEnded(
                    place, OperationEntry.End(outcome: OperationEntry.End.refused, endedAt: now(), contact: nil)))
        }
    }
}

extension IntercomError {
    /// What is not written down is not done.
    static func notBegun(for error: LedgerError) -> IntercomError {
        IntercomError(.interrupted, "It was not begun, for it cannot be written down: \(error.message).")
    }
}

extension MatchedValue {
    init(_ key: MatchingKey) { self.init(field: key.field.rawValue, value: key.value) }
}

extension EarlierAttempt {
    /// Nil for what is no operation of the engine.
    init?(_ entry: OperationEntry) {
        let isNothing = entry.action == OperationEntry.nothing
        guard let action = isNothing ? .update : WriteIntent.Action(rawValue: entry.action) else { return nil }
        self.init(
            action, contactID: entry.end?.contact?.id ?? entry.contactID, time: (entry.startedAt + 999) / 1000,
            outcome: entry.end.flatMap { ContactOutcome(rawValue: $0.outcome) })
    }
}
