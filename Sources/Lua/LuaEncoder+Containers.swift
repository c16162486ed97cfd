/// Encodes the fields of a table.
struct LuaKeyedEncodingContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: LuaEncodingNode
    let codingPath: [any CodingKey]

    init(node: LuaEncodingNode, codingPath: [any CodingKey]) {
        self.node = node
        self.codingPath = codingPath
        switch node.content {
        case .nothing: node.content = .fields([])
        case .fields: break
        case .items, .value: node.isMixed = true
        }
    }

    /// In Lua a field that is nil is none.
    func encodeNil(forKey key: Key) throws {}

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try LuaEncoder.encode(value, into: node.addField(key.stringValue), at: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder(for: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder(for: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder(for: LuaCodingKey.super) }

    func superEncoder(forKey key: Key) -> any Encoder { encoder(for: key) }

    private func encoder(for key: any CodingKey) -> LuaEncoder {
        LuaEncoder(node: node.addField(key.stringValue), codingPath: codingPath + [key])
    }
}

/// Encodes the items of a sequence.
struct LuaUnkeyedEncodingContainer: UnkeyedEncodingContainer {
    let node: LuaEncodingNode
    let codingPath: [any CodingKey]

    init(node: LuaEncodingNode, codingPath: [any CodingKey]) {
        self.node = node
        self.codingPath = codingPath
        switch node.content {
        case .nothing: node.content = .items([])
        case .items: break
        case .fields, .value: node.isMixed = true
        }
    }

    var count: Int { if case .items(let items) = node.content { items.count } else { 0 } }

    func encodeNil() throws { node.addItem().content = .value(LuaValue.nil) }

    func encode<Value: Encodable>(_ value: Value) throws {
        let path = next
        try LuaEncoder.encode(value, into: node.addItem(), at: path)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        nextEncoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nextEncoder().unkeyedContainer() }

    func superEncoder() -> any Encoder { nextEncoder() }

    private var next: [any CodingKey] { codingPath + [LuaCodingKey(index: count)] }

    private func nextEncoder() -> LuaEncoder {
        let path = next
        return LuaEncoder(node: node.addItem(), codingPath: path)
    }
}
