/// Decides, for one call, what follows an attempt: a pure state machine.
///
/// 429 is never the call's fault: it waits in the gate for the next window, and does not use up attempts. 409 and every
/// other 4xx is an answer, never retried.
struct RetryMachine: Sendable {
    enum Event: Sendable, Hashable {
        /// An answer with this status came.
        case answered(status: Int)
        /// 2xx, but the body is no JSON or not what it should be.
        case unreadable
        /// No answer.
        case failed(TransportError)
    }

    enum Action: Sendable, Hashable {
        /// The attempt's result is the call's result.
        case finish
        /// Send again after waiting; the budget must be asked first.
        case retry(after: Duration)
        /// Send again as soon as the gate lets it.
        case retryThroughGate
    }

    let policy: RetryPolicy
    let repeatability: Repeatability
    private(set) var attempts = 1
    private(set) var rateLimited = 0
    /// Whether an attempt so far may have been carried out although it failed.
    private(set) var mayHaveBeenApplied = false

    init(policy: RetryPolicy, repeatability: Repeatability) {
        self.policy = policy
        self.repeatability = repeatability
    }

    /// - Parameter fraction: chance, from 0 to 1, for the jitter.
    mutating func next(after event: Event, fraction: Double) -> Action {
        switch event {
        case .answered(429):
            rateLimited += 1
            return rateLimited <= policy.maximumRateLimited ? .retryThroughGate : .finish
        case .answered(let status) where status >= 500 || status == 408:
            mayHaveBeenApplied = true
            return again(if: repeatability.afterServerError, fraction)
        case .answered: return .finish
        case .unreadable:
            mayHaveBeenApplied = true
            return again(if: repeatability.afterServerError, fraction)
        case .failed(.notSent): return again(if: true, fraction)
        case .failed(.untrusted): return .finish
        case .failed(.cancelled), .failed(.responseTooLarge):
            mayHaveBeenApplied = true
            return .finish
        case .failed:
            mayHaveBeenApplied = true
            return again(if: repeatability.afterLoss, fraction)
        }
    }

    private mutating func again(if safe: Bool, _ fraction: Double) -> Action {
        guard safe, attempts < policy.maximumAttempts else { return .finish }
        attempts += 1
        return .retry(after: policy.delay(beforeAttempt: attempts, fraction: fraction))
    }
}
