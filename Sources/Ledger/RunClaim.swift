internal import Synchronization

/// The right to work on a run, which one process has at a time. It ends when it is released, let go of, or when the process
/// ends, however it does.
public final class RunClaim: Sendable {
    private let ending: Mutex<(@Sendable () -> Void)?>

    public init(release: @escaping @Sendable () -> Void) { ending = Mutex(release) }

    deinit { release() }

    public func release() {
        let release = ending.withLock { ending in
            defer { ending = nil }
            return ending
        }
        release?()
    }
}
