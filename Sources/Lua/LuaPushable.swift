/// A type whose values can become Lua values.
public protocol LuaPushable {
    /// Appends this value, exactly one, to what is being pushed.
    func push(to writer: inout LuaWriter)

    /// Puts this value into `slot` at once, for which it must be one that takes no memory of Lua's; returns false where it is
    /// not. A type need not have this: it is the short way for numbers and their like.
    func put(into slot: inout LuaSlot) -> Bool
}

extension LuaPushable {
    /// No short way: false.
    @inlinable public func put(into slot: inout LuaSlot) -> Bool { false }
}

extension Bool: LuaPushable {
    /// Appends true or false.
    /// Puts the value into the slot.
    @inlinable public func push(to writer: inout LuaWriter) { writer.boolean(self) }
    @inlinable public func put(into slot: inout LuaSlot) -> Bool { slot.boolean(self) }
}

extension LuaPushable where Self: BinaryInteger {
    /// An integer; beyond Lua's 64 bits a float, as Lua itself reads such a numeral.
    @inlinable
    public func push(to writer: inout LuaWriter) {
        if let integer = Int64(exactly: self) { writer.integer(integer) } else { writer.number(Double(self)) }
    }

    /// Puts an integer into the slot, or a float as ``push(to:)`` does.
    @inlinable
    public func put(into slot: inout LuaSlot) -> Bool {
        if let integer = Int64(exactly: self) { slot.integer(integer) } else { slot.number(Double(self)) }
    }
}

extension Int: LuaPushable {}
extension Int8: LuaPushable {}
extension Int16: LuaPushable {}
extension Int32: LuaPushable {}
extension Int64: LuaPushable {}
extension UInt: LuaPushable {}
extension UInt8: LuaPushable {}
extension UInt16: LuaPushable {}
extension UInt32: LuaPushable {}
extension UInt64: LuaPushable {}
extension Int128: LuaPushable {}
extension UInt128: LuaPushable {}

extension Double: LuaPushable {
    /// Appends a float, also where it is whole.
    /// Puts the value into the slot.
    @inlinable public func push(to writer: inout LuaWriter) { writer.number(self) }
    @inlinable public func put(into slot: inout LuaSlot) -> Bool { slot.number(self) }
}

extension Float: LuaPushable {
    /// Appends a float.
    /// Puts the value into the slot.
    @inlinable public func push(to writer: inout LuaWriter) { writer.number(Double(self)) }
    @inlinable public func put(into slot: inout LuaSlot) -> Bool { slot.number(Double(self)) }
}

extension String: LuaPushable {
    /// Appends a string.
    @inlinable public func push(to writer: inout LuaWriter) { writer.string(self) }
}

extension Substring: LuaPushable {
    /// Appends a string.
    public func push(to writer: inout LuaWriter) { writer.string(String(self)) }
}

/// Bytes that are to be a Lua string, or that were one.
public struct LuaBytes: LuaPushable, Hashable, Sendable {
    /// The bytes, any at all.
    public var bytes: [UInt8]

    /// Makes a Lua string of bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Appends a string of these bytes.
    public func push(to writer: inout LuaWriter) { bytes.withUnsafeBytes { writer.bytes($0) } }
}

extension Optional: LuaPushable where Wrapped: LuaPushable {
    /// Appends what is there, or nil.
    @inlinable
    public func push(to writer: inout LuaWriter) {
        if let value = self { value.push(to: &writer) } else { writer.nil() }
    }

    /// Puts what is there, or nil.
    @inlinable
    public func put(into slot: inout LuaSlot) -> Bool {
        if let value = self { value.put(into: &slot) } else { slot.nil() }
    }
}

extension Array: LuaPushable where Element: LuaPushable {
    /// Appends a table of the elements from 1 on.
    @inlinable
    public func push(to writer: inout LuaWriter) {
        writer.table(items: count)
        for element in self { element.push(to: &writer) }
    }
}

extension Dictionary: LuaPushable where Key: LuaPushable, Value: LuaPushable {
    /// Appends a table.
    @inlinable
    public func push(to writer: inout LuaWriter) {
        writer.table(pairs: count)
        for (key, value) in self {
            key.push(to: &writer)
            value.push(to: &writer)
        }
    }
}

extension LuaPushable where Self: RawRepresentable, RawValue: LuaPushable {
    /// An enumeration is pushed as its raw value.
    @inlinable public func push(to writer: inout LuaWriter) { rawValue.push(to: &writer) }
    @inlinable public func put(into slot: inout LuaSlot) -> Bool { rawValue.put(into: &slot) }
}

extension LuaValue: LuaPushable {
    /// Appends the value; a pointer of somebody else's becomes nil.
    public func push(to writer: inout LuaWriter) {
        switch self {
        case .nil, .pointer: writer.nil()
        case .boolean(let value): writer.boolean(value)
        case .integer(let value): writer.integer(value)
        case .number(let value): writer.number(value)
        case .string(let value): writer.string(value)
        case .bytes(let value): LuaBytes(value).push(to: &writer)
        case .table(let value): value.push(to: &writer)
        case .function(let value): value.push(to: &writer)
        case .coroutine(let value): value.push(to: &writer)
        case .userdata(let value): value.push(to: &writer)
        case .null: writer.null()
        }
    }

    /// Puts everything but strings and null.
    public func put(into slot: inout LuaSlot) -> Bool {
        switch self {
        case .nil, .pointer: slot.nil()
        case .boolean(let value): slot.boolean(value)
        case .integer(let value): slot.integer(value)
        case .number(let value): slot.number(value)
        case .table(let value): value.put(into: &slot)
        case .function(let value): value.put(into: &slot)
        case .coroutine(let value): value.put(into: &slot)
        case .userdata(let value): value.put(into: &slot)
        case .string, .bytes, .null: false
        }
    }
}
