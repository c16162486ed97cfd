import CLuaBridge
import Synchronization

extension LuaState {
    /// Calls a function in a coroutine of its own, in which host functions may wait; meanwhile other work of this thread goes on.
    ///
    /// Cancelling the task interrupts the script, or ends it where it waits.
    ///
    /// To be called from the actor whose executor is the state's, which `isolation` is by itself; from anywhere else it
    /// throws.
    ///
    /// - Parameters:
    ///   - timeLimit: Lua's own time for the whole call, waiting not counted; nil for the configuration's.
    ///   - renewsTime: whether that time begins anew after each wait, and at ``renewTime()``.
    ///   - context: what host functions find as ``context`` while this call runs.
    /// - Returns: all results.
    public func run<each Argument: LuaPushable>(
        _ function: LuaFunction, _ arguments: repeat each Argument, timeLimit: Duration? = nil,
        renewsTime: Bool = false, context: AnyObject? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async throws(LuaError) -> [LuaValue] {
        let run = try start(function, repeat each arguments, timeLimit: timeLimit)
        run.context = context
        run.renewsTime = renewsTime
        return try await finish(run, isolation: isolation) { (state, base) throws(LuaError) in
            try state.values(above: base)
        }
    }

    /// The same for the first result only, read as a Swift type.
    public func run<each Argument: LuaPushable, Result: LuaReadable>(
        _ function: LuaFunction, _ arguments: repeat each Argument, as type: Result.Type, timeLimit: Duration? = nil,
        context: AnyObject? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async throws(LuaError) -> Result {
        let run = try start(function, repeat each arguments, timeLimit: timeLimit)
        run.context = context
        return try await finish(run, isolation: isolation) { (state, base) throws(LuaError) in
            if lua_gettop(state.stack) == base { lua_pushnil(state.stack) }
            return try state.read(base + 1)
        }
    }

    /// Makes the coroutine and gives it function and arguments.
    private func start<each Argument: LuaPushable>(
        _ function: LuaFunction, _ arguments: repeat each Argument, timeLimit: Duration?
    ) throws(LuaError) -> LuaRun {
        try checkThread()
        let guarded = StackGuard(stack, room: 4)
        try room(guarded.hasRoom)
        try push(function)
        try check(lb_push_coroutine(bridge, stack))
        guard let coroutine = lua_tothread(stack, -1) else { throw LuaError(.runtime, "no coroutine") }
        let run = LuaRun(
            coroutine: coroutine, anchor: try read(-1), remaining: timeLimit?.nanoseconds ?? budget,
            interrupts: lb_interrupts(bridge))
        for argument in repeat each arguments {
            try room(lua_checkstack(stack, 4) != 0)
            try push(argument)
            try room(lb_move(stack, coroutine, 1))
            run.arguments += 1
        }
        return run
    }

    /// Resumes until the coroutine has ended, waiting for what its host functions wait for.
    private func finish<Result>(
        _ run: LuaRun, isolation: isolated (any Actor)?,
        take: (LuaState, Int32) throws(LuaError) -> Result
    ) async throws(LuaError) -> Result {
        let core = self.core
        let token = run.token
        let result = await withTaskCancellationHandler(
            operation: { await complete(run, isolation: isolation, take: take) },
            onCancel: { lb_interrupt(core.bridge, Int32(LB_KILL_INTERRUPT), token) },
            isolation: isolation)
        return try result.get()
    }

    private func complete<Value>(
        _ run: LuaRun, isolation: isolated (any Actor)?,
        take: (LuaState, Int32) throws(LuaError) -> Value
    ) async -> Result<Value, LuaError> {
        do throws(LuaError) {
            var round = 0
            while true {
                try checkThread()
                switch try advance(run, take) {
                case .finished(let value): return .success(value)
                case .waiting(let operation):
                    lb_set_outcome(bridge, await outcome(of: operation))
                }
                // A script that only waits for what is ready would leave no time to others on this thread.
                round += 1
                if round % Self.roundsInTurn == 0 { await Task.yield() }
            }
        } catch {
            return .failure(error)
        }
    }

    /// How often a coroutine goes on before others of the thread have their turn.
    private static var roundsInTurn: Int { 256 }

    /// An `isolation` that is not on the state's thread would take the state to another, where a script cannot even be
    /// interrupted.
    private func checkThread() throws(LuaError) {
        if !executor.isCurrent { throw LuaError(.runtime, "a Lua state must be used on the thread of its executor") }
    }

    private enum Step<Value> {
        case finished(Value)
        case waiting(LuaPendingOperation)
    }

    /// Resumes once.
    private func advance<Value>(
        _ run: LuaRun, _ take: (LuaState, Int32) throws(LuaError) -> Value
    ) throws(LuaError) -> Step<Value> {
        var results: Int32 = 0
        context = run.context
        renewal = run.renewsTime ? run.remaining : 0
        let status = resume(run, &results)
        context = nil
        renewal = 0
        let outer = stack
        stack = run.coroutine
        defer { stack = outer }
        do {
            try check(status, noted: true)
        } catch {
            pending = nil
            if !error.isEnded { close(run) }
            throw error
        }
        if status == LB_OK { return .finished(try take(self, lua_gettop(stack) - results)) }
        if lb_is_waiting(bridge), let operation = pending {
            pending = nil
            return .waiting(operation)
        }
        lb_pop(stack, results)
        close(run)
        throw LuaError(.runtime, "attempt to yield from outside a coroutine")
    }

    private func resume(_ run: LuaRun, _ results: inout Int32) -> Int32 {
        let entry = lb_enter(bridge, run.remaining, run.token)
        // Either the cancellation handler finds the token, or the cancellation is found here; and so an interrupt.
        if Task.isCancelled || lb_interrupts(bridge) != run.interrupts { lb_kill(bridge, Int32(LB_KILL_INTERRUPT)) }
        let status = lb_resume(bridge, run.coroutine, run.arguments, &results)
        let spent = lb_leave(bridge, entry)
        if run.remaining != 0, !run.renewsTime { run.remaining = run.remaining > spent ? run.remaining - spent : 1 }
        run.arguments = 0
        return status
    }

    private func close(_ run: LuaRun) { _ = entering { lb_close_coroutine(bridge, run.coroutine) } }

    /// Leaves on the result tape what the waiting host function is to return or raise.
    private nonisolated(nonsending) func outcome(of operation: LuaPendingOperation) async -> Int32 {
        do { return face.leave(try await operation.perform()) } catch { return face.leave(error) }
    }
}

/// One call in a coroutine of its own.
private final class LuaRun {
    let coroutine: OpaquePointer
    /// Keeps the coroutine alive.
    let anchor: LuaCoroutine
    /// Names the run to whoever cancels it.
    let token: UInt64
    var context: AnyObject?
    /// How many interrupts there had been when it began.
    let interrupts: UInt64
    /// Nanoseconds of Lua's time that are left, 0 for no limit.
    var remaining: UInt64
    var renewsTime = false
    /// How many values on its stack the next resume hands over.
    var arguments: Int32 = 0

    private static let tokens = Atomic<UInt64>(1)

    init(coroutine: OpaquePointer, anchor: LuaCoroutine, remaining: UInt64, interrupts: UInt64) {
        self.coroutine = coroutine
        self.anchor = anchor
        self.interrupts = interrupts
        self.remaining = remaining
        token = Self.tokens.wrappingAdd(1, ordering: .relaxed).oldValue
    }
}
