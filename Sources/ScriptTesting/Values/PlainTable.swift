internal import JSON
internal import Lua

/// JSON as a Lua table in which null is nil, so that `if result.error then` means what it says.
struct PlainTable: LuaPushable, Sendable {
    let json: JSONValue

    func push(to writer: inout LuaWriter) { Self.push(json, to: &writer) }

    private static func push(_ value: JSONValue, to writer: inout LuaWriter) {
        switch value {
        case .null: writer.nil()
        case .bool(let bool): writer.boolean(bool)
        case .integer(let integer): writer.integer(integer)
        case .number(let number): writer.number(number)
        case .string(let string): writer.string(string)
        case .array(let elements):
            writer.table(items: elements.count)
            for element in elements { push(element, to: &writer) }
        case .object(let object):
            writer.record { fields in
                for (key, value) in object where !value.isNull { fields.field(key) { push(value, to: &$0) } }
            }
        }
    }
}
