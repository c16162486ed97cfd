import CLuaBridge

/// A Lua 5.4 state, confined to the thread of its ``LuaExecutor``.
///
/// It is not sendable: whoever holds it is on its thread. Values that come out of it (``LuaValue``, ``LuaTable``, …) are,
/// and name things in it for as long as they are kept.
///
/// ```swift
/// let lua = try LuaState(executor: executor)
/// try lua.set("greet", .function { (name: String) in "Hello, " + name })
/// let text = try lua.evaluate("return greet('Ada')", as: String.self)
/// ```
public final class LuaState {
    /// What its scripts may use.
    public let configuration: LuaConfiguration
    let core: LuaCore
    let executor: LuaExecutor
    @usableFromInline let bridge: OpaquePointer
    /// What the host function that just suspended its coroutine waits for.
    var pending: LuaPendingOperation?
    /// What the host gave to the call that is running, see ``run(_:_:timeLimit:renewsTime:context:isolation:)``: tells host functions on
    /// whose behalf they are called.
    public internal(set) var context: AnyObject?
    /// Nanoseconds that the call that is running may be given anew; 0 where its time is not renewed.
    var renewal: UInt64 = 0
    /// Metatables of host classes, by type.
    var metatables: [ObjectIdentifier: LuaTable] = [:]
    /// Why a table could not be read to its end; see ``checkReading()``.
    var readingFailure: LuaError?
    var printed = 0
    /// A tape that is not in use, kept for its memory.
    var spareTape: UnsafeMutablePointer<lb_tape>?
    /// Where `print` writes a line, without its newline.
    public var output: (String) -> Void = { print($0) }

    var face: LuaFace { LuaFace(bridge) }

    /// The stack that operations use: the main one, or that of the coroutine whose host function is running.
    var stack: OpaquePointer {
        get { face.stack }
        set { face.stack = newValue }
    }

    /// Opens a state on the thread of `executor`, where the caller must already be.
    ///
    /// - Throws: ``LuaError`` of kind memory where the limit does not allow for the standard libraries.
    public init(executor: LuaExecutor, configuration: LuaConfiguration = LuaConfiguration()) throws(LuaError) {
        guard executor.isCurrent else {
            throw LuaError(.runtime, "a Lua state must be opened on the thread of its executor")
        }
        var callbacks = lb_callbacks(
            call: LuaHostFunction.entry, release: LuaHostFunction.release, print: LuaState.receiveLine)
        let limit = configuration.memoryLimit.map { max(1, $0) } ?? 0  // for the bridge 0 is none
        let failing = configuration.failingAllocation
        guard let bridge = lb_open(&callbacks, limit, configuration.isTrusted, failing) else {
            throw LuaError(.memory, "not enough memory for a Lua state")
        }
        self.configuration = configuration
        self.executor = executor
        self.core = LuaCore(bridge)
        self.bridge = bridge
        face.pointer.pointee.host = Unmanaged.passUnretained(self).toOpaque()
        face.pointer.pointee.budget = configuration.timeLimit?.nanoseconds ?? 0
        try prepare()
    }

    deinit {
        let core = self.core
        if let tape = spareTape { discard(tape) }
        // What is called while the state closes finds no host any more.
        lb_leave_host(bridge)
        if executor.isCurrent { lb_close(core.bridge) } else { executor.submit { lb_close(core.bridge) } }
    }

    private func prepare() throws(LuaError) {
        if !configuration.isTrusted { try installRequire() }
        if let determinism = configuration.determinism {
            lb_freeze_time(bridge, determinism.time)
            try check(lb_seed_random(bridge, stack, determinism.seed))
        }
    }

    /// Moves the time of a state whose time stands still: what `os.time()` answers, in Unix seconds.
    public func freezeTime(at time: Int64) { lb_freeze_time(bridge, time) }

    /// Bytes of memory in use, and the most that ever were.
    public var memory: (used: Int, peak: Int) { (lb_memory_used(bridge), lb_memory_peak(bridge)) }

    /// Runs a full garbage collection.
    public func collectGarbage() throws(LuaError) { try check(entering { lb_collect(bridge, stack) }) }

    /// A handle with which any thread can end the script that runs.
    public var interrupter: LuaInterrupter { LuaInterrupter(core: core) }
}

/// Ends a running script from another thread.
public struct LuaInterrupter: Sendable {
    let core: LuaCore

    /// Ends whatever script of the state runs now, and those that wait for a host function once they go on, with an error of
    /// kind ``LuaError/Kind/interrupted`` that they cannot catch. Does nothing where there is none.
    public func interrupt() { lb_interrupt(core.bridge, Int32(LB_KILL_INTERRUPT), 0) }
}
