public import CLuaBridge

/// A call of a Lua function while its arguments are being pushed, then while its results are read. At its end the stack is as
/// high as before.
@usableFromInline
struct LuaOutgoingCall: ~Copyable {
    @usableFromInline let bridge: OpaquePointer
    @usableFromInline let stack: OpaquePointer
    @usableFromInline let place: lb_outgoing
    @usableFromInline var count: Int32 = 0

    /// Pushes the function; see ``begin(_:_:)``.
    @inlinable
    init(_ state: LuaState, _ function: LuaFunction) {
        bridge = state.bridge
        stack = LuaFace(bridge).stack
        if function.reference.bridge == bridge {
            place = lb_prepare_call(bridge, function.reference.slot)
        } else {
            place = lb_outgoing(height: -1, handler: 0, function: 0)
        }
    }

    /// Throws why the function could not be pushed.
    @inlinable
    func begin(_ function: LuaFunction, _ state: LuaState) throws(LuaError) {
        if place.height >= 0 { return }
        throw function.reference.bridge == bridge ? state.lackOfRoom : LuaError.foreign
    }

    @inlinable
    deinit {
        if place.height >= 0 { lua_settop(stack, place.height) }
    }

    /// Pushes one of few arguments, for which there is room.
    @inlinable
    mutating func push(_ argument: some LuaPushable, _ state: LuaState) throws(LuaError) {
        var slot = LuaSlot(bridge, stack)
        if !argument.put(into: &slot) { try state.push(argument) }
        count += 1
    }

    /// Pushes one of any number of arguments.
    mutating func push(another argument: some LuaPushable, _ state: LuaState) throws(LuaError) {
        try state.room(lua_checkstack(stack, StackGuard.leastRoom) != 0)
        try push(argument, state)
    }

    /// Calls and reads the first result.
    @inlinable
    func result<Result: LuaReadable>(_ state: LuaState) throws(LuaError) -> Result {
        let status = lb_call(bridge, place.handler, count, 1)
        guard status == LB_OK else { throw state.callFailure(status) }
        do throws(LuaMismatch) {
            return try LuaStackValue(bridge, serial: LuaFace(bridge).serial, index: place.function).read()
        } catch {
            throw LuaError(error)
        }
    }

    /// Calls and reads all results.
    func results(_ state: LuaState) throws(LuaError) -> [LuaValue] {
        let status = lb_call(bridge, place.handler, count, Int32(LB_ALL))
        guard status == LB_OK else { throw state.callFailure(status) }
        return try state.values(above: place.function - 1)
    }
}
