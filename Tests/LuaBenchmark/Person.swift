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
        let fields = try value.fields()
        return Person(
            name: try fields("name"), email: try fields("email"), seats: try fields("seats"),
            isActive: try fields("active"))
    }
}

/// Where the last record lies. As in C nothing checks who else is looking at it.
final class Desk {
    @exclusivity(unchecked) var last: Person

    init(last: Person) { self.last = last }
}

/// A host's own error.
struct NoSeat: Error {
    var name: String
}
