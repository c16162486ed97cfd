internal import Intercom
internal import Synchronization

/// Notes what the operations of one record would write.
final class ChangeRecorder: EngineObserver {
    private let noted = Mutex<[PlannedChange]>([])

    var changes: [PlannedChange] { noted.withLock { $0 } }

    func willWrite(_ intent: WriteIntent) async throws(IntercomError) {
        noted.withLock { $0.append(PlannedChange(intent)) }
    }
}
