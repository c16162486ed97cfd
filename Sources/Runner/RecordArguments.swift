public import Lua
public import Records

/// The first argument of `each`: the record, with its empty arrays marked as such.
public struct RecordTable: LuaPushable {
    private let record: Record
    private let table: LuaTable?

    /// - Throws: `LuaError` where the memory limit does not allow for it.
    public init(_ record: Record, in lua: LuaState) throws(LuaError) {
        self.record = record
        // Rows of CSV have no arrays.
        if case .document = record.payload { table = try lua.makeTable(record) } else { table = nil }
    }

    public func push(to writer: inout LuaWriter) {
        if let table { table.push(to: &writer) } else { record.push(to: &writer) }
    }
}

/// The second argument of `each`.
public struct RecordContext: LuaPushable {
    private let record: Record

    public init(_ record: Record) { self.record = record }

    public func push(to writer: inout LuaWriter) {
        writer.record { fields in
            fields.field("index", record.index)
            fields.field("line", record.line)
            fields.field("source", record.source)
        }
    }
}
