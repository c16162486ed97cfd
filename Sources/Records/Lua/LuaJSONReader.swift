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
    /// What a value costs beside its text.
    private static let valueCost = 32

    private let limit: Int
    private var left: Int
    /// Where in the value reading is.
    private var path = JSONPath()

    /// - Parameter limit: about how many bytes of memory the result may take; more is an error.
    public init(limit: Int = LuaJSONReader.defaultLimit) {
        self.limit = limit
        left = limit
    }

    /// Reads a value. Runs no code of a script.
    ///
    /// - Throws: ``LuaMismatch`` that says what of the value is not JSON, and where.
    public mutating func read(_ value: LuaStackValue, order: KeyOrder = .sorted) throws(LuaMismatch) -> JSONValue {
        left = limit
        path = JSONPath()
        return try any(value, order)
    }

    private mutating func any(_ value: LuaStackValue, _ order: KeyOrder) throws(LuaMismatch) -> JSONValue {
        try spend(Self.valueCost)
        switch value.kind {
        case .boolean: return .bool(value.boolean)
        case .number: return try number(value)
        case .string: return .string(try text(value))
        case .table: return try table(value, order)
        case .lightUserdata where value.isNull: return .null
        case .none, .nil: throw LuaMismatch(expected: "value", found: value.typeName, path: path.parts)
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
        guard let text = value.string else { throw mismatch(value, "string is not valid UTF-8") }
        try spend(text.utf8.count)
        return text
    }

    // MARK: Tables

    private mutating func table(_ value: LuaStackValue, _ order: KeyOrder) throws(LuaMismatch) -> JSONValue {
        guard path.count < Self.depthLimit else {
            // The end of such a path says nothing that its beginning does not.
            path.keep(first: 3)
            throw mismatch(value, "tables nested deeper than \(Self.depthLimit), or one that contains itself")
        }
        if value.rawLength > 0 { return .array(try array(value, order)) }
        let object = try object(value, order)
        if object.isEmpty, try JSONArrayMark.isMarked(value) { return .array([]) }
        return .object(object)
    }

    private mutating func array(_ value: LuaStackValue, _ order: KeyOrder) throws(LuaMismatch) -> [JSONValue] {
        let count = value.rawLength
        try spend(count * Self.valueCost)
        try checkKeys(value, count: count)
        var elements: [JSONValue] = []
        elements.reserveCapacity(count)
        try value.forEachItem { (position, item) throws(LuaMismatch) in
            path.enter(position - 1)
            if item.isNil { throw mismatch(item, "an array cannot have a hole; a null can fill it") }
            elements.append(try any(item, order.inside(position - 1)))
            path.leave()
        }
        return elements
    }

    /// Looks for keys beside 1, 2, … `count`.
    private func checkKeys(_ value: LuaStackValue, count: Int) throws(LuaMismatch) {
        try value.forEachPair { (key, _) throws(LuaMismatch) in
            if key.kind == .number, key.isInteger, let position = key.integer, 1...Int64(count) ~= position { return }
            let items = count == 1 ? "its one item" : "its \(count) items"
            let key = Self.name(of: key)
            throw mismatch(value, "a table with \(key) beside \(items) is neither an array nor an object")
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
            path.enter(name)
            members.append((name, try any(item, order.inside(name))))
            path.leave()
        }
        order.arrange(&members)
        var object = JSONObject()
        object.reserveCapacity(members.count)
        for member in members { object[member.key] = member.value }
        return object
    }

    // MARK: Limits and errors

    private mutating func spend(_ bytes: Int) throws(LuaMismatch) {
        left -= bytes
        if left < 0 {
            path.keep(first: 3)
            let reason = "more than \(limit >> 20) MB of data at once"
            throw LuaMismatch(expected: "", found: "table", path: path.parts, reason: reason)
        }
    }

    private func mismatch(_ value: LuaStackValue, _ reason: String) -> LuaMismatch {
        LuaMismatch(expected: "", found: value.typeName, path: path.parts, reason: reason)
    }

    private static func name(of key: LuaStackValue) -> String {
        switch key.kind {
        case .string: "the key \"\(key.string ?? "?")\""
        case .number: "the key \(key.numeral)"
        default: "a \(key.typeName) as a key"
        }
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
