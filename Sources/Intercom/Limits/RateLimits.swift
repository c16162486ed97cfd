/// What a response says of the rate limit: calls allowed in a fixed window of ten seconds, shared by everything that
/// uses the same app and workspace.
public struct RateLimits: Sendable, Hashable {
    /// Calls allowed in a window (`X-RateLimit-Limit`).
    public var limit: Int
    /// Calls left in this window (`X-RateLimit-Remaining`).
    public var remaining: Int
    /// When the window ends, in Unix seconds by Intercom's clock (`X-RateLimit-Reset`); it identifies the window.
    public var reset: Int64
    /// When the response was made, by the same clock (`Date`).
    public var date: Int64?

    public init(limit: Int, remaining: Int, reset: Int64, date: Int64? = nil) {
        self.limit = limit
        self.remaining = remaining
        self.reset = reset
        self.date = date
    }

    /// Nil where one of the three headers is absent or no number, as on answers to calls without credentials.
    init?(headers: HeaderFields) {
        guard let limit = headers["X-RateLimit-Limit"].flatMap({ Int($0) }), limit > 0,
            let remaining = headers["X-RateLimit-Remaining"].flatMap({ Int($0) }),
            let reset = headers["X-RateLimit-Reset"].flatMap({ Int64($0) })
        else { return nil }
        self.init(
            limit: limit, remaining: max(0, remaining), reset: reset,
            date: headers["Date"].flatMap(HTTPDate.unixSeconds))
    }
}
