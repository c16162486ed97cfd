/// How long things took: how many of them, up to each of some bounds.
public struct DurationHistogram: Sendable, Hashable {
    /// Seconds up to which each count but the last counts, that moment included.
    public static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    /// How many took no longer than the bound of the same position, and longer than the one before; the last is of those that
    /// took longer than all bounds.
    public private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    /// Seconds that all took together.
    public private(set) var seconds = 0.0

    public init() {}

    /// How many there were.
    public var total: Int { counts.reduce(0, +) }

    mutating func add(_ duration: Duration) {
        let seconds = duration.inSeconds
        self.seconds += seconds
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
    }
}
