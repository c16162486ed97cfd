import CLuaBridge

/// A value on Lua's stack while it is being read. Valid only during the call it is handed to.
public struct LuaStackValue {
    public let state: LuaState
    let index: Int32

    init(_ state: LuaState, at index: Int32) {
        self.state = state
        self.index = lua_absindex(state.stack, index)
    }

    /// The argument at `position`, from 1. One that was not given is looked for where no stack reaches: values that are pushed
    /// later cannot be taken for it.
    init(_ state: LuaState, argument position: Int, of count: Int) {
        self.state = state
        self.index = 1...max(1, count) ~= position && count > 0 ? Int32(position) : Self.beyondEveryStack
    }

    private static var beyondEveryStack: Int32 { 2_000_000 }

    /// Lua's types, and none for an argument that was not given.
    public enum Kind: Int32, Sendable {
        case none = -1
        case `nil`, boolean, lightUserdata, number, string, table, function, userdata, thread
    }

    public var kind: Kind { Kind(rawValue: lua_type(state.stack, index)) ?? .none }
    public var isNil: Bool { lua_type(state.stack, index) <= LB_TYPE_NIL }
    /// Whether it is the null of JSON and Intercom.
    public var isNull: Bool { lb_is_null(state.stack, index) }
    /// Whether it is a number of Lua's integer subtype.
    public var isInteger: Bool { lua_isinteger(state.stack, index) != 0 }
    public var boolean: Bool { lua_toboolean(state.stack, index) != 0 }

    /// The integer that Lua converts the value to: of an integer, a float or a numeral without fraction.
    public var integer: Int64? {
        var isInteger: Int32 = 0
        let value = lua_tointegerx(state.stack, index, &isInteger)
        return isInteger == 0 ? nil : value
    }

    /// The float that Lua converts the value to.
    public var number: Double? {
        var isNumber: Int32 = 0
        let value = lua_tonumberx(state.stack, index, &isNumber)
        return isNumber == 0 ? nil : value
    }

    /// Gives the bytes of a string to `body`; nil for every other type.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard kind == .string else { return nil }
        var length = 0
        let bytes = lua_tolstring(state.stack, index, &length)
        return body(UnsafeRawBufferPointer(start: bytes, count: length))
    }

    /// The text of a string that is valid UTF-8.
    public var string: String? {
        withBytes { String(validating: $0.bindMemory(to: UInt8.self), as: UTF8.self) } ?? nil
    }

    /// Lua's name of the type, as its messages use it.
    public var typeName: String {
        switch kind {
        case .none: "no value"
        case .nil: "nil"
        case .boolean: "boolean"
        case .lightUserdata: isNull ? "null" : "light userdata"
        case .number: "number"
        case .string: "string"
        case .table: "table"
        case .function: "function"
        case .userdata: "userdata"
        case .thread: "thread"
        }
    }

    /// Reads the value as a Swift type.
    public func read<Value: LuaReadable>(as type: Value.Type = Value.self) throws(LuaMismatch) -> Value {
        let read = try Value.read(self)
        try state.checkReading()
        return read
    }

    /// How many items a table has as a sequence, by its raw length; of a string or userdata the length in bytes.
    ///
    /// Never more than the state's memory can hold, though a border of a table with holes may be any number.
    public var rawLength: Int {
        kind == .table ? Int(lb_sequence_length(state.bridge, state.stack, index)) : Int(lua_rawlen(state.stack, index))
    }

    /// Hands each key and value of a table to `body`, without metamethods, in Lua's order.
    ///
    /// `body` must not give the table new keys. Where it does so that Lua cannot go on, the iteration ends, and what reads the
    /// value throws.
    public func forEachPair<Failure: Error>(
        _ body: (_ key: LuaStackValue, _ value: LuaStackValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .table else { return }
        let guarded = StackGuard(state.stack, room: 6)
        guard guarded.hasRoom else { return state.readingFailure = state.lackOfRoom }
        let (bridge, stack) = (state.bridge, state.stack)
        lua_pushnil(stack)
        var changes = lb_changes(bridge)
        while true {
            let found = lb_next(bridge, stack, index, changes)
            if found < 0 { state.readingFailure = LuaError(.runtime, "a table was changed while it was being read") }
            guard found > 0 else { return }
            changes = lb_changes(bridge)
            let top = lua_gettop(stack)
            try body(LuaStackValue(state, at: top - 1), LuaStackValue(state, at: top))
            lua_settop(stack, top - 1)
        }
    }

    /// Hands the values 1, 2, … of a table to `body`, without metamethods.
    public func forEachItem<Failure: Error>(
        _ body: (_ position: Int, _ value: LuaStackValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .table else { return }
        let guarded = StackGuard(state.stack, room: 4)
        guard guarded.hasRoom else { return state.readingFailure = state.lackOfRoom }
        for position in 1..<(rawLength + 1) {
            lua_rawgeti(state.stack, index, Int64(position))
            try body(position, LuaStackValue(state, at: -1))
            lb_pop(state.stack, 1)
        }
    }

    func mismatch(_ expected: String) -> LuaMismatch { LuaMismatch(expected: expected, found: typeName) }
}

/// Restores the height of a stack when it goes out of scope; nothing jumps over it.
struct StackGuard: ~Copyable {
    private let stack: OpaquePointer
    private let height: Int32
    let hasRoom: Bool

    init(_ stack: OpaquePointer, room: Int32) {
        self.stack = stack
        height = lua_gettop(stack)
        hasRoom = lua_checkstack(stack, room) != 0
    }

    deinit { lua_settop(stack, height) }
}
