public import Intercom
import Synchronization

/// Time that passes only by sleeping, which takes none.
public final class InstantTime: TimeSource {
    private let nanoseconds = Mutex<Int64>(1_000_000_000_000)

    public init() {}

    public func now() -> Moment { Moment(nanoseconds: nanoseconds.withLock { $0 }) }

    public func unixTime() -> Double { 1_700_000_000 + Double(nanoseconds.withLock { $0 }) / 1e9 }

    public func sleep(for duration: Duration) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
        nanoseconds.withLock { $0 += Int64(duration / .nanoseconds(1)) }
        await Task.yield()
    }
}

/// Time in which nothing that waits for it ever goes on, until it is cancelled.
public struct StoppedTime: TimeSource {
    public init() {}

    public func now() -> Moment { Moment(nanoseconds: 1_000_000_000_000) }

    public func unixTime() -> Double { 1_700_000_000 }

    public func sleep(for duration: Duration) async throws(CancellationError) {
        let (never, end) = AsyncStream.makeStream(of: Void.self)
        await withTaskCancellationHandler {
            for await _ in never {}
        } onCancel: {
            end.finish()
        }
        throw CancellationError()
    }
}
