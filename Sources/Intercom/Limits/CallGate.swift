internal import Synchronization

/// What every call passes before it goes out: waits for a place among the calls in flight, for the rate limit and for
/// this process's share of it, first come first served.
///
/// The way through is synchronous while there is room; only a call that has to wait suspends.
final class CallGate: Sendable {
    private struct State: Sendable {
        var window = RateLimitWindow()
        var cap: CallCap
        var concurrency: AdaptiveConcurrency
        var inFlight = 0
        var line = WaitLine()
        /// When the timer that is running goes off.
        var timer: Moment?
        var waits = 0
        var waited: Duration = .zero
        var isClosed = false

        /// Whether limits and cap let a call go.
        mutating func admission(at now: Moment) -> RateLimitWindow.Admission {
            if case .wait(let until) = cap.admission(at: now) { return .wait(until: until) }
            return window.admission(at: now)
        }

        mutating func admitted(at now: Moment) {
            inFlight += 1
            window.sent(at: now)
            cap.noteSent(at: now)
        }
    }

    private enum Entry {
        case admitted
        case mustWait
    }

    private let state: Mutex<State>
    private let time: any TimeSource
    private let random: any RandomSource

    /// - Parameter cap: calls in any ten seconds at most; nil for as many as the limits allow.
    init(concurrency: Int, cap: Int? = nil, time: any TimeSource, random: any RandomSource) {
        state = Mutex(State(cap: CallCap(calls: cap), concurrency: AdaptiveConcurrency(maximum: concurrency)))
        self.time = time
        self.random = random
    }

    /// The newest rate limit reported by Intercom.
    var limits: RateLimits? { state.withLock { $0.window.limits } }

    /// The window that this came with; nil where none was announced.
    var announcedWindow: AnnouncedWindow? {
        let now = time.now()
        return state.withLock { $0.window.announced(at: now) }
    }

    /// From now on all who make calls take them out of one budget.
    func trustBudget() { state.withLock { $0.window.sharesBudget = true } }

    /// Calls that wait for a place or for the rate limit.
    var waiting: Int { state.withLock { $0.line.count } }

    /// How many calls had to wait before they could go, and how long all of them together.
    var waits: (count: Int, duration: Duration) { state.withLock { ($0.waits, $0.waited) } }

    /// From now on at most so many calls are in flight; those that are already stay.
    func limitConcurrency(to maximum: Int) {
        state.withLock { $0.concurrency.change(maximum: maximum) }
        advance()
    }

    /// Sends away who waits and who comes; what is in flight is not concerned.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            var waiting: [CheckedContinuation<Bool, Never>] = []
            while let next = state.line.next() { waiting.append(next) }
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: false) }
    }

    /// Lets calls in again.
    func open() { state.withLock { $0.isClosed = false } }

    /// Waits until a call may go. Follow it by `leave` or `leaveUnanswered`.
    ///
    /// - Throws: when the task is cancelled while it waits, and while the gate is closed.
    func enter() async throws(CancellationError) {
        if state.withLock({ $0.isClosed }) { throw CancellationError() }
        let began = time.now()
        if state.withLock({ Self.tryEnter(&$0, at: began) }) { return }
        let ticket = state.withLock { $0.line.ticket() }
        let admitted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let cancelled = state.withLock { state in
                    !state.line.wait(ticket, continuation) || (state.isClosed && state.line.cancel(ticket) != nil)
                }
                if cancelled { continuation.resume(returning: false) } else { advance() }
            }
        } onCancel: {
            state.withLock { $0.line.cancel(ticket) }?.resume(returning: false)
        }
        guard admitted else { throw CancellationError() }
        let duration = time.now() - began
        state.withLock { state in
            state.waits += 1
            state.waited += duration
        }
    }

    /// A call that passed was answered.
    func leave(status: Int, limits: RateLimits?) {
        let (now, wallClock, fraction) = (time.now(), limits?.date == nil ? time.unixTime() : 0, random.fraction())
        state.withLock { state in
            state.inFlight -= 1
            state.window.answered(status: status, limits: limits, at: now, wallClock: wallClock, fraction: fraction)
            if status == 503 || status == 504 || (status == 429 && limits == nil) {
                state.concurrency.overloaded(at: now)
            } else if status < 500 {
                state.concurrency.succeeded()
            }
        }
        advance()
    }

    /// A call that passed got no answer, or was not made.
    func leaveUnanswered(overloaded: Bool) {
        let now = time.now()
        state.withLock { state in
            state.inFlight -= 1
            state.window.lost()
            if overloaded { state.concurrency.overloaded(at: now) }
        }
        advance()
    }

    /// Nobody overtakes those who already wait.
    private static func tryEnter(_ state: inout State, at now: Moment) -> Bool {
        guard state.line.isEmpty, state.inFlight < state.concurrency.current,
            case .go = state.admission(at: now)
        else { return false }
        state.admitted(at: now)
        return true
    }

    /// Lets in as many of those who wait as may go, and sees to it that somebody looks again when that changes with time.
    private func advance() {
        let now = time.now()
        var admitted: [CheckedContinuation<Bool, Never>] = []
        let wakeAt: Moment? = state.withLock { state in
            while !state.line.isEmpty, state.inFlight < state.concurrency.current {
                switch state.admission(at: now) {
                case .go:
                    guard let next = state.line.next() else { return nil }
                    state.admitted(at: now)
                    admitted.append(next)
                case .wait(let until):
                    if let timer = state.timer, timer <= until { return nil }
                    state.timer = until
                    return until
                }
            }
            return nil
        }
        for continuation in admitted { continuation.resume(returning: true) }
        if let wakeAt { wake(at: wakeAt, now: now) }
    }

    private func wake(at moment: Moment, now: Moment) {
        Task {
            try? await time.sleep(for: moment - now)
            state.withLock { if $0.timer == moment { $0.timer = nil } }
            advance()
        }
    }
}
