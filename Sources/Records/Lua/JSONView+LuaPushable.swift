public import JSON
public import Lua

extension JSONView: LuaPushable {
    /// The same as pushing `value`, straight from where the document lies: no tree in between, no `String`.
    public func push(to writer: inout LuaWriter) { withPlace { $0.push(to: &writer) } }
}

extension JSONPlace {
    fileprivate func push(to writer: inout LuaWriter) {
        switch kind {
        case .array:
            writer.table(items: count)
            for element in elements { element.push(to: &writer) }
        case .object:
            writer.table(pairs: count)
            for member in members {
                member.key.pushScalar(to: &writer)
                member.value.push(to: &writer)
            }
        default: pushScalar(to: &writer)
        }
    }

    /// Pushes what is neither array nor object, which would be pushed as nil.
    package func pushScalar(to writer: inout LuaWriter) {
        switch kind {
        case .null: writer.null()
        case .bool: writer.boolean(bool ?? false)
        case .integer: writer.integer(integer ?? 0)
        case .number: writer.number(number ?? 0)
        case .string: writer.bytes(UnsafeRawBufferPointer(utf8 ?? UnsafeBufferPointer(start: nil, count: 0)))
        case .array, .object: writer.nil()
        }
    }
}

extension JSONDocument: LuaPushable {
    /// The one value that the document is.
    public func push(to writer: inout LuaWriter) { root.push(to: &writer) }
}
