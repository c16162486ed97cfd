/// A place in a table that is no name of a Swift type: an index, or the key of a dictionary.
struct LuaCodingKey: CodingKey {
    let stringValue: String
    let intValue: Int?
    /// As ``LuaMismatch/path`` has it.
    let part: String

    /// The item at `index`, from 0 as Swift counts.
    init(index: Int) {
        stringValue = "Index \(index)"
        intValue = index
        part = "[\(index + 1)]"
    }

    /// The value of a dictionary's key.
    init(_ key: LuaStackValue) {
        part = key.pathPart
        stringValue = part
        intValue = key.isInteger ? key.integer.map(Int.init) : nil
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
        part = stringValue
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
        part = "[\(intValue)]"
    }

    /// Where a class leaves what its superclass encodes.
    static let `super` = LuaCodingKey(stringValue: "super")
}

extension CodingKey {
    /// As ``LuaMismatch/path`` has it.
    var luaPart: String { (self as? LuaCodingKey)?.part ?? stringValue }
}

/// How deep values may be nested in one another, as deep as the bridge makes them.
let deepestCoding = 200

/// What Lua itself has: pushed and read without asking the type how it is coded.
protocol LuaCodedLeaf: LuaPushable {
    /// Reads exactly this type: a numeral is no number.
    static func take(_ value: LuaValue) throws(LuaMismatch) -> Self
}

/// Types of the standard library whose `Codable` form counts, though they are ``LuaPushable`` and ``LuaReadable`` too: so
/// each of their items has a place of its own.
protocol LuaCodedByForm {}

extension Array: LuaCodedByForm {}
extension Optional: LuaCodedByForm {}
extension Dictionary: LuaCodedByForm {}

extension Bool: LuaCodedLeaf {
    static func take(_ value: LuaValue) throws(LuaMismatch) -> Bool {
        guard case .boolean(let boolean) = value else { throw LuaMismatch(expected: "boolean", found: value.typeName) }
        return boolean
    }
}

extension String: LuaCodedLeaf {
    static func take(_ value: LuaValue) throws(LuaMismatch) -> String {
        switch value {
        case .string(let text): return text
        case .bytes: throw LuaMismatch(expected: "string", found: "string", reason: "string is not valid UTF-8")
        default: throw LuaMismatch(expected: "string", found: value.typeName)
        }
    }
}

extension Double: LuaCodedLeaf {
    static func take(_ value: LuaValue) throws(LuaMismatch) -> Double {
        switch value {
        case .integer(let integer): return Double(integer)
        case .number(let number): return number
        default: throw LuaMismatch(expected: "number", found: value.typeName)
        }
    }
}

extension Float: LuaCodedLeaf {
    static func take(_ value: LuaValue) throws(LuaMismatch) -> Float { Float(try Double.take(value)) }
}

extension LuaCodedLeaf where Self: FixedWidthInteger {
    static func take(_ value: LuaValue) throws(LuaMismatch) -> Self {
        let integer: Int64
        switch value {
        case .integer(let known): integer = known
        case .number(let number):
            guard let exact = Int64(exactly: number) else {
                throw LuaMismatch(
                    expected: "integer", found: "number", reason: "number has no integer representation")
            }
            integer = exact
        default: throw LuaMismatch(expected: "number", found: value.typeName)
        }
        guard let exact = Self(exactly: integer) else {
            throw LuaMismatch(
                expected: "integer", found: "number", reason: "\(integer) is not within \(min) to \(max)")
        }
        return exact
    }
}

extension Int: LuaCodedLeaf {}
extension Int8: LuaCodedLeaf {}
extension Int16: LuaCodedLeaf {}
extension Int32: LuaCodedLeaf {}
extension Int64: LuaCodedLeaf {}
extension UInt: LuaCodedLeaf {}
extension UInt8: LuaCodedLeaf {}
extension UInt16: LuaCodedLeaf {}
extension UInt32: LuaCodedLeaf {}
extension UInt64: LuaCodedLeaf {}
extension Int128: LuaCodedLeaf {}
extension UInt128: LuaCodedLeaf {}
