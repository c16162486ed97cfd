import Glibc
import Synchronization

/// A thread that runs one or several Lua states, as a serial executor for the actors that own them.
///
/// Lua needs at least 512 KB of C stack, and a script may run for seconds: neither suits Swift's cooperative pool. So every
/// state is confined to a thread of its own, whose stack has a known size.
///
/// ```swift
/// actor Host {
///   let executor = LuaExecutor()
///   nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
/// }
/// ```
public final class LuaExecutor: SerialExecutor {
    /// The stack of the thread, in bytes.
    public static let stackSize = 8 << 20

    private let queue = JobQueue()

    /// Starts the thread. It ends after the executor is released and its last job is done.
    public init(name: String = "lua") {
        let queue = Unmanaged.passRetained(self.queue)
        queue.takeUnretainedValue().name = name
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, &attributes, { context in LuaExecutor.work(context) }, queue.toOpaque())
        pthread_attr_destroy(&attributes)
        // Without a thread nothing can be run at all, and no caller could go on.
        precondition(failure == 0, "cannot start a thread for Lua: error \(failure)")
    }

    deinit { queue.close() }

    private static func work(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context else { return nil }
        let queue = Unmanaged<JobQueue>.fromOpaque(context).takeRetainedValue()
        queue.run()
        return nil
    }

    /// Runs a job of an actor some time later.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.add(.job(job, asUnownedSerialExecutor()))
    }

    /// What an actor names as its executor.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Ends the process where the caller is not on this thread; Swift asks this to check an assumption.
    public func checkIsolated() { precondition(isCurrent, "not on the thread of this Lua executor") }

    /// The same as ``isCurrent``, for Swift to ask.
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Whether the caller runs on this executor's thread.
    public var isCurrent: Bool { queue.isCurrent }

    /// Runs `body` on the thread some time later, without waiting for it.
    func submit(_ body: @escaping @Sendable () -> Void) { queue.add(.block(body)) }

    /// Runs `body` on the thread and waits for its result: for programs without concurrency of their own.
    ///
    /// Blocks the caller, which therefore must not be a task of the cooperative pool that the work depends on.
    public func sync<Result: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if isCurrent { return try body() }
        let answer = Answer<Result, Failure>()
        submit { answer.set(Swift.Result { () throws(Failure) in try body() }) }
        return try answer.wait().get()
    }
}

/// A result that another thread waits for.
private final class Answer<Success: Sendable, Failure: Error>: Sendable {
    private let value = Mutex<Result<Success, Failure>?>(nil)
    private let ready = Condition()

    func set(_ result: Result<Success, Failure>) {
        ready.signal { value.withLock { $0 = result } }
    }

    func wait() -> Result<Success, Failure> {
        while true {
            if let result = value.withLock({ $0 }) { return result }
            ready.wait { value.withLock { $0 == nil } }
        }
    }
}
