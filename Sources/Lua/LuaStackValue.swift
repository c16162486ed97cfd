public import CLuaBridge
import Glibc

/// A value on Lua's stack while it is being read. Valid only during the call it is handed to: later it may be any value, or
/// none, and once its state is closed it must not be used any more, which is checked.
public struct LuaStackValue {
    @usableFromInline let bridge: OpaquePointer
    /// Of the state: tells whether it is still open.
    @usableFromInline let serial: UInt32
    /// From the bottom of the stack.
    @usableFromInline let index: Int32

    @inlinable init(_ bridge: OpaquePointer, serial: UInt32, index: Int32) {
        self.bridge = bridge
        self.serial = serial
        self.index = index
    }

    init(_ state: LuaState, at index: Int32) {
        self.init(state.bridge, serial: state.face.serial, index: lua_absindex(state.stack, index))
    }

    @inlinable var face: LuaFace {
        precondition(lb_is_current(bridge, serial), "a Lua value was used after its state was closed")
        return LuaFace(bridge)
    }

    @inlinable var stack: OpaquePointer { face.stack }

    /// The state whose value it is.
    public var state: LuaState { face.state }

    /// Lua's types, and none for an argument that was not given.
    public enum Kind: Int32, Sendable {
        /// An argument that was not given.
        case none = -1
        /// Lua's nil.
        case `nil`
        /// true or false.
        case boolean
        /// A pointer of a C library, or ``LuaValue/null``.
        case lightUserdata
        /// An integer or a float, see ``LuaStackValue/isInteger``.
        case number
        /// Bytes, UTF-8 or not.
        case string
        /// A table.
        case table
        /// A function of a script, of Lua or of the host.
        case function
        /// An object of the host, or of a C library.
        case userdata
        /// A coroutine.
        case thread
    }

    /// Its type.
    public var kind: Kind { Kind(rawValue: lua_type(stack, index)) ?? .none }
    /// Whether it is nil, or an argument that was not given.
    @inlinable public var isNil: Bool { lua_type(stack, index) <= 0 }
    /// Whether it is the null of JSON and Intercom.
    public var isNull: Bool { lb_is_null(stack, index) }
    /// Whether it is a number of Lua's integer subtype.
    public var isInteger: Bool { lua_isinteger(stack, index) != 0 }
    /// Whether Lua takes it for true: everything but nil and false.
    @inlinable public var boolean: Bool { lua_toboolean(stack, index) != 0 }

    /// The integer that Lua converts the value to: of an integer, a float or a numeral without fraction.
    @inlinable public var integer: Int64? {
        let found = lb_integer_at(stack, index)
        return found.exists ? found.value : nil
    }

    /// The float that Lua converts the value to.
    @inlinable public var number: Double? {
        let found = lb_number_at(stack, index)
        return found.exists ? found.value : nil
    }

    /// The bytes of a string where they are in Lua; nil for every other type.
    @inlinable var bytes: UnsafeRawBufferPointer? {
        let found = lb_bytes_at(stack, index)
        guard let start = found.start else { return nil }
        return UnsafeRawBufferPointer(start: start, count: found.count)
    }

