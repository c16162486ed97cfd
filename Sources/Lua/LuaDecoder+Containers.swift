import CLuaBridge

/// Decodes the fields of a table.
struct LuaKeyedDecodingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: LuaDecoder
    let table: LuaTable

    var codingPath: [any CodingKey] { decoder.codingPath }

    /// Those keys that are strings or integers, as far as `Key` has them.
    var allKeys: [Key] {
        let pairs = (try? decoder.work.pairs(of: table)) ?? []
        return pairs.compactMap { key, _, _ in
            switch key {
            case .string(let name): Key(stringValue: name)
            case .integer(let number): Key(intValue: Int(number))
            default: nil
            }
        }
    }

    func contains(_ key: Key) -> Bool {
        if case .nil? = try? value(of: key) { false } else { true }
    }

    func decodeNil(forKey key: Key) throws -> Bool { try value(of: key).isNothing }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let value = try value(of: key)
        do { return try decoder.work.decode(type, from: value, at: codingPath + [key]) } catch {
            // Types that do without a field may look for this very error.
            guard case .nil = value, case DecodingError.valueNotFound(_, let context) = error else { throw error }
            throw DecodingError.keyNotFound(key, context)
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder.inner(try value(of: key), key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder.inner(try value(of: key), key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        decoder.inner(try decoder.work.field(LuaCodingKey.super, of: table), LuaCodingKey.super)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { decoder.inner(try value(of: key), key) }

    private func value(of key: Key) throws -> LuaValue { try decoder.work.field(key, of: table) }
}

/// Decodes the items of a sequence.
struct LuaUnkeyedDecodingContainer: UnkeyedDecodingContainer {
    let decoder: LuaDecoder
    let table: LuaTable
    private let length: Int
    private(set) var currentIndex = 0

    init(decoder: LuaDecoder, table: LuaTable) throws {
        self.decoder = decoder
        self.table = table
        length = try decoder.work.read(.table(table)) { $0.rawLength }
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { length }
    var isAtEnd: Bool { currentIndex >= length }

    mutating func decodeNil() throws -> Bool {
        guard try next().value.isNothing else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try advance { next in try next.work.decode(type, from: next.value, at: next.codingPath) }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try advance { next in try next.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try advance { next in try next.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try advance { $0 } }

    /// The decoder of the next item.
    private func next() throws -> LuaDecoder {
        let key = LuaCodingKey(index: currentIndex)
        guard !isAtEnd else {
            let context = DecodingError.Context(
                codingPath: codingPath + [key], debugDescription: "there are only \(length) items")
            throw DecodingError.valueNotFound(Any.self, context)
        }
        return decoder.inner(try decoder.work.item(currentIndex + 1, of: table), key)
    }

    private mutating func advance<Result>(_ body: (LuaDecoder) throws -> Result) throws -> Result {
        let result = try body(try next())
        currentIndex += 1
        return result
    }
}

extension LuaDecoding {
    /// The value of a field, without metamethods. A key that is an integer too finds what stands under that.
    func field(_ key: any CodingKey, of table: LuaTable) throws(LuaMismatch) -> LuaValue {
        try read(.table(table)) { (table) throws(LuaMismatch) in
            let value = try table.fields()(key.stringValue, as: LuaValue.self)
            guard case .nil = value, let index = key.intValue else { return value }
            return try self.item(index, in: table)
        }
    }

    /// The item at `position`, from 1.
    func item(_ position: Int, of table: LuaTable) throws(LuaMismatch) -> LuaValue {
        try read(.table(table)) { (table) throws(LuaMismatch) in try self.item(position, in: table) }
    }

    private func item(_ position: Int, in table: LuaStackValue) throws(LuaMismatch) -> LuaValue {
        lua_rawgeti(table.stack, table.index, Int64(position))
        return try LuaStackValue(state, at: -1).read(as: LuaValue.self)
    }

    /// All keys and values, in Lua's order, and what a path calls the keys.
    func pairs(of table: LuaTable) throws(LuaMismatch) -> [(key: LuaValue, place: LuaCodingKey, value: LuaValue)] {
        try read(.table(table)) { (table) throws(LuaMismatch) in
            var pairs: [(key: LuaValue, place: LuaCodingKey, value: LuaValue)] = []
            try table.forEachPair { (key, value) throws(LuaMismatch) in
                pairs.append((try LuaValue.read(key), LuaCodingKey(key), try LuaValue.read(value)))
            }
            return pairs
        }
    }
}
