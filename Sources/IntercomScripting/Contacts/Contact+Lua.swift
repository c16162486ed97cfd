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
            details.withPlace { Self.push($0, to: &writer) }
        } else {
            AnswerTable.push(contact.json, to: &writer)
        }
    }

    private static func push(_ place: JSONPlace, to writer: inout LuaWriter) {
        switch place.kind {
        case .object:
            writer.record { fields in
                for member in place.members where !member.value.isNull {
                    guard let name = member.key.utf8 else { continue }
                    fields.field(UnsafeRawBufferPointer(name)) { push(member.value, to: &$0) }
                }
            }
        case .array:
            writer.table(items: place.count)
            for element in place.elements { push(element, to: &writer) }
        default: place.pushScalar(to: &writer)
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
