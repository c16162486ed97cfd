internal import Intercom
internal import JSON
internal import Lua
internal import Records

/// A contact as scripts get it: a table of what Intercom sent. Where Intercom says null there is no field, so that
/// `if contact.phone then` means what it says.
struct ContactTable: LuaPushable, Sendable {
    let contact: Contact

    func push(to writer: inout LuaWriter) {
        if let details = contact.details {
            Self.push(details, to: &writer)
        } else {
            AnswerTable.push(contact.json, to: &writer)
        }
    }

    private static func push(_ view: JSONView, to writer: inout LuaWriter) {
        switch view.kind {
        case .object:
            writer.record { fields in
                for member in view.members where !member.value.isNull {
                    fields.field(member.key) { push(member.value, to: &$0) }
                }
            }
        case .array:
            writer.table(items: view.count)
            for element in view.elements { push(element, to: &writer) }
        default: view.push(to: &writer)
        }
    }

}

/// Anything else that Intercom sent, in the same way.
struct AnswerTable: LuaPushable, Sendable {
    let json: JSONValue

    func push(to writer: inout LuaWriter) { Self.push(json, to: &writer) }

    static func push(_ value: JSONValue, to writer: inout LuaWriter) {
        switch value {
        case .object(let object):
            writer.record { fields in
                for (key, value) in object where !value.isNull { fields.field(key) { push(value, to: &$0) } }
            }
        case .array(let elements):
            writer.table(items: elements.count)
            for element in elements { push(element, to: &writer) }
        default: value.push(to: &writer)
        }
    }
}
