internal import Synchronization

/// Where whoever reads an input says how far they are, for others to see.
final class InputMeter: Sendable {
    private let state = Mutex(InputProgress())

    var progress: InputProgress { state.withLock { $0 } }

    func begin(totalBytes: Int?, limit: Int?) {
        state.withLock { progress in
            progress.totalBytes = totalBytes
            progress.limit = limit
        }
    }

    func note(records: Int, bytes: Int) {
        state.withLock { progress in
            progress.records = records
            progress.bytes = bytes
        }
    }

    func noteEnd(records: Int) {
        state.withLock { progress in
            progress.records = records
            progress.isComplete = true
        }
    }
}
