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

/// The same numbers for the same seed (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
public final class SeededRandom: RandomSource {
    private let state: Mutex<UInt64>

    public init(seed: UInt64) { state = Mutex(seed) }

    public func fraction() -> Double {
        let bits = state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        return Double(bits >> 11) / 9_007_199_254_740_992
    }
}
