// Functions that wait, of up to four Swift values. (Of any number the compiler makes them only where they begin on another
// thread.)

extension LuaHostFunction {
    /// A function that suspends its coroutine until `body` is done. That begins on Lua's thread, see ``LuaPendingOperation``.
    public static func async<Result: LuaPushable & Sendable>(
        _ name: String, _ body: nonisolated(nonsending) @escaping @Sendable () async throws -> Result
    ) -> LuaHostFunction {
        waiting(name) { _ in LuaPendingOperation { try await body() } }
    }

    /// A function of one Swift value that suspends its coroutine until `body` is done.
    public static func async<Argument: LuaReadable & Sendable, Result: LuaPushable & Sendable>(
        _ name: String, _ body: nonisolated(nonsending) @escaping @Sendable (Argument) async throws -> Result
    ) -> LuaHostFunction {
        waiting(name) { call in
            let argument: Argument = try call.parameter(1)
            return LuaPendingOperation { try await body(argument) }
        }
    }

    /// A function of two Swift values that suspends its coroutine until `body` is done.
    public static func async<
        First: LuaReadable & Sendable, Second: LuaReadable & Sendable, Result: LuaPushable & Sendable
    >(
        _ name: String, _ body: nonisolated(nonsending) @escaping @Sendable (First, Second) async throws -> Result
    ) -> LuaHostFunction {
        waiting(name) { call in
            let first: First = try call.parameter(1)
            let second: Second = try call.parameter(2)
            return LuaPendingOperation { try await body(first, second) }
        }
    }

    /// A function of three Swift values that suspends its coroutine until `body` is done.
    public static func async<
        First: LuaReadable & Sendable, Second: LuaReadable & Sendable, Third: LuaReadable & Sendable,
        Result: LuaPushable & Sendable
    >(
        _ name: String,
        _ body: nonisolated(nonsending) @escaping @Sendable (First, Second, Third) async throws -> Result
    ) -> LuaHostFunction {
        waiting(name) { call in
            let first: First = try call.parameter(1)
            let second: Second = try call.parameter(2)
            let third: Third = try call.parameter(3)
            return LuaPendingOperation { try await body(first, second, third) }
        }
    }

    /// A function of four Swift values that suspends its coroutine until `body` is done.
    public static func async<
        First: LuaReadable & Sendable, Second: LuaReadable & Sendable, Third: LuaReadable & Sendable,
        Fourth: LuaReadable & Sendable, Result: LuaPushable & Sendable
    >(
        _ name: String,
        _ body: nonisolated(nonsending) @escaping @Sendable (First, Second, Third, Fourth) async throws -> Result
    ) -> LuaHostFunction {
        waiting(name) { call in
            let first: First = try call.parameter(1)
            let second: Second = try call.parameter(2)
            let third: Third = try call.parameter(3)
            let fourth: Fourth = try call.parameter(4)
            return LuaPendingOperation { try await body(first, second, third, fourth) }
        }
    }

    /// A function of any number of Swift values that suspends its coroutine until `body` is done, away from Lua's thread.
    @_disfavoredOverload
    public static func async<each Argument: LuaReadable & Sendable, Result: LuaPushable & Sendable>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) -> LuaHostFunction {
        waiting(name) { call in
            var position: Int32 = 0
            let arguments = (repeat try call.next(&position, as: (each Argument).self))
            return LuaPendingOperation { try await body(repeat each arguments) }
        }
    }
}

// MARK: As values

extension LuaPushable where Self == LuaHostFunction {
    /// See ``LuaHostFunction/async(_:_:)``.
    public static func async<Result: LuaPushable & Sendable>(
        _ name: String, _ body: nonisolated(nonsending) @escaping @Sendable () async throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.async(name, body) }

    /// See ``LuaHostFunction/async(_:_:)``.
    public static func async<Argument: LuaReadable & Sendable, Result: LuaPushable & Sendable>(
        _ name: String, _ body: nonisolated(nonsending) @escaping @Sendable (Argument) async throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.async(name, body) }

    /// See ``LuaHostFunction/async(_:_:)``.
    public static func async<
        First: LuaReadable & Sendable, Second: LuaReadable & Sendable, Result: LuaPushable & Sendable
    >(
        _ name: String, _ body: nonisolated(nonsending) @escaping @Sendable (First, Second) async throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.async(name, body) }

    /// See ``LuaHostFunction/async(_:_:)``.
    public static func async<
        First: LuaReadable & Sendable, Second: LuaReadable & Sendable, Third: LuaReadable & Sendable,
        Result: LuaPushable & Sendable
    >(
        _ name: String,
        _ body: nonisolated(nonsending) @escaping @Sendable (First, Second, Third) async throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.async(name, body) }

    /// See ``LuaHostFunction/async(_:_:)``.
    public static func async<
        First: LuaReadable & Sendable, Second: LuaReadable & Sendable, Third: LuaReadable & Sendable,
        Fourth: LuaReadable & Sendable, Result: LuaPushable & Sendable
    >(
        _ name: String,
        _ body: nonisolated(nonsending) @escaping @Sendable (First, Second, Third, Fourth) async throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.async(name, body) }

    /// See ``LuaHostFunction/async(_:_:)``.
    @_disfavoredOverload
    public static func async<each Argument: LuaReadable & Sendable, Result: LuaPushable & Sendable>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) -> LuaHostFunction { LuaHostFunction.async(name, body) }
}
