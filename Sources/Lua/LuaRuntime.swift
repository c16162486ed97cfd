/// A Lua state with a thread of its own, ready to use from any task.
///
/// ```swift
/// let runtime = try await LuaRuntime()
/// let sum = try await runtime.run { lua in try lua.evaluate("return 1 + 1", as: Int.self) }
/// ```
public actor LuaRuntime {
    private let executor: LuaExecutor
    private let state: LuaState

    /// The thread of the state.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens a state on a new thread.
    ///
    /// - Throws: ``LuaError`` of kind memory where the limit does not allow for the standard libraries.
    public init(
        configuration: LuaConfiguration = LuaConfiguration(), executor: LuaExecutor = LuaExecutor()
    ) async throws {
        self.executor = executor
        self.state = try await Self.open(configuration, on: executor)
    }

    private static func open(_ configuration: LuaConfiguration, on executor: LuaExecutor) async throws
        -> sending LuaState
    {
        try await Opener(executor: executor).open(configuration)
    }

    /// Runs `body` on the thread of the state.
    public func run<Result: Sendable>(_ body: @Sendable (LuaState) throws -> Result) throws -> Result {
        try body(state)
    }

    /// Compiles and runs a chunk in a coroutine, in which host functions may wait.
    public func evaluate(_ source: String, name: String = "=script") async throws(LuaError) -> [LuaValue] {
        try await state.run(try state.load(source, name: name))
    }

    private actor Opener {
        let executor: LuaExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        init(executor: LuaExecutor) { self.executor = executor }
        func open(_ configuration: LuaConfiguration) throws -> sending LuaState {
            try LuaState(executor: executor, configuration: configuration)
        }
    }
}
