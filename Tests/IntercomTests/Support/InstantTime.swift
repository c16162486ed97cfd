import Intercom
import Synchronization

/// Time that passes only by sleeping, which takes none.
final class InstantTime: TimeSource {
    private struct State {
        var now: Int64 = 1_000_000_000_000
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())

    /// Every wait so far.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func now() -> Moment { Moment(nanoseconds: state.withLock { $0.now }) }

    func unixTime() -> Double { 1_700_000_000 + Double(state.withLock { $0.now }) / 1e9 }

    func sleep(for duration: Duration) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
        state.withLock { state in
            state.sleeps.append(duration)
            state.now += Int64(duration / .nanoseconds(1))
        }
        await Task.yield()
    }
}

/// Always the same "chance".
struct FixedRandom: RandomSource {
    var value: Double
    init(_ value: Double = 0) { self.value = value }
    func fraction() -> Double { value }
}