    /// Gives the bytes of a string to `body`; nil for every other type.
    @inlinable public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard let bytes else { return nil }
        return body(bytes)
    }

    /// The text of a string that is valid UTF-8.
    public var string: String? {
        guard let bytes else { return nil }
        return String(exactly: bytes)
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
    @inlinable
    public func read<Value: LuaReadable>(as type: Value.Type = Value.self) throws(LuaMismatch) -> Value {
        let read = try Value.read(self)
        if face.hasFailedReading { try failReading() }
        return read
    }

    @usableFromInline func failReading() throws(LuaMismatch) { try state.checkReading() }

    /// How many items a table has as a sequence, by its raw length; of a string or userdata the length in bytes.
    ///
    /// Never more than the state's memory can hold, though a border of a table with holes may be any number.
    public var rawLength: Int {
        kind == .table ? Int(lb_sequence_length(bridge, stack, index)) : Int(lua_rawlen(stack, index))
    }

    /// Hands each key and value of a table to `body`, without metamethods, in Lua's order.
    ///
    /// `body` must not give the table new keys. Where it does so that Lua cannot go on, the iteration ends, and what reads the
    /// value throws.
    public func forEachPair<Failure: Error>(
        _ body: (_ key: LuaStackValue, _ value: LuaStackValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .table else { return }
        let stack = self.stack
        let guarded = StackGuard(stack, room: 6)
        guard guarded.hasRoom else { return state.noteFailedReading(state.lackOfRoom) }
        lua_pushnil(stack)
        var changes = lb_changes(bridge)
        while true {
            let found = lb_next(bridge, stack, index, changes)
            if found < 0 {
                state.noteFailedReading(LuaError(.runtime, "a table was changed while it was being read"))
            }
            guard found > 0 else { return }
            changes = lb_changes(bridge)
            let top = lua_gettop(stack)
            try body(
                LuaStackValue(bridge, serial: serial, index: top - 1), LuaStackValue(bridge, serial: serial, index: top)
            )
            lua_settop(stack, top - 1)
        }
    }

    /// Hands the values 1, 2, … of a table to `body`, without metamethods.
    public func forEachItem<Failure: Error>(
        _ body: (_ position: Int, _ value: LuaStackValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .table else { return }
        let stack = self.stack
        let guarded = StackGuard(stack, room: 4)
        guard guarded.hasRoom else { return state.noteFailedReading(state.lackOfRoom) }
        let item = LuaStackValue(bridge, serial: serial, index: guarded.height + 1)
        for position in 1..<(rawLength + 1) {
            lua_rawgeti(stack, index, Int64(position))
            try body(position, item)
            lua_settop(stack, guarded.height)
        }
    }

    /// Gives the metatable of a table or userdata to `body`; nil where it has none. Runs no code of a script.
    public func withMetatable<Result>(
        _ body: (_ metatable: LuaStackValue) throws(LuaMismatch) -> Result
    ) throws(LuaMismatch) -> Result? {
        let stack = self.stack
        let guarded = StackGuard(stack, room: 4)
        guard guarded.hasRoom else { throw shortage() }
        guard lua_getmetatable(stack, index) != 0 else { return nil }
        return try body(LuaStackValue(bridge, serial: serial, index: guarded.height + 1))
    }

    /// As a key in ``LuaMismatch/path``: `phone`, `[5]`.
    var pathPart: String {
        switch kind {
        case .string: withBytes { String(decoding: $0, as: UTF8.self) } ?? ""
        case .number: "[\(numeral)]"
        case .boolean: "[\(boolean)]"
        default: "[\(typeName)]"
        }
    }

    @usableFromInline func mismatch(_ expected: String) -> LuaMismatch {
        LuaMismatch(expected: expected, found: typeName)
    }
}

/// Restores the height of a stack when it goes out of scope; nothing jumps over it.
///
/// What runs in between finds the room that Lua gives every C function, besides what was asked for.
struct StackGuard: ~Copyable {
    private let stack: OpaquePointer
    let height: Int32
    let hasRoom: Bool

    /// The slots that every C function of Lua has to itself.
    static let leastRoom: Int32 = 20

    init(_ stack: OpaquePointer, room: Int32) {
        self.stack = stack
        height = lua_gettop(stack)
        hasRoom = lua_checkstack(stack, room + Self.leastRoom) != 0
    }

    deinit { lua_settop(stack, height) }
}

extension String {
    /// The text whose UTF-8 these bytes are; nil where they are no valid UTF-8.
    ///
    /// Several times as fast for short texts as the standard library's, which looks its generic types up each time.
    init?(exactly bytes: UnsafeRawBufferPointer) {
        let text = String(unsafeUninitializedCapacity: bytes.count) { copy in
            guard let target = UnsafeMutableRawPointer(copy.baseAddress), let source = bytes.baseAddress else {
                return 0
            }
            target.copyShortText(from: source, count: bytes.count)
            return bytes.count
        }
        // What was invalid has been replaced, so it is not the same any more.
        guard bytes.isASCII || text.isEncoded(as: bytes) else { return nil }
        self = text
    }

    @inline(never)
    private func isEncoded(as bytes: UnsafeRawBufferPointer) -> Bool {
        var text = self
        return text.withUTF8 { utf8 in
            guard let one = utf8.baseAddress, let other = bytes.baseAddress else { return utf8.count == bytes.count }
            return utf8.count == bytes.count && memcmp(one, other, bytes.count) == 0
        }
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    fileprivate var isASCII: Bool {
        var all: UInt64 = 0
        if count >= 8 {
            var position = 0
            while position < count - 8 {
                all |= loadUnaligned(fromByteOffset: position, as: UInt64.self)
                position += 8
            }
            // The last eight may overlap those before.
            all |= loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        } else {
            for byte in self { all |= UInt64(byte) }
        }
        return all & 0x8080_8080_8080_8080 == 0
    }
}
