import Emulator
import Intercom
import Synchronization

/// An emulator without a socket whose calls take time, and a clock that moves on to the next event when everybody waits:
/// so calls overlap and clients wait side by side as they do for real, in no time.
final class ScheduledWorld: HTTPTransport, TimeSource {
    private struct Sleeper: Sendable {
        var id: UInt64
        var due: Int64
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State: Sendable {
        var now: Int64 = 0
        var sleepers: [Sleeper] = []
        var lastID: UInt64 = 0
        /// Counts whatever happens.
        var activity = 0
    }

    let core: EmulatorCore
    private let start: Int64 = 1_800_000_000
    private let state = Mutex(State())
    private let random: SeededRandom
    private let base: String
    private let latency: Double

    /// - Parameter latency: seconds that a call takes each way, on average.
    init(_ configuration: EmulatorConfiguration, seed: UInt64, base: BaseURL, latency: Double) throws {
        var configuration = configuration
        configuration.clock = .frozen(at: start)
        core = try EmulatorCore(configuration)
        random = SeededRandom(seed: seed)
        self.base = base.description
        self.latency = latency
    }

    /// Seconds that have passed.
    var elapsed: Double { Double(state.withLock { $0.now }) / 1e9 }

    func now() -> Moment { Moment(nanoseconds: state.withLock { $0.now }) }

    func unixTime() -> Double { Double(start) + elapsed }

    func sleep(for duration: Duration) async throws(CancellationError) {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let slept = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    state.activity += 1
                    let due = state.now + max(0, Int64(duration / .nanoseconds(1)))
                    state.sleepers.append(Sleeper(id: id, due: due, continuation: continuation))
                }
            }
        } onCancel: {
            state.withLock { state in
                state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0).continuation }
            }?.resume(returning: false)
        }
        if !slept { throw CancellationError() }
    }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        try await travel()
        let delivery = core.deliver(
            EmulatorRequest(
                method: .init(name: call.method.rawValue), target: String(call.url.dropFirst(base.count)),
                authorization: call.headers["Authorization"], version: call.headers["Intercom-Version"],
                accept: call.headers["Accept"], body: call.body ?? []))
        try await travel()
        return HTTPAnswer(
            status: delivery.answer.status,
            headers: HeaderFields(delivery.answer.headers.map { .init(name: $0.name, value: $0.value) }),
            body: delivery.answer.body)
    }

    private func travel() async throws(TransportError) {
        do { try await sleep(for: .seconds(latency * (0.5 + random.fraction()))) } catch { throw .cancelled }
    }

    /// Lets the time pass for as long as `body` takes.
    func run<Value: Sendable>(_ body: @Sendable @escaping () async throws -> Value) async throws -> Value {
        let clock = Task { await passTime() }
        defer { clock.cancel() }
        return try await body()
    }

    private func passTime() async {
        while !Task.isCancelled {
            let before = state.withLock { $0.activity }
            for _ in 0..<20 { await Task.yield() }
            let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
                guard state.activity == before,
                    let index = state.sleepers.indices.min(by: { state.sleepers[$0].due < state.sleepers[$1].due })
                else { return nil }
                let sleeper = state.sleepers.remove(at: index)
                let milliseconds = sleeper.due / 1_000_000 - state.now / 1_000_000
                state.now = max(state.now, sleeper.due)
                if milliseconds > 0 { core.advanceClock(seconds: Double(milliseconds) / 1000) }
                state.activity += 1
                return sleeper.continuation
            }
            next?.resume(returning: true)
        }
    }
}
