public import JSON
public import Lua

/// Makes JSON of Lua values.
///
/// - A table of the values 1, 2, … n is an array, one of string keys an object; an empty one is an object unless it is
///   marked as an array (see ``JSONArrayMark``). A table of both kinds of keys is neither, and an error.
/// - An integer stays an integer; a float stays a number, `1.0` included; infinities and NaN are errors.
/// - Strings must be valid UTF-8. Functions, coroutines and userdata are errors. Metamethods are not asked.
/// - An error's path says where in the value it is: `tags[2]`.
public struct LuaJSONReader {
    /// Tables nested deeper than this are an error, as are tables that contain themselves.
    public static let depthLimit = 200
    /// About how many bytes of memory the result may take by default.
    public static let defaultLimit = 64 << 20

    private let limit: Int
    private var left: Int
    private var depth = 0
    /// How much of the path of an error is worth telling.
    private var pathLimit = Int.max

    /// - Parameter limit: about how many bytes of memory the result may take; more is an error.
    public init(limit: Int = LuaJSONReader.defaultLimit) {
        self.limit = limit
        left = limit
    }

    /// - Throws: ``LuaMismatch`` that says what of the value is not JSON, and where.
    public mutating func read(
        _ value: LuaStackValue, order: KeyOrder = .sorted
    ) throws(LuaMismatch) -> JSONValue {
        try spend(Self.valueCost)
        switch value.kind {
        case .boolean: return .bool(value.boolean)
        case .number: return try number(value)
        case .string: return .string(try text(value))
        case .table: return try table(value, order)
        case .lightUserdata where value.isNull: return .null
        case .none, .nil: throw LuaMismatch(expected: "value", found: value.typeName)
        case .lightUserdata, .function, .userdata, .thread:
            throw mismatch(value, "a \(value.typeName) cannot be written as JSON")
        }
    }

    private func number(_ value: LuaStackValue) throws(LuaMismatch) -> JSONValue {
        if value.isInteger, let integer = value.integer { return .integer(integer) }
        guard let number = value.number, number.isFinite else {
            throw mismatch(value, "JSON has no \(value.numeral)")
        }
        return .number(number)
    }

    private mutating func text(_ value: LuaStackValue) throws(LuaMismatch) -> String {
        let text = try String.read(value)
        try spend(text.utf8.count)
        return text
    }

    // MARK: Tables

    private mutating func table(_ value: LuaStackValue, _ order: KeyOrder) throws(LuaMismatch) -> JSONValue {
        guard depth < Self.depthLimit else {
            pathLimit = 3
            throw mismatch(value, "tables nested deeper than \(Self.depthLimit), or one that contains itself")
        }
        depth += 1
        defer { depth -= 1 }
        if value.rawLength > 0 { return .array(try array(value, order)) }
        let object = try object(value, order)
        return object.isEmpty && JSONArrayMark.isMarked(value) ? .array([]) : .object(object)
    }

    private mutating func array(_ value: LuaStackValue, _ order: KeyOrder) throws(LuaMismatch) -> [JSONValue] {
        let count = value.rawLength
        try checkKeys(value, count: count)
        try spend(count * Self.valueCost)
        var elements: [JSONValue] = []
        elements.reserveCapacity(count)
        try value.forEachItem { (position, item) throws(LuaMismatch) in
            do throws(LuaMismatch) {
                if item.isNil { throw mismatch(item, "an array cannot have a hole; a null can fill it") }
                elements.append(try read(item, order: order.inside(position - 1)))
            } catch {
                throw located(error, "[\(position)]")
            }
        }
        return elements
    }

    /// Looks for keys beside 1, 2, … `count`.
    private func checkKeys(_ value: LuaStackValue, count: Int) throws(LuaMismatch) {
        try value.forEachPair { (key, _) throws(LuaMismatch) in
            if key.kind == .number, key.isInteger, let position = key.integer, 1...Int64(count) ~= position { return }
            let items = count == 1 ? "its one item" : "its \(count) items"
            throw mismatch(value, "a table with \(Self.name(of: key)) beside \(items) is neither an array nor an object")
        }
    }

    private mutating func object(_ value: LuaStackValue, _ order: KeyOrder) throws(LuaMismatch) -> JSONObject {
        var members: [(key: String, value: JSONValue)] = []
        try value.forEachPair { (key, item) throws(LuaMismatch) in
            guard key.kind == .string else {
                throw mismatch(value, "a table with \(Self.name(of: key)) is neither an array (1, 2, …) nor an object")
            }
            guard let name = key.string else { throw mismatch(key, "a key is not valid UTF-8") }
            try spend(name.utf8.count)
            do throws(LuaMismatch) {
                members.append((name, try read(item, order: order.inside(name))))
            } catch {
                throw located(error, Self.pathPart(name))
            }
        }
        order.arrange(&members)
        var object = JSONObject()
        object.reserveCapacity(members.count)
        for member in members { object[member.key] = member.value }
        return object
    }

    // MARK: Limits and errors

    /// What a value costs beside its text.
    private static let valueCost = 32

    private mutating func spend(_ bytes: Int) throws(LuaMismatch) {
        left -= bytes
        if left < 0 {
            pathLimit = 0
            throw LuaMismatch(expected: "", found: "table", reason: "more than \(limit >> 20) MB of data at once")
        }
    }

    private func mismatch(_ value: LuaStackValue, _ reason: String) -> LuaMismatch {
        LuaMismatch(expected: "", found: value.typeName, reason: reason)
    }

    /// The error seen from one level further out. Of a path without end the beginning will do.
    private func located(_ error: LuaMismatch, _ part: String) -> LuaMismatch {
        depth > pathLimit ? error : error.inside(part)
    }

    private static func name(of key: LuaStackValue) -> String {
        switch key.kind {
        case .string: "the key \"\(key.string ?? "?")\""
        case .number: "the key \(key.numeral)"
        default: "a \(key.typeName) as a key"
        }
    }

    /// A key as Lua would write it behind its table.
    private static func pathPart(_ key: String) -> String {
        let isName = key.utf8.enumerated().allSatisfy { position, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): position > 0
            default: false
            }
        }
        return isName && !key.isEmpty ? key : "[\"\(key)\"]"
    }
}

extension JSONValue: LuaReadable {
    /// See ``LuaJSONReader``; keys are sorted.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> JSONValue {
        var reader = LuaJSONReader()
        return try reader.read(value)
    }
}

extension JSONObject: LuaReadable {
    /// See ``LuaJSONReader``; keys are sorted.
    ///
    /// - Throws: ``LuaMismatch`` also where the value is no table, or an array.
    public static func read(_ value: LuaStackValue) throws(LuaMismatch) -> JSONObject {
        guard value.kind == .table else { throw LuaMismatch(expected: "table", found: value.typeName) }
        guard case .object(let object) = try JSONValue.read(value) else {
            throw LuaMismatch(expected: "table", found: "table", reason: "table of named fields expected, got a list")
        }
        return object
    }
}
