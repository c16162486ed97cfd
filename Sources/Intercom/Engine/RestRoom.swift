internal import Synchronization

/// Where operations wait that have nothing to do for minutes, until they may go on or the room is closed.
final class RestRoom: Sendable {
    private struct State: Sendable {
        var isClosed = false
        var lastNumber = 0
        var resting: [Int: Task<Void, any Error>] = [:]
    }

    private let time: any TimeSource
    private let state = Mutex(State())

    init(time: any TimeSource) { self.time = time }

    /// - Throws: `interrupted` when the room is closed before the time is over.
    func rest(for duration: Duration) async throws(IntercomError) {
        let time = time
        let task = Task { try await time.sleep(for: duration) }
        let number = state.withLock { state in
            state.lastNumber += 1
            if state.isClosed { task.cancel() } else { state.resting[state.lastNumber] = task }
            return state.lastNumber
        }
        defer { state.withLock { _ = $0.resting.removeValue(forKey: number) } }
        do {
            try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw .cancelled
        }
    }

    /// Sends everybody away, also those who come later.
    func close() {
        let resting = state.withLock { state in
            state.isClosed = true
            return state.resting.values
        }
        for task in resting { task.cancel() }
    }
}
