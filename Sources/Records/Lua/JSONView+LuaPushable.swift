public import JSON
public import Lua

extension JSONView: LuaPushable {
    /// The same as pushing `value`, straight from where the document lies: no tree in between, no `String`.
    public func push(to writer: inout LuaWriter) {
        switch kind {
        case .null: writer.null()
        case .bool: writer.boolean(bool ?? false)
        case .integer: writer.integer(integer ?? 0)
        case .number: writer.number(number ?? 0)
        case .string: pushText(to: &writer)
        case .array:
            writer.table(items: count)
            for element in elements { element.push(to: &writer) }
        case .object:
            writer.table(pairs: count)
            for member in members {
                member.keyView.pushText(to: &writer)
                member.value.push(to: &writer)
            }
        }
    }

    private func pushText(to writer: inout LuaWriter) {
        withUTF8 { writer.bytes(UnsafeRawBufferPointer($0)) }
    }
}

extension JSONDocument: LuaPushable {
    /// The one value that the document is.
    public func push(to writer: inout LuaWriter) { root.push(to: &writer) }
}
