import CLuaBridge

/// One call of a host function: its arguments, and where its results go. Valid only during the call.
public struct LuaCall {
    public let state: LuaState
    let function: LuaHostFunction
    /// How many arguments were given.
    public let count: Int
    private var code: Int32 = 0

    init(_ state: LuaState, function: LuaHostFunction) {
        self.state = state
        self.function = function
        count = Int(lua_gettop(state.stack))
    }

    /// The argument at `position`, from 1; one that was not given has kind `none`.
    public subscript(position: Int) -> LuaStackValue { LuaStackValue(state, argument: position, of: count) }

    /// Reads an argument.
    ///
    /// - Throws: ``LuaArgumentError``, which Lua sees as "bad argument #1 to 'name' (string expected, got nil)".
    public func argument<Value: LuaReadable>(
        _ position: Int, as type: Value.Type = Value.self
    ) throws(LuaArgumentError) -> Value {
        do {
            return try self[position].read()
        } catch {
            throw LuaArgumentError(position: position, function: function.name, mismatch: error)
        }
    }

    func next<Value: LuaReadable>(
        _ position: inout Int, as type: Value.Type
    ) throws(LuaArgumentError) -> Value {
        position += 1
        return try argument(position, as: type)
    }

    /// An error about an argument in Lua's own words.
    public func error(_ position: Int, _ reason: String) -> LuaArgumentError {
        LuaArgumentError(
            position: position, function: function.name,
            mismatch: LuaMismatch(expected: "", found: self[position].typeName, reason: reason))
    }

    /// Makes `value` the result of the call: the last one given counts.
    public mutating func `return`(_ value: some LuaPushable) { code = state.leave(value) }

    /// Makes two values the results.
    public mutating func `return`(_ first: any LuaPushable, _ second: any LuaPushable) {
        code = state.leave(several: [first, second])
    }

    /// Makes the topmost `count` values on Lua's stack the results.
    mutating func returnTop(_ count: Int) { code = Int32(count) }

    func finish() -> Int32 { code }
}

/// A wrong argument of a host function.
public struct LuaArgumentError: Error, Sendable, CustomStringConvertible {
    public var position: Int
    public var function: String
    public var mismatch: LuaMismatch

    public var description: String { "bad argument #\(position) to '\(function)' (\(mismatch))" }
}
