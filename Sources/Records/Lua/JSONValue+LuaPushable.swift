public import JSON
public import Lua

extension JSONValue: LuaPushable {
    /// The value as Lua has it: integers stay integers and numbers floats, null becomes the one null of Lua's side,
    /// arrays and objects become tables.
    public func push(to writer: inout LuaWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let bool): writer.boolean(bool)
        case .integer(let integer): writer.integer(integer)
        case .number(let number): writer.number(number)
        case .string(let string): writer.string(string)
        case .array(let array):
            writer.table(items: array.count)
            for element in array { element.push(to: &writer) }
        case .object(let object): object.push(to: &writer)
        }
    }
}

extension JSONObject: LuaPushable {
    /// A table of the members; a member that is null is the null of Lua's side, not absent.
    public func push(to writer: inout LuaWriter) {
        writer.table(pairs: count)
        for (key, value) in self {
            writer.string(key)
            value.push(to: &writer)
        }
    }
}
