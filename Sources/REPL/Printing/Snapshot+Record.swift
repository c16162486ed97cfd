internal import JSON
internal import Records

extension Snapshot {
  /// A record with its fields in the order of the input.
  init(_ record: Record) { self.init(record.value) }

  private init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .boolean(value)
    case .string(let text): self = .string(Text(text.utf8, limit: 1000))
    case .array(let elements): self = .table(Table(items: elements.map { Snapshot($0) }))
    case .object(let object):
      self = .table(Table(fields: object.map { name, value in
        let key: Key = LuaWord.isName(name) ? .name(name) : .bracketed(.string(Text(name.utf8, limit: 1000)))
        return Field(name: name, key: key, value: Snapshot(value))
      }))
    default: self = .number("\(value)")
    }
  }
}
