/// A type whose values can become Lua values.
public protocol LuaPushable {
    /// Appends this value, exactly one, to what is being pushed.
    func push(to writer: inout LuaWriter)
}

extension Bool: LuaPushable {
    public func push(to writer: inout LuaWriter) { writer.boolean(self) }
}

extension LuaPushable where Self: BinaryInteger {
    /// An integer; beyond Lua's 64 bits a float, as Lua itself reads such a numeral.
    public func push(to writer: inout LuaWriter) {
        if let integer = Int64(exactly: self) { writer.integer(integer) } else { writer.number(Double(self)) }
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

extension Double: LuaPushable {
    public func push(to writer: inout LuaWriter) { writer.number(self) }
}

extension Float: LuaPushable {
    public func push(to writer: inout LuaWriter) { writer.number(Double(self)) }
}

extension String: LuaPushable {
    public func push(to writer: inout LuaWriter) { writer.string(self) }
}

extension Substring: LuaPushable {
    public func push(to writer: inout LuaWriter) { writer.string(String(self)) }
}

/// Bytes that are to be a Lua string, or that were one.
public struct LuaBytes: LuaPushable, Hashable, Sendable {
    public var bytes: [UInt8]
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public func push(to writer: inout LuaWriter) { bytes.withUnsafeBytes { writer.bytes($0) } }
}

extension Optional: LuaPushable where Wrapped: LuaPushable {
    public func push(to writer: inout LuaWriter) {
        if let value = self { value.push(to: &writer) } else { writer.nil() }
    }
}

extension Array: LuaPushable where Element: LuaPushable {
    public func push(to writer: inout LuaWriter) {
        writer.table(items: count)
        for element in self { element.push(to: &writer) }
    }
}

extension Dictionary: LuaPushable where Key: LuaPushable, Value: LuaPushable {
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
    public func push(to writer: inout LuaWriter) { rawValue.push(to: &writer) }
}

extension LuaValue: LuaPushable {
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
}
