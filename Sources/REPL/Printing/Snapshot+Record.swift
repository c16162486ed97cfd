internal import JSON
internal import Records

extension Snapshot {
    /// A record with its fields in the order of the input. `numeral` writes a float as Lua does.
    init(_ record: Record, numeral: (Double) -> String) { self.init(record.value, numeral) }

    private init(_ value: JSONValue, _ numeral: (Double) -> String) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(numeral(value))
        case .string(let text): self = .string(Text(text.utf8, limit: 1000))
        case .array(let elements): self = .table(Table(items: elements.map { Snapshot($0, numeral) }))
        case .object(let object):
            self = .table(
                Table(
                    fields: object.map { name, value in
                        let key: Key =
                            LuaWord.isName(name) ? .name(name) : .bracketed(.string(Text(name.utf8, limit: 1000)))
                        return Field(name: name, key: key, value: Snapshot(value, numeral))
                    }))
        }
    }
}
