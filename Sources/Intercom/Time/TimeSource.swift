internal import FoundationEssentials

/// Where a client takes time from, and how it waits, so that tests need neither.
public protocol TimeSource: Sendable {
    /// Now, on a clock that never goes back.
    func now() -> Moment
    /// Now, on the calendar: seconds since 1970. Only used where a response has no `Date` of its own.
    func unixTime() -> Double
    /// Waits. Returns early, by throwing, when the task is cancelled.
    func sleep(for duration: Duration) async throws(CancellationError)
}

/// The machine's own clocks.
public struct SystemTime: TimeSource {
    private static let origin = ContinuousClock.now

    public init() {}

    public func now() -> Moment { Moment(nanoseconds: (ContinuousClock.now - Self.origin).nanoseconds) }

    public func unixTime() -> Double { Date().timeIntervalSince1970 }

    public func sleep(for duration: Duration) async throws(CancellationError) {
        do { try await Task.sleep(for: duration) } catch { throw CancellationError() }
    }
}
