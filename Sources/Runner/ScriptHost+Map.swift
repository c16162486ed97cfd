internal import IntercomScripting
public import JSON
internal import Lua
internal import Records

extension ScriptHost {
    /// Runs the script over all records without network and writes what it returns: a record, a list of records, or nothing.
    ///
    /// - Parameters:
    ///   - write: receives each record, in order.
    ///   - rejected: receives each record that could not be read or on which the script failed; it is left out.
    /// - Throws: `ScriptSource.ReadError`, `LuaError`, `LoadedScript.ShapeError`, `MissingInput`, `RecordsError`, and whatever
    ///   `write` and `rejected` throw.
    public func map(
        write: @Sendable (JSONValue) throws -> Void, rejected: @Sendable (RecordResult) throws -> Void
    ) async throws -> RunSummary {
        let began = ContinuousClock.now
        let script = try await load(ScriptActivity(record: 0))
        guard let each = script.each else {
            throw LoadedScript.ShapeError(description: "a script for map returns a function, or a table with each")
        }
        let lua = try open()
        let state = try script.setup.map { try lua.call($0, as: LuaValue.self) } ?? .nil
        guard let input else { throw MissingInput() }
        var summary = RunSummary()
        let feed = try input.feed()
        defer { feed.stop() }
        reading: while true {
            let items = try await feed.take()
            if items.isEmpty { break }
            for item in items {
                if stopSign.isUp { break reading }
                let result = try transform(item, each, state, lua, write)
                summary.add(result)
                if result.outcome == .rejected { try rejected(result) }
            }
        }
        if stopSign.isUp {
            summary.ending = .interrupted
        } else if let finish = script.finish {
            try lua.call(finish, state)
        }
        let (seconds, attoseconds) = (ContinuousClock.now - began).components
        summary.seconds = Double(seconds) + Double(attoseconds) / 1e18
        return summary
    }

    private func transform(
        _ item: RecordItem, _ each: LuaFunction, _ state: LuaValue, _ lua: LuaState, _ write: (JSONValue) throws -> Void
    ) throws -> RecordResult {
        switch item {
        case .rejected(let rejected): return RecordResult(rejected)
        case .record(let record):
            var result = RecordResult(
                record: record.index, line: record.line, source: record.source, outcome: .unchanged)
            let values: [JSONValue]
            do {
                let table = try RecordTable(record, in: lua)
                let returned = try lua.call(each, table, RecordContext(record), state, as: LuaValue.self)
                values = try Self.records(returned, of: record, lua)
                if case .table = returned {} else if values.isEmpty { result.outcome = .skipped }
            } catch {
                result.take(error, ScriptActivity(record: record.index))
                // Without network there is nothing that another try could make better.
                if result.problem != nil { result.outcome = .rejected }
                return result
            }
            for value in values { try write(value) }
            return result
        }
    }

    /// What a script returned for a record: the items of a list, any other value, or nothing. Fields that the record has keep
    /// its order.
    private static func records(
        _ returned: LuaValue, of record: Record, _ lua: LuaState
    ) throws(LuaError) -> [JSONValue] {
        switch returned {
        case .nil, .null: return []
        case .table(let table):
            let items = try lua.read(table) { (table) throws(LuaMismatch) in
                table.rawLength > 0 ? try [LuaValue].read(table) : []
            }
            guard items.isEmpty else {
                // As a list it must have nothing but its items, which reading it whole checks.
                _ = try json(table, .sorted, lua)
                var values: [JSONValue] = []
                for item in items { values.append(try json(item, record.keyOrder, lua)) }
                return values
            }
        default: break
        }
        let value = try json(returned, record.keyOrder, lua)
        if case .array(let none) = value { return none }
        return [value]
    }

    private static func json(
        _ value: some LuaPushable, _ order: KeyOrder, _ lua: LuaState
    ) throws(LuaError) -> JSONValue {
        try lua.read(value) { (value) throws(LuaMismatch) in
            var reader = LuaJSONReader()
            return try reader.read(value, order: order)
        }
    }
}
