internal import LuaSyntax

extension Expression {
    /// The name of a member of `intercom`; nil for any other expression.
    var intercomMember: String? {
        guard case .index(.global(let module), key: .string(let bytes, _), _, _) = self, module.text == "intercom"
        else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value of a field that a table is written down with, by its name; nil where this is no table, or has none.
    func field(_ name: String) -> Expression? {
        guard case .table(let fields, _) = self else { return nil }
        for field in fields {
            if case .name(let key) = field.key, key.text == name { return field.value }
        }
        return nil
    }
}
