internal import Intercom
internal import IntercomScripting
internal import Ledger
internal import Synchronization

/// Notes what the operations of one record would write.
final class ChangeRecorder: OperationJournal, EngineObserver {
    private let noted = Mutex<[(key: MatchingKey?, change: PlannedChange)]>([])

    /// What earlier runs pushed; nil where nobody wants to know.
    private let pushed: PushedPayloads?

    init(pushed: PushedPayloads?) { self.pushed = pushed }

    var changes: [PlannedChange] { noted.withLock { $0.map(\.change) } }

    func begin(_ operation: inout ContactOperation) -> (any EngineObserver)? {
        guard let pushed else { return self }
        return RehearsedOperation(
            recorder: self, pushed: pushed, key: operation.key.map(MatchedValue.init),
            fingerprint: operation.fingerprint)
    }

    func willWrite(_ intent: WriteIntent) async throws(IntercomError) {
        noted.withLock { noted in
            if intent.replacesEarlier, let earlier = noted.lastIndex(where: { $0.key == intent.key }) {
                noted.remove(at: earlier)
            }
            noted.append((intent.key, PlannedChange(intent)))
        }
    }
}
