internal import Intercom
internal import IntercomScripting
internal import Synchronization

/// Notes what the operations of one record would write.
final class ChangeRecorder: OperationJournal, EngineObserver {
    private let noted = Mutex<[(key: MatchingKey?, change: PlannedChange)]>([])

    var changes: [PlannedChange] { noted.withLock { $0.map(\.change) } }

    func begin(_ operation: inout ContactOperation) -> (any EngineObserver)? { self }

    func willWrite(_ intent: WriteIntent) async throws(IntercomError) {
        noted.withLock { noted in
            if intent.replacesEarlier, let earlier = noted.lastIndex(where: { $0.key == intent.key }) {
                noted.remove(at: earlier)
            }
            noted.append((intent.key, PlannedChange(intent)))
        }
    }
}
