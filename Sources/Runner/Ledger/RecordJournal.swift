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
    let untold: UntoldEnds
    /// What earlier runs pushed; nil where nobody wants to know.
    let pushed: PushedPayloads?
    private let now: @Sendable () -> Int64
    private let state: Mutex<State>

    init(
        record: Int, writer: RunWriter, untold: UntoldEnds, pushed: PushedPayloads?, earlier: [OperationEntry],
        now: @escaping @Sendable () -> Int64
    ) {
        self.record = record
        self.writer = writer
        self.untold = untold
        self.pushed = pushed
        self.now = now
        state = Mutex(State(earlier: earlier))
    }

    var last: Last { state.withLock { $0.last } }

    func begin(_ operation: inout ContactOperation) -> (any EngineObserver)? {
        let fingerprint = operation.fingerprint
        let key = operation.key.map(MatchedValue.init)
        let (number, earlier) = state.withLock { state in
            let index = state.earlier.firstIndex { $0.fingerprint == fingerprint }
            let earlier = index.map { state.earlier.remove(at: $0) }
            state.last.key = key
            state.last.payload = fingerprint
            state.count += 1
            return (state.count, earlier)
        }
        operation.earlier = earlier.flatMap(EarlierAttempt.init)
        return OperationRecorder(
            journal: self, place: OperationEntry.Place(record: record, number: number), key: key,
            fingerprint: fingerprint, earlier: earlier, now: now)
    }

    func willRewrite(_ contacts: [String]) async throws(IntercomError) {
        for id in contacts.dropLast() { writer.add(.contactChanged(id)) }
        guard let last = contacts.last else { return }
        do throws(LedgerError) { try await writer.write(.contactChanged(last)) } catch { throw .notBegun(for: error) }
    }

    /// The record's outcome is on its way into the ledger.
    func recordHasEnded() {
        for contact in state.withLock({ $0.untold }) { untold.remove(record: record, contact: contact) }
    }

    func addUntold(_ entry: OperationEntry, contact id: String) {
        state.withLock { $0.untold.append(id) }
        untold.add(entry, contact: id)
    }

    func note(_ action: WriteIntent.Action) { state.withLock { $0.last.action = action.rawValue } }
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
