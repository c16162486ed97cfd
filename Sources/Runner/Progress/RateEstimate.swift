/// How fast something goes: what was done in the last half minute, so that a wait for the rate limit neither counts for
/// nothing nor forever.
public struct RateEstimate: Sendable, Hashable {
    private struct Sample: Sendable, Hashable {
        var seconds: Double
        var count: Int
    }

    /// Samples are this far apart at least, in seconds.
    private static let spacing = 1.0
    private static let window = 30

    private var samples: [Sample] = []
    private var newest = Sample(seconds: 0, count: 0)

    public init() {}

    /// Notes that so much was done so many seconds after the beginning.
    public mutating func note(_ count: Int, at seconds: Double) {
        newest = Sample(seconds: seconds, count: count)
        if let last = samples.last, seconds - last.seconds < Self.spacing { return }
        if samples.isEmpty { samples.append(Sample(seconds: 0, count: 0)) }
        samples.append(newest)
        if samples.count > Self.window { samples.removeFirst(samples.count - Self.window) }
    }

    /// How much is done in a second; 0 before anything is known.
    public var perSecond: Double {
        let first = samples.first ?? Sample(seconds: 0, count: 0)
        let seconds = newest.seconds - first.seconds
        return seconds > 0 ? Double(newest.count - first.count) / seconds : 0
    }
}
