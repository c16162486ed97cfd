/// What the headers `X-RateLimit-Limit`, `-Remaining` and `-Reset` say.
public struct RateHeaders: Sendable, Hashable {
    /// Requests in one window of ten seconds.
    public var limit: Int
    public var remaining: Int
    /// When the window ends, Unix seconds.
    public var reset: Int64
}

/// Intercom's rate limit: fixed windows of ten seconds that all begin at the same second, counted for each app
/// [recorded].
struct RateLimiter: Sendable {
    static let windowSeconds: Int64 = 10

    /// Requests in one window; nil: unlimited, and no headers.
    let limit: Int?
    /// Added to `X-RateLimit-Reset`: clocks of two machines differ, by two seconds in the recordings.
    let resetSkew: Int64
    let remainingHeader: EmulatorBehaviour.RemainingHeader
    private var window: Int64 = .min
    private var used: [String: Int] = [:]

    init(limit: Int?, resetSkew: Int64, remainingHeader: EmulatorBehaviour.RemainingHeader) {
        self.limit = limit
        self.resetSkew = resetSkew
        self.remainingHeader = remainingHeader
    }

    /// Counts a request.
    /// - Parameters:
    ///   - app: its token.
    ///   - now: Unix seconds.
    /// - Returns: the headers of its answer, and whether it is one too many; nil where nothing is limited.
    mutating func count(app: String, now: Int64) -> (headers: RateHeaders, isExceeded: Bool)? {
        guard let limit else { return nil }
        let start = now - now % Self.windowSeconds
        if start != window {
            window = start
            used.removeAll(keepingCapacity: true)
        }
        let before = used[app, default: 0]
        used[app] = before + 1
        let shown = remainingHeader == .beforeRequest ? before : before + 1
        let headers = RateHeaders(
            limit: limit, remaining: max(0, limit - shown), reset: start + Self.windowSeconds + resetSkew)
        return (headers, before >= limit)
    }
}
