#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The emulator's own time: the real one, moved; or one that stands still until it is moved.
///
/// Lags and rate-limit windows go by it, so that a test moves on in time without waiting.
public struct EmulatorClock: Sendable {
    /// Milliseconds since 1970, when the clock stands still.
    private var frozen: Int64?
    private var offset: Int64 = 0

    /// Real time.
    public static var running: EmulatorClock { EmulatorClock(frozen: nil) }

    /// A clock that stands still.
    /// - Parameter seconds: Unix seconds.
    public static func frozen(at seconds: Int64) -> EmulatorClock {
        EmulatorClock(frozen: seconds.multipliedReportingOverflow(by: 1000).partialValue)
    }

    private init(frozen: Int64?) { self.frozen = frozen }

    /// Unix seconds.
    public var now: Int64 { milliseconds / 1000 }

    /// Milliseconds since 1970.
    public var milliseconds: Int64 { frozen ?? Self.realMilliseconds() &+ offset }

    /// True while the clock stands still.
    public var isFrozen: Bool { frozen != nil }

    /// Moves the clock, by a negative number into the past.
    public mutating func advance(milliseconds: Int64) {
        if let frozen { self.frozen = frozen &+ milliseconds } else { offset &+= milliseconds }
    }

    /// Sets the clock; one that was running runs on from there.
    public mutating func set(milliseconds: Int64) {
        if frozen != nil { frozen = milliseconds } else { offset = milliseconds &- Self.realMilliseconds() }
    }

    /// Stops the clock where it is, or lets it run on from there.
    public mutating func freeze(_ stops: Bool) {
        let now = milliseconds
        frozen = stops ? now : nil
        if !stops { offset = now &- Self.realMilliseconds() }
    }

    private static func realMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
