public import CLuaBridge

/// A free slot on Lua's stack, into which one value can be put that takes no memory: see ``LuaPushable/put(into:)``.
public struct LuaSlot: ~Copyable {
    @usableFromInline let bridge: OpaquePointer
    @usableFromInline let stack: OpaquePointer
    @usableFromInline var isFree = true

    @inlinable init(_ bridge: OpaquePointer, _ stack: OpaquePointer) {
        self.bridge = bridge
        self.stack = stack
    }

    /// Puts nil into the slot. Like all of these it returns false where the slot is taken.
    @inlinable
    public mutating func `nil`() -> Bool {
        guard take() else { return false }
        lua_pushnil(stack)
        return true
    }

    /// Puts a boolean into the slot.
    @inlinable
    public mutating func boolean(_ value: Bool) -> Bool {
        guard take() else { return false }
        lua_pushboolean(stack, value ? 1 : 0)
        return true
    }

    /// Puts an integer into the slot.
    @inlinable
    public mutating func integer(_ value: Int64) -> Bool {
        guard take() else { return false }
        lua_pushinteger(stack, value)
        return true
    }

    /// Puts a float into the slot.
    @inlinable
    public mutating func number(_ value: Double) -> Bool {
        guard take() else { return false }
        lua_pushnumber(stack, value)
        return true
    }

    /// A value that lives in Lua already; false where it is one of another state.
    @inlinable
    mutating func reference(_ reference: LuaReference) -> Bool {
        guard reference.bridge == bridge, take() else { return false }
        lb_push_reference(bridge, stack, reference.slot)
        return true
    }

    @inlinable
    mutating func take() -> Bool {
        guard isFree else { return false }
        isFree = false
        return true
    }
}
