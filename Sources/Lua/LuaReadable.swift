public import CLuaBridge

/// A type that can be read from Lua values.
public protocol LuaReadable {
    /// Reads the value, or says what is wrong with it.
    static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Self
}

extension Bool: LuaReadable {
    /// true or false, and nothing that Lua only takes for it.
    @inlinable
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Bool {
        guard lua_type(value.stack, value.index) == LuaStackValue.Kind.boolean.rawValue else {
            throw value.mismatch("boolean")
        }
        return value.boolean
    }
}

extension LuaReadable where Self: FixedWidthInteger {
    /// An integer, or a float or numeral that has an integer's value, within the range of the type.
    @inlinable
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Self {
        guard let integer = value.integer, let exact = Self(exactly: integer) else {
            throw value.integerMismatch("\(Self.min)", "\(Self.max)")
        }
        return exact
    }
}

extension LuaStackValue {
    /// Why the value is no integer from `least` to `most`.
    @usableFromInline
    func integerMismatch(_ least: String, _ most: String) -> LuaMismatch {
        guard number != nil else { return mismatch("number") }
        let reason = integer.map { "\($0) is not within \(least) to \(most)" }
        return LuaMismatch(
            expected: "integer", found: "number", reason: reason ?? "number has no integer representation")
    }
}

extension Int: LuaReadable {}
extension Int8: LuaReadable {}
extension Int16: LuaReadable {}
extension Int32: LuaReadable {}
extension Int64: LuaReadable {}
extension UInt: LuaReadable {}
extension UInt8: LuaReadable {}
extension UInt16: LuaReadable {}
extension UInt32: LuaReadable {}
extension UInt64: LuaReadable {}
extension Int128: LuaReadable {}
extension UInt128: LuaReadable {}

extension Double: LuaReadable {
    /// A number, or a numeral.
    @inlinable
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Double {
        guard let number = value.number else { throw value.mismatch("number") }
        return number
    }
}

extension Float: LuaReadable {
    /// A number, or a numeral, rounded.
    @inlinable
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Float {
        Float(try Double.read(value))
    }
}

extension String: LuaReadable {
    /// A string of valid UTF-8, or a number as Lua writes it.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> String {
        if let text = value.string { return text }
        if value.kind == .number { return value.numeral }
        guard value.kind == .string else { throw value.mismatch("string") }
        throw LuaMismatch(expected: "string", found: "string", reason: "string is not valid UTF-8")
    }
}

extension LuaStackValue {
    /// A number as `tostring` writes it.
    public var numeral: String {
        if isInteger, let integer { return String(integer) }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            lb_number_text(number ?? 0, start, buffer.count)
            return String(cString: start)
        }
    }
}

extension LuaBytes: LuaReadable {
    /// The bytes of a string.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> LuaBytes {
        guard let bytes = value.withBytes({ [UInt8]($0) }) else { throw value.mismatch("string") }
        return LuaBytes(bytes)
    }
}

extension Optional: LuaReadable where Wrapped: LuaReadable {
    /// nil where there is nothing, else the value.
    @inlinable
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Wrapped? {
        value.isNil ? nil : try Wrapped.read(value)
    }
}

extension Array: LuaReadable where Element: LuaReadable {
    /// The items 1, 2, … of a table; metamethods do not apply.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> [Element] {
        guard value.kind == .table else { throw value.mismatch("table") }
        var elements: [Element] = []
        elements.reserveCapacity(value.rawLength)
        try value.forEachItem { (position, item) throws(LuaMismatch) in
            do throws(LuaMismatch) { elements.append(try Element.read(item)) } catch {
                throw error.inside("[\(position)]")
            }
        }
        return elements
    }
}

extension Dictionary: LuaReadable where Key: LuaReadable, Value: LuaReadable {
    /// All entries of a table; metamethods do not apply.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> [Key: Value] {
        guard value.kind == .table else { throw value.mismatch("table") }
        var entries: [Key: Value] = [:]
        try value.forEachPair { (key, item) throws(LuaMismatch) in
            do throws(LuaMismatch) { entries[try Key.read(key)] = try Value.read(item) } catch {
                throw error.inside(key.pathPart)
            }
        }
        return entries
    }
}

extension LuaReadable where Self: RawRepresentable, RawValue: LuaReadable {
    /// An enumeration is read from its raw value.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Self { try value.readRawValue() }
}

extension LuaReadable where Self: RawRepresentable & CaseIterable, RawValue: LuaReadable {
    /// An enumeration is read from its raw value; another one is answered with the list of those that exist.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Self { try value.readListedRawValue() }
}

extension LuaStackValue {
    func readRawValue<Value: RawRepresentable>() throws(LuaMismatch) -> Value where Value.RawValue: LuaReadable {
        let raw = try Value.RawValue.read(self)
        guard let found = Value(rawValue: raw) else {
            throw LuaMismatch(expected: "\(Value.self)", found: "\(raw)", reason: "\"\(raw)\" is no \(Value.self)")
        }
        return found
    }

    func readListedRawValue<Value: RawRepresentable & CaseIterable>() throws(LuaMismatch) -> Value
    where Value.RawValue: LuaReadable {
        let raw = try Value.RawValue.read(self)
        guard let found = Value(rawValue: raw) else {
            let names = Value.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw LuaMismatch(expected: names, found: "\(raw)", reason: "\"\(raw)\" is not one of \(names)")
        }
        return found
    }
}

extension LuaValue: LuaReadable {
    /// The value as it is.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> LuaValue {
        switch value.kind {
        case .none, .nil: return .nil
        case .boolean: return .boolean(value.boolean)
        case .number: return value.isInteger ? .integer(value.integer ?? 0) : .number(value.number ?? 0)
        case .string:
            if let text = value.string { return .string(text) }
            return .bytes(value.withBytes { [UInt8]($0) } ?? [])
        case .table: return .table(try LuaTable.read(value))
        case .function: return .function(try LuaFunction.read(value))
        case .thread: return .coroutine(try LuaCoroutine.read(value))
        case .userdata: return .userdata(try LuaUserdata.read(value))
        case .lightUserdata:
            return value.isNull ? .null : .pointer(UInt(bitPattern: lua_touserdata(value.stack, value.index)))
        }
    }
}

extension LuaStackValue {
    fileprivate func handle<Handle: LuaHandle>(_ expected: String, _ kind: Kind) throws(LuaMismatch) -> Handle {
        guard self.kind == kind else { throw mismatch(expected) }
        return Handle(reference: try state.reference(at: index))
    }
}

extension LuaTable: LuaReadable {
    /// A table, by reference.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> LuaTable {
        try value.handle("table", .table)
    }
}

extension LuaFunction: LuaReadable {
    /// A function, by reference.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> LuaFunction {
        try value.handle("function", .function)
    }
}

extension LuaCoroutine: LuaReadable {
    /// A coroutine, by reference.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> LuaCoroutine {
        try value.handle("coroutine", .thread)
    }
}

extension LuaUserdata: LuaReadable {
    /// A full userdata, by reference.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> LuaUserdata {
        try value.handle("userdata", .userdata)
    }
}
