/// A value while it is being encoded. Containers may be written to in any order, and Lua's writer wants to know counts
/// beforehand; so this stands between.
final class LuaEncodingNode {
    enum Content {
        /// Nothing was encoded: an empty table.
        case nothing
        case value(any LuaPushable)
        case items([LuaEncodingNode])
        case fields([(key: any LuaPushable, value: LuaEncodingNode)])
    }

    var content = Content.nothing
    /// Whether two kinds of container were asked for.
    var isMixed = false

    func push(to writer: inout LuaWriter) {
        switch content {
        case .nothing: writer.table()
        case .value(let value): value.push(to: &writer)
        case .items(let items):
            writer.table(items: items.count)
            for item in items { item.push(to: &writer) }
        case .fields(let fields):
            writer.table(pairs: fields.count)
            for (key, value) in fields {
                key.push(to: &writer)
                value.push(to: &writer)
            }
        }
    }

    /// A node for one more item.
    func addItem() -> LuaEncodingNode {
        let node = LuaEncodingNode()
        if case .nothing = content { content = .items([]) }
        guard case .items(var items) = content else {
            isMixed = true
            return node
        }
        content = .nothing  // so that the array is not copied
        items.append(node)
        content = .items(items)
        return node
    }

    /// A node for the value of `key`.
    func addField(_ key: some LuaPushable) -> LuaEncodingNode {
        let node = LuaEncodingNode()
        if case .nothing = content { content = .fields([]) }
        guard case .fields(var fields) = content else {
            isMixed = true
            return node
        }
        content = .nothing
        fields.append((key, node))
        content = .fields(fields)
        return node
    }
}

/// Encodes one value into its node.
struct LuaEncoder: Encoder {
    let node: LuaEncodingNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(LuaKeyedEncodingContainer(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        LuaUnkeyedEncodingContainer(node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// Encodes a value as Lua has it, as it is pushed, or as its type says, in this order.
    static func encode<Value: Encodable>(
        _ value: Value, into node: LuaEncodingNode, at path: [any CodingKey]
    ) throws {
        guard path.count < deepestCoding else { throw invalid(value, path, "value is nested too deeply") }
        if let leaf = value as? any LuaCodedLeaf {
            node.content = .value(leaf)
        } else if let dictionary = value as? any LuaEncodableDictionary {
            try dictionary.encode(into: node, at: path)
        } else if let own = value as? any LuaPushable, !(value is any LuaEncodable), !(value is any LuaCodedByForm) {
            node.content = .value(own)
        } else {
            try value.encode(to: LuaEncoder(node: node, codingPath: path))
            if node.isMixed { throw invalid(value, path, "\(Value.self) encodes itself in two ways at once") }
        }
    }

    private static func invalid(_ value: Any, _ path: [any CodingKey], _ reason: String) -> EncodingError {
        EncodingError.invalidValue(value, EncodingError.Context(codingPath: path, debugDescription: reason))
    }
}

extension LuaEncoder: SingleValueEncodingContainer {
    func encodeNil() throws { node.content = .value(LuaValue.nil) }

    func encode<Value: Encodable>(_ value: Value) throws { try Self.encode(value, into: node, at: codingPath) }
}

/// A dictionary whose keys Lua can have. The standard library encodes those of strings like those of integers.
protocol LuaEncodableDictionary {
    func encode(into node: LuaEncodingNode, at path: [any CodingKey]) throws
}

extension Dictionary: LuaEncodableDictionary where Key: LuaPushable & Encodable, Value: Encodable {
    func encode(into node: LuaEncodingNode, at path: [any CodingKey]) throws {
        for (key, value) in self {
            try LuaEncoder.encode(
                value, into: node.addField(key), at: path + [LuaCodingKey(stringValue: String(describing: key))])
        }
    }
}
