/// How often, and after how long, a call that failed is sent again.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts at one call at most, the first included; answers with 429 do not count.
    public var maximumAttempts = 4
    /// Answers with 429 to one call that are borne before it fails. Each costs waiting for the next window.
    public var maximumRateLimited = 10
    /// The wait before the second attempt; each further one doubles.
    public var baseDelay: Duration = .milliseconds(500)
    /// No wait is longer.
    public var maximumDelay: Duration = .seconds(20)
    /// Retries that all calls together may have in hand; each first attempt earns a part of one.
    public var budget = 50

    public init() {}

    /// Calls are sent once, whatever happens.
    public static var none: RetryPolicy {
        var policy = RetryPolicy()
        policy.maximumAttempts = 1
        policy.maximumRateLimited = 0
        return policy
    }

    /// The wait before attempt `number` (from 2): doubling, capped, and between half and all of that by chance, so that
    /// calls that failed together do not come back together.
    func delay(beforeAttempt number: Int, fraction: Double) -> Duration {
        let doubled = baseDelay.inSeconds * Double(UInt64(1) << UInt64(max(0, min(number - 2, 30))))
        return .seconds(min(doubled, maximumDelay.inSeconds) * (0.5 + fraction / 2))
    }
}
