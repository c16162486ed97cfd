internal import Digests
internal import Intercom
internal import IntercomScripting
internal import Ledger
internal import Synchronization

/// Writes down what the operations of one record are about to do and what they did, and tells them what earlier attempts
/// did.
final class RecordJournal: OperationJournal {
    /// What its last operation did, for the record's entry.
    struct Last: Sendable {
        var action: String?
        var key: MatchedValue?
        var payload: [UInt8]?
    }

    private struct State: Sendable {
        var count = 0
        var last = Last()
        /// The contacts of operations that are among the untold ones.
        var untold: [String] = []
        /// What earlier attempts did, the latest first; without those that were told.
        var earlier: [OperationEntry]
    }

    let record: Int
    let writer: RunWriter
    fileprivate let untold: UntoldEnds
    private let now: @Sendable () -> Int64
    private let state: Mutex<State>

    init(
        record: Int, writer: RunWriter, untold: UntoldEnds, earlier: [OperationEntry],
        now: @escaping @Sendable () -> Int64
    ) {
        self.record = record
        self.writer = writer
        self.untold = untold
        self.now = now
        state = Mutex(State(earlier: earlier))
    }

    var last: Last { state.withLock { $0.last } }

    func begin(_ operation: inout ContactOperation) -> (any EngineObserver)? {
        let fingerprint = operation.fingerprint
        let key = operation.key.map(MatchedValue.init)
        let number = state.withLock { state in
            if let index = state.earlier.firstIndex(where: { $0.fingerprint == fingerprint }) {
                operation.earlier = EarlierAttempt(state.earlier.remove(at: index))
            }
            state.last.key = key
            state.last.payload = fingerprint
            state.count += 1
            return state.count
        }
        return OperationRecorder(
            journal: self, place: OperationEntry.Place(record: record, number: number), key: key,
            fingerprint: fingerprint, now: now)
    }

    /// The record's outcome is on its way into the ledger.
    func recordHasEnded() {
        for contact in state.withLock({ $0.untold }) { untold.remove(record: record, contact: contact) }
    }

    fileprivate func addUntold(_ entry: OperationEntry, contact id: String) {
        state.withLock { $0.untold.append(id) }
        untold.add(entry, contact: id)
    }

    fileprivate func note(_ action: WriteIntent.Action) { state.withLock { $0.last.action = action.rawValue } }
}

/// Operations that found nothing to write and whose records have not ended yet. Before another record writes to the same
/// contact they are written down, so that they are not done again after that.
final class UntoldEnds: Sendable {
    private let entries = Mutex<[String: [OperationEntry]]>([:])

    func add(_ entry: OperationEntry, contact id: String) {
        entries.withLock { $0[id, default: []].append(entry) }
    }

    func take(_ id: String) -> [OperationEntry] { entries.withLock { $0.removeValue(forKey: id) } ?? [] }

    /// The record has ended, which tells all about it.
    func remove(record: Int, contact id: String) {
        entries.withLock { entries in
            guard let kept = entries[id]?.filter({ $0.place.record != record }) else { return }
            entries[id] = kept.isEmpty ? nil : kept
        }
    }
}

/// Writes down what one operation is about to do and what it did.
private final class OperationRecorder: EngineObserver {
    private let journal: RecordJournal
    private let place: OperationEntry.Place
    private let key: MatchedValue?
    private let fingerprint: [UInt8]
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
        now: @escaping @Sendable () -> Int64
    ) {
        self.journal = journal
        self.place = place
        self.key = key
        self.fingerprint = fingerprint
        self.now = now
    }

    func willWrite(_ intent: WriteIntent) async throws(IntercomError) {
        let entry = OperationEntry(
            place: place, fingerprint: fingerprint, action: intent.action.rawValue, key: key,
            contactID: intent.contactID, startedAt: now())
        announced.withLock { $0 = Announced(action: intent.action, updatedAt: intent.current?.updatedAt) }
        journal.note(intent.action)
        if let id = intent.contactID {
            for end in journal.untold.take(id) where end.place != place { journal.writer.add(.intent(end)) }
        }
        do throws(LedgerError) { try await journal.writer.write(.intent(entry)) } catch {
            throw IntercomError(.interrupted, "It was not begun, for it cannot be written down: \(error.message).")
        }
    }

    func didEnd(_ contact: Contact?, _ outcome: ContactOutcome) {
        guard let contact else { return }
        let time = now()
        if let announced = announced.withLock({ $0 }) {
            let written = WrittenContact(
                id: contact.id, email: contact.email, externalID: contact.externalID,
                updatedAt: announced.settled(contact), isGone: outcome == .deleted)
            journal.writer.add(
                .operationEnded(place, OperationEntry.End(outcome: outcome.rawValue, endedAt: time, contact: written)))
            if announced.action == .unarchive { journal.writer.add(.contactReturned(contact.id)) }
        } else {
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
            journal.writer.add(
                .identity(IdentityEntry(key: key, contactID: contact.id, payload: fingerprint, seenAt: time)))
        }
    }

    func didFail(_ error: IntercomError) {
        guard announced.withLock({ $0 }) != nil else { return }
        if !error.mayHaveBeenApplied {
            journal.writer.add(
                .operationEnded(
                    place, OperationEntry.End(outcome: OperationEntry.End.refused, endedAt: now(), contact: nil)))
        }
        if let key { journal.writer.add(.identityLost(key)) }
    }
}

extension ContactOperation {
    /// Stands for all that the operation is to do: equal for equal ones, and as good as never for others.
    var fingerprint: [UInt8] {
        var bytes = attributes.encoded()
        let fields = [
            kind.rawValue, key?.field.rawValue ?? "", key?.value ?? "", onMultiple?.rawValue ?? "",
            restore ? "restore" : "", alwaysUpdate ? "always" : "", expectedEmail ?? "", expectedExternalID ?? "",
        ]
        for field in fields {
            // No byte of UTF-8.
            bytes.append(0xFF)
            bytes.append(contentsOf: field.utf8)
        }
        return Array(Digest.sha256(bytes).prefix(16))
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
