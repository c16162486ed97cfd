internal import Lua

/// A Lua value taken out of Lua whole, to be compared and shown.
indirect enum ValueTree: Sendable {
    case `nil`, null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text([UInt8])
    /// Sorted by key: 1, 2, …, other numbers, texts, all else.
    case table([Member])
    /// A function, a coroutine or an object of the host: what `tostring` says of it.
    case opaque(String)

    struct Member: Sendable {
        var key: ValueTree
        var value: ValueTree
    }

    /// Values that a tree has at most: one that contains itself has no end.
    private static let limit = 100_000

    /// - Throws: `LuaError` for a value that is too large, or contains itself.
    static func read(_ value: some LuaPushable, in state: LuaState) throws(LuaError) -> ValueTree {
        var left = limit
        return try state.read(value) { (value) throws(LuaMismatch) in try read(value, depth: 0, &left) }
    }

    private static func read(
        _ value: LuaStackValue, depth: Int, _ left: inout Int
    ) throws(LuaMismatch) -> ValueTree {
        left -= 1
        guard left > 0, depth < 100 else {
            throw LuaMismatch(
                expected: "", found: "table", reason: "the value is too large to be compared, or contains itself")
        }
        switch value.kind {
        case .none, .nil: return .nil
        case .boolean: return .boolean(value.boolean)
        case .number: return value.isInteger ? .integer(value.integer ?? 0) : .number(value.number ?? 0)
        case .string: return .text(value.withBytes { [UInt8]($0) } ?? [])
        case .lightUserdata where value.isNull: return .null
        case .table:
            var members: [Member] = []
            try value.forEachPair { (key, item) throws(LuaMismatch) in
                members.append(
                    Member(key: try read(key, depth: depth + 1, &left), value: try read(item, depth: depth + 1, &left)))
            }
            return .table(members.sorted { $0.key.precedes($1.key) })
        default:
            let handle = try value.read(as: LuaValue.self)
            return .opaque((try? value.state.text(of: handle)) ?? value.typeName)
        }
    }

    // MARK: Order

    private var rank: Int {
        switch self {
        case .integer, .number: 0
        case .text: 1
        case .boolean: 2
        case .nil, .null, .table, .opaque: 3
        }
    }

    func precedes(_ other: ValueTree) -> Bool {
        switch (self, other) {
        case (.integer(let one), .integer(let other)): one < other
        case (.integer, .number), (.number, .integer), (.number, .number): asNumber < other.asNumber
        case (.text(let one), .text(let other)): one.lexicographicallyPrecedes(other)
        case (.boolean(let one), .boolean(let other)): !one && other
        default: (rank, ValueText.line(self)) < (other.rank, ValueText.line(other))
        }
    }

    private var asNumber: Double {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: 0
        }
    }

    // MARK: Comparison

    /// As `==` in Lua, and tables by what is in them.
    func equals(_ other: ValueTree) -> Bool {
        switch (self, other) {
        case (.nil, .nil), (.null, .null): true
        case (.boolean(let one), .boolean(let other)): one == other
        case (.integer(let one), .integer(let other)): one == other
        case (.number(let one), .number(let other)): one == other
        case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
            Int64(exactly: number) == integer
        case (.text(let one), .text(let other)): one == other
        case (.opaque(let one), .opaque(let other)): one == other
        case (.table(let one), .table(let other)):
            one.count == other.count
                && zip(one, other).allSatisfy { $0.key.equals($1.key) && $0.value.equals($1.value) }
        default: false
        }
    }

    /// Whether everything that `part` has is here too, in tables within too.
    func includes(_ part: ValueTree) -> Bool {
        guard case .table(let wanted) = part, case .table(let members) = self else { return equals(part) }
        return wanted.allSatisfy { entry in
            members.contains { $0.key.equals(entry.key) && $0.value.includes(entry.value) }
        }
    }

    /// The values 1, 2, … of a table.
    var items: [ValueTree] {
        guard case .table(let members) = self else { return [] }
        return zip(Int64(1)..., members).prefix { $1.key.equals(.integer($0)) }.map(\.1.value)
    }
}
