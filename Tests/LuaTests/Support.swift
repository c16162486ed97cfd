import Lua

/// Runs `body` with a new state on a thread of its own.
func withState<Result: Sendable>(
    _ configuration: LuaConfiguration = LuaConfiguration(), _ body: @escaping @Sendable (LuaState) throws -> Result
) throws -> Result {
    let executor = LuaExecutor()
    return try executor.sync { try body(try LuaState(executor: executor, configuration: configuration)) }
}

/// An actor on a Lua thread, for tests of what waits.
actor Host {
    let executor: LuaExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private var state: LuaState?

    init(executor: LuaExecutor = LuaExecutor()) { self.executor = executor }

    func lua(_ configuration: LuaConfiguration = LuaConfiguration()) throws -> LuaState {
        if let state { return state }
        let opened = try LuaState(executor: executor, configuration: configuration)
        state = opened
        return opened
    }

    /// A state for `body` only: closed before this returns.
    func fresh<Result: Sendable>(
        _ configuration: LuaConfiguration, _ body: @Sendable (isolated Host, LuaState) async throws -> Result
    ) async throws -> Result {
        try await body(self, try LuaState(executor: executor, configuration: configuration))
    }

    func with<Result: Sendable>(
        _ configuration: LuaConfiguration = LuaConfiguration(),
        _ body: @Sendable (isolated Host, LuaState) async throws -> Result
    ) async throws -> Result {
        try await body(self, try lua(configuration))
    }
}

/// Runs `body` on a new Lua thread without holding up one of the pool's, of which there are few.
func onLuaThread<Result: Sendable>(_ body: @Sendable (LuaExecutor) throws -> Result) async rethrows -> Result {
    try await LuaThread().run(body)
}

private actor LuaThread {
    let executor = LuaExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func run<Result: Sendable>(_ body: @Sendable (LuaExecutor) throws -> Result) rethrows -> Result {
        try body(executor)
    }
}
