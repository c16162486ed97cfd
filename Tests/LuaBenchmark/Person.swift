import Lua

/// A host's own record.
struct Person: LuaPushable, LuaReadable {
    var name: String
    var email: String
    var seats: Int
    var isActive: Bool

    func push(to writer: inout LuaWriter) {
        writer.record { fields in
            fields.field("name", name)
            fields.field("email", email)
            fields.field("seats", seats)
            fields.field("active", isActive)
        }
    }

    static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Person {
        var person = Person(name: "", email: "", seats: 0, isActive: false)
        try value.forEachPair { (key, item) throws(LuaMismatch) in
            switch key.string {
            case "name": person.name = try item.read()
            case "email": person.email = try item.read()
            case "seats": person.seats = try item.read()
            case "active": person.isActive = try item.read()
            default: break
            }
        }
        return person
    }
}

/// A host's own error.
struct NoSeat: Error {
    var name: String
}
