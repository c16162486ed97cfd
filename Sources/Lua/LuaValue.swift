/// Any Lua value. Integers and floats stay what they are; strings that are not UTF-8 stay bytes.
public enum LuaValue: Sendable {
    /// Nothing: also what a table has under a key that it has not.
    case `nil`
    /// true or false.
    case boolean(Bool)
    /// A number of Lua's integer subtype.
    case integer(Int64)
    /// A number of Lua's float subtype, whole or not.
    case number(Double)
    /// A string that is valid UTF-8.
    case string(String)
    /// A string that is not valid UTF-8.
    case bytes([UInt8])
    /// A table, by reference.
    case table(LuaTable)
    /// A function.
    case function(LuaFunction)
    /// A coroutine.
    case coroutine(LuaCoroutine)
    /// A full userdata.
    case userdata(LuaUserdata)
    /// The null of JSON and of Intercom: a value that says "nothing", where nil would say nothing at all.
    case null
    /// A light userdata of somebody else's.
    case pointer(UInt)
}

extension LuaValue {
    /// Whether it is nil, or null.
    var isNothing: Bool {
        switch self {
        case .nil, .null: true
        default: false
        }
    }

    /// Lua's name of the type, as its messages use it.
    var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string, .bytes: "string"
        case .table: "table"
        case .function: "function"
        case .coroutine: "thread"
        case .userdata: "userdata"
        case .null: "null"
        case .pointer: "light userdata"
        }
    }
}

/// A Lua table, kept alive for as long as this handle exists.
///
/// Handles are only names for values: they may be kept and sent anywhere. What is done with them takes a ``LuaState``, which
/// never leaves its thread.
public struct LuaTable: Sendable, LuaHandle {
    /// What keeps the value alive.
    public let reference: LuaReference

    /// Names the value of `reference`, which must be of this type.
    public init(reference: LuaReference) { self.reference = reference }
}

/// A Lua function, of a script or of the host.
public struct LuaFunction: Sendable, LuaHandle {
    /// What keeps the value alive.
    public let reference: LuaReference

    /// Names the value of `reference`, which must be of this type.
    public init(reference: LuaReference) { self.reference = reference }
}

/// A Lua coroutine.
public struct LuaCoroutine: Sendable, LuaHandle {
    /// What keeps the value alive.
    public let reference: LuaReference

    /// Names the value of `reference`, which must be of this type.
    public init(reference: LuaReference) { self.reference = reference }
}

/// A userdata: an object of the host, or of a library of a trusted state.
public struct LuaUserdata: Sendable, LuaHandle {
    /// What keeps the value alive.
    public let reference: LuaReference

    /// Names the value of `reference`, which must be of this type.
    public init(reference: LuaReference) { self.reference = reference }
}

/// A value that lives in Lua and is named from Swift.
public protocol LuaHandle: LuaPushable, Hashable {
    /// What keeps the value alive.
    var reference: LuaReference { get }
    /// Names the value of `reference`, which must be of this type.
    init(reference: LuaReference)
}

extension LuaHandle {
    /// Whether both are the same handle; two handles may name one value all the same.
    public static func == (one: Self, other: Self) -> Bool { one.reference === other.reference }
    /// Hashes the handle.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(reference)) }
    /// Appends the value itself, which must be one of the same state.
    public func push(to writer: inout LuaWriter) { writer.reference(reference) }
    /// Puts the value itself into the slot.
    @inlinable public func put(into slot: inout LuaSlot) -> Bool { slot.reference(reference) }
}
