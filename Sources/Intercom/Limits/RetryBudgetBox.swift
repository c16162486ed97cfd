internal import Synchronization

/// The retry budget that all calls of a client share.
final class RetryBudgetBox: Sendable {
    private let budget: Mutex<RetryBudget>

    init(capacity: Int) { budget = Mutex(RetryBudget(capacity: capacity)) }

    func earn() { budget.withLock { $0.earn() } }
    func spend() -> Bool { budget.withLock { $0.spend() } }
}
