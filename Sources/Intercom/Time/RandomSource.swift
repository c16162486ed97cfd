internal import Seeded
internal import Synchronization

/// Where jitter comes from, so that a test can know it beforehand.
public protocol RandomSource: Sendable {
    /// A number from 0 up to, but not including, 1.
    func fraction() -> Double
}

/// The system's generator.
public struct SystemRandom: RandomSource {
    public init() {}
    public func fraction() -> Double { Double.random(in: 0..<1) }
}

/// The same numbers for the same seed.
public final class SeededRandom: RandomSource {
    private let generator: Mutex<SeededGenerator>

    public init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    public func fraction() -> Double {
        let bits = generator.withLock { $0.next() }
        return Double(bits >> 11) / 9_007_199_254_740_992
    }
}
