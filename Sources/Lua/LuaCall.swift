public import CLuaBridge

/// One call of a host function: its arguments, and where its results go. Valid only during the call.
public struct LuaCall {
    @usableFromInline let bridge: OpaquePointer
    @usableFromInline let serial: UInt32
    @usableFromInline let given: Int32
    /// What the bridge is to do with the results, see LB_RETURN_TAPE; or how many of them are on the stack's top.
    @usableFromInline var code: Int32 = 0

    init(_ bridge: OpaquePointer, isCounted: Bool) {
        let face = LuaFace(bridge)
        self.bridge = bridge
        serial = face.serial
        given = isCounted ? lua_gettop(face.stack) : 0
    }

    /// How many arguments were given.
    @inlinable public var count: Int { Int(given) }

    @inlinable var face: LuaFace { self[0].face }

    /// The state of whose scripts one calls.
    public var state: LuaState { face.state }

    /// The argument at `position`, from 1; one that was not given has kind `none`.
    @inlinable
    public subscript(position: Int) -> LuaStackValue {
        // One that was not given is looked for where no stack reaches: values that are pushed later cannot be taken for it.
        let isGiven = UInt(bitPattern: position &- 1) < UInt(bitPattern: count)
        return LuaStackValue(bridge, serial: serial, index: isGiven ? Int32(truncatingIfNeeded: position) : 2_000_000)
    }

    /// Reads an argument.
    ///
    /// - Throws: ``LuaArgumentError``, which Lua sees as "bad argument #1 to 'name' (string expected, got nil)".
    @inlinable
    public func argument<Value: LuaReadable>(
        _ position: Int, as type: Value.Type = Value.self
    ) throws(LuaArgumentError) -> Value {
        do {
            return try self[position].read()
        } catch {
            throw argumentError(position, error)
        }
    }

    /// The same before anything else was done: nothing but arguments is on the stack, so none needs to be counted.
    @inlinable
    func parameter<Value: LuaReadable>(
        _ position: Int32, as type: Value.Type = Value.self
    ) throws(LuaArgumentError) -> Value {
        do {
            return try LuaStackValue(bridge, serial: serial, index: position).read()
        } catch {
            throw argumentError(Int(position), error)
        }
    }

    @inlinable
    func next<Value: LuaReadable>(
        _ position: inout Int32, as type: Value.Type
    ) throws(LuaArgumentError) -> Value {
        position += 1
        return try parameter(position, as: type)
    }

    @usableFromInline
    func argumentError(_ position: Int, _ mismatch: LuaMismatch) -> LuaArgumentError {
        // As in Lua's own messages the object of a method is not counted.
        let counted = lb_is_method_call(bridge) ? position - 1 : position
        return LuaArgumentError(position: counted, function: face.functionName, mismatch: mismatch)
    }

    /// An error about an argument in Lua's own words.
    public func error(_ position: Int, _ reason: String) -> LuaArgumentError {
        argumentError(position, LuaMismatch(expected: "", found: self[position].typeName, reason: reason))
    }

    /// Makes `value` the result of the call: the last one given counts.
    @inlinable
    public mutating func `return`(_ value: some LuaPushable) {
        // Among what is being read on the stack there is no place for a result.
        let isAtTop = Int(lua_gettop(face.stack)) == count
        if isAtTop { finish(value) } else { code = face.leave(value) }
    }

    /// Makes two values the results.
    public mutating func `return`(_ first: any LuaPushable, _ second: any LuaPushable) {
        code = face.leave(several: [first, second])
    }

    /// The same as ``return(_:)`` where nothing but arguments is on the stack.
    @inlinable
    mutating func finish(_ value: some LuaPushable) {
        var slot = LuaSlot(bridge, face.stack)
        code = value.put(into: &slot) ? 1 : face.leave(value)
    }

    /// Suspends the coroutine that called until `operation` is done, then returns its result.
    mutating func wait(for operation: LuaPendingOperation) {
        state.pending = operation
        code = Int32(LB_RETURN_WAIT)
    }
}

/// A wrong argument of a host function.
public struct LuaArgumentError: Error, Sendable, CustomStringConvertible {
    /// Which argument, from 1. In a call `object:method(…)` the object is not counted: it is 0.
    public var position: Int
    /// The name of the host function.
    public var function: String
    /// What is wrong with the argument.
    public var mismatch: LuaMismatch

    /// As in Lua's own messages.
    public var description: String {
        if position == 0 { return "calling '\(function)' on bad self (\(mismatch))" }
        return "bad argument #\(position) to '\(function)' (\(mismatch))"
    }
}
