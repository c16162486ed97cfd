import Intercom
import Synchronization

/// Time that passes when a test says so.
final class ManualTime: TimeSource {
    private struct Sleeper {
        var until: Int64
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Int64 = 0
        var sleepers: [Sleeper] = []
    }

    private let state = Mutex(State())

    var sleeping: Int { state.withLock { $0.sleepers.count } }

    func now() -> Moment { Moment(nanoseconds: state.withLock { $0.now }) }

    func unixTime() -> Double { 1_700_000_000 + Double(state.withLock { $0.now }) / 1e9 }

    func sleep(for duration: Duration) async throws(CancellationError) {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                let until = state.now + Int64(duration / .nanoseconds(1))
                guard until > state.now else { return true }
                state.sleepers.append(Sleeper(until: until, continuation: continuation))
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += Int64(duration / .nanoseconds(1))
            let due = state.sleepers.filter { $0.until <= state.now }
            state.sleepers.removeAll { $0.until <= state.now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }
}

/// Lets other tasks run until something is so. It gives up after very many turns, for a test to fail rather than hang.
func eventually(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<100_000 {
        if condition() { return true }
        await Task.yield()
    }
    return condition()
}
