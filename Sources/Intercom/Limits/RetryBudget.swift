/// Retries that all calls of a client share, so that a failing server is not met with a multiple of the traffic: every
/// first attempt earns a fifth of a retry, up to the capacity, and every retry costs one.
struct RetryBudget: Sendable {
    private static let earnedPerCall = 0.2
    private let capacity: Double
    private var balance: Double

    init(capacity: Int) {
        self.capacity = Double(capacity)
        balance = Double(capacity)
    }

    mutating func earn() { balance = min(capacity, balance + Self.earnedPerCall) }

    /// Whether there is a retry left; takes it.
    mutating func spend() -> Bool {
        guard balance >= 1 else { return false }
        balance -= 1
        return true
    }
}
