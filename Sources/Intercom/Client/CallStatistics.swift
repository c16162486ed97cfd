internal import Synchronization

/// Calls made so far: every request that was sent counts, retries and refused ones too, as Intercom counts them.
public struct CallStatistics: Sendable, Hashable {
    /// All calls.
    public var total = 0
    /// Calls by method and path pattern (`POST /contacts`); requests written by hand are under `other`.
    public var byEndpoint: [String: Int] = [:]
    /// Calls that repeated an earlier one after a failure or 429.
    public var retries = 0
    /// Answers with 429.
    public var rateLimited = 0
    /// How long calls took from being sent to their answer, or to there being none.
    public var durations = DurationHistogram()
    /// Calls that had to wait until they could be sent, for the rate limit or for others to end.
    public var waits = 0
    /// Seconds that these waited together.
    public var secondsWaited = 0.0
}

/// Where calls are counted.
final class CallCounter: Sendable {
    private struct Counts: Sendable {
        var byEndpoint = [Int](repeating: 0, count: Endpoint.allCases.count)
        var retries = 0
        var rateLimited = 0
        var durations = DurationHistogram()
    }

    private let counts = Mutex(Counts())

    func sent(_ endpoint: Endpoint, isRetry: Bool) {
        counts.withLock { counts in
            counts.byEndpoint[endpoint.rawValue] += 1
            if isRetry { counts.retries += 1 }
        }
    }

    func ended(after duration: Duration) { counts.withLock { $0.durations.add(duration) } }

    func rateLimited() { counts.withLock { $0.rateLimited += 1 } }

    var statistics: CallStatistics {
        let counts = counts.withLock { $0 }
        var statistics = CallStatistics()
        statistics.retries = counts.retries
        statistics.rateLimited = counts.rateLimited
        statistics.durations = counts.durations
        for endpoint in Endpoint.allCases where counts.byEndpoint[endpoint.rawValue] > 0 {
            statistics.byEndpoint[endpoint.label] = counts.byEndpoint[endpoint.rawValue]
            statistics.total += counts.byEndpoint[endpoint.rawValue]
        }
        return statistics
    }
}
