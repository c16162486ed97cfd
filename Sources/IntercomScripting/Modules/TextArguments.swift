internal import Lua

extension LuaCall {
    /// The longest text that the functions take, in bytes: nothing ends them half-way, so they must end soon.
    static let textLimit = 2 << 20
    /// The longest name, address or number, in bytes.
    static let valueLimit = 4 << 10
    /// The most parts that a text is cut into.
    static let partsLimit = 1_000_000

    /// The text at a position; nil where it is nil or was not given.
    func text(_ position: Int, limit: Int = textLimit) throws(LuaArgumentError) -> String? {
        if let count = self[position].withBytes(\.count), count > limit {
            throw error(position, "a text of \(count) bytes, more than \(limit)")
        }
        return try argument(position)
    }

    /// Refuses what would be longer than a text may be.
    func checkLength(_ count: Int) throws(LuaArgumentError) {
        if count > Self.textLimit { throw error(1, "the result would have more than \(Self.textLimit) bytes") }
    }

    /// A name of an enumeration; nil where it is nil or was not given.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ position: Int, as type: Choice.Type
    ) throws(LuaArgumentError) -> Choice? {
        guard let name = try text(position, limit: Self.valueLimit) else { return nil }
        guard let choice = Choice(rawValue: name) else {
            let names = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw error(position, "\"\(name)\" is not one of \(names)")
        }
        return choice
    }
}
