internal import IntercomScripting
internal import Lua

/// Takes values out of Lua for showing them, without running anything of a script's.
final class SnapshotTaker {
    private let raw: RawAccess
    private let limits: SnapshotLimits
    /// The paths of the tables around the value that is being taken, by table.
    private let around: LuaTable
    private var valuesLeft: Int

    private init(_ raw: RawAccess, _ limits: SnapshotLimits) throws(LuaError) {
        self.raw = raw
        self.limits = limits
        around = try raw.state.makeTable()
        valuesLeft = limits.values
    }

    /// A value as it is to be shown.
    ///
    /// - Throws: `LuaError` of kind memory where Lua has none left.
    static func take(_ value: LuaValue, _ raw: RawAccess, _ limits: SnapshotLimits = SnapshotLimits()) throws(LuaError)
        -> Snapshot
    {
        try SnapshotTaker(raw, limits).take(value, depth: 0, path: "")
    }

    private func take(_ value: LuaValue, depth: Int, path: String) throws(LuaError) -> Snapshot {
        valuesLeft -= 1
        return switch value {
        case .nil: .nil
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(raw.numeral(value))
        case .string(let text): .string(Snapshot.Text(text.utf8, limit: limits.text))
        case .bytes(let bytes): .string(Snapshot.Text(bytes, limit: limits.text))
        case .function(let function): .function(raw.name(of: function))
        case .coroutine: .coroutine
        case .pointer: .userdata
        case .userdata(let userdata): failure(in: userdata) ?? .userdata
        case .table(let table): try take(table, depth: depth, path: path)
        }
    }

    private func take(_ table: LuaTable, depth: Int, path: String) throws(LuaError) -> Snapshot {
        if case .string(let outer) = raw.get(around, .table(table)) { return .cycle(outer) }
        var snapshot = Snapshot.Table()
        let keys = raw.keys(of: table, limit: 0).count
        if keys == 0 { return .table(snapshot) }
        guard depth < limits.depth, valuesLeft > 0 else { return .tooDeep }
        try raw.set(around, table, path)
        let items = try takeItems(of: table, depth: depth, path: path, into: &snapshot)
        try takeFields(of: table, beyond: items, count: keys - items, depth: depth, path: path, into: &snapshot)
        try raw.set(around, table, LuaValue.nil)
        return .table(snapshot)
    }

    /// Takes the values 1, 2, … and returns how many there are.
    private func takeItems(of table: LuaTable, depth: Int, path: String, into snapshot: inout Snapshot.Table)
        throws(LuaError) -> Int
    {
        let length = raw.length(of: table)
        for position in 1..<(length + 1) {
            let item = raw.get(table, .integer(Int64(position)))
            if case .nil = item { return position - 1 }
            guard snapshot.items.count < limits.entries, valuesLeft > 0 else {
                snapshot.moreItems = length - snapshot.items.count
                return length
            }
            snapshot.items.append(try take(item, depth: depth + 1, path: "\(path)[\(position)]"))
        }
        return length
    }

    private func takeFields(
        of table: LuaTable, beyond items: Int, count: Int, depth: Int, path: String, into snapshot: inout Snapshot.Table
    ) throws(LuaError) {
        guard count > 0 else { return }
        // Enough to sort; a table of more fields than this shows whichever come first.
        let keys = raw.keys(of: table, limit: max(10_000, limits.entries) + items).keys.filter { key in
            if case .integer(let position) = key { position < 1 || position > items } else { true }
        }
        for key in keys.sorted(by: Self.precedes).prefix(limits.entries) {
            guard valuesLeft > 0 else { break }
            let field = try takeField(key, of: table, depth: depth, path: path)
            snapshot.fields.append(field)
        }
        snapshot.moreFields = count - snapshot.fields.count
    }

    private func takeField(_ key: LuaValue, of table: LuaTable, depth: Int, path: String) throws(LuaError)
        -> Snapshot.Field
    {
        var name: String?
        if case .string(let text) = key { name = text }
        if let name, LuaWord.isName(name) {
            let inner = path.isEmpty ? name : path + "." + name
            return Snapshot.Field(
                name: name, key: .name(name), value: try take(raw.get(table, key), depth: depth + 1, path: inner))
        }
        let shown = try take(key, depth: limits.depth, path: path)
        let inner = "\(path)[\(SnapshotPrinter.plain(shown))]"
        return Snapshot.Field(
            name: name, key: .bracketed(shown), value: try take(raw.get(table, key), depth: depth + 1, path: inner))
    }

    /// Numbers, then strings, then all else.
    private static func precedes(_ one: LuaValue, _ other: LuaValue) -> Bool {
        switch (one, other) {
        case (.integer(let one), .integer(let other)): one < other
        case (.number(let one), .number(let other)): one < other
        case (.integer(let one), .number(let other)): Double(one) < other
        case (.number(let one), .integer(let other)): one < Double(other)
        case (.string(let one), .string(let other)): one < other
        case (.boolean(let one), .boolean(let other)): !one && other
        default: rank(one) < rank(other)
        }
    }

    private static func rank(_ key: LuaValue) -> Int {
        switch key {
        case .integer, .number: 0
        case .string: 1
        case .bytes: 2
        case .boolean: 3
        default: 4
        }
    }

    private func failure(in userdata: LuaUserdata) -> Snapshot? {
        raw.error(in: userdata).map { .failure(Snapshot.Failure($0)) }
    }
}

extension Snapshot.Failure {
    init(_ error: any Error) {
        text = String(describing: error)
        fields = []
        guard let shown = error as? any LuaErrorFields else { return }
        for name in shown.luaFieldNames where name != "message" && name != "advice" {
            guard let value = Snapshot(hostValue: shown.luaField(name)) else { continue }
            fields.append(Snapshot.Field(name: name, key: .name(name), value: value))
        }
    }
}

extension Snapshot {
    /// The simple values that fields of errors have; nil for none and for empty lists.
    fileprivate init?(hostValue: (any LuaPushable)?) {
        switch hostValue {
        case let text as String: self = .string(Text(text.utf8, limit: 200))
        case let number as any BinaryInteger: self = .integer(Int64(clamping: number))
        case let flag as Bool: self = .boolean(flag)
        case let list as [String] where !list.isEmpty:
            self = .table(Table(items: list.map { .string(Text($0.utf8, limit: 200)) }))
        default: return nil
        }
    }
}
