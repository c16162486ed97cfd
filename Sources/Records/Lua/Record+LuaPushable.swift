public import Lua

extension Record: LuaPushable {
    /// A table of the record's fields; absent ones are not in it.
    public func push(to writer: inout LuaWriter) {
        switch payload {
        case .row(let row): row.push(to: &writer)
        case .document(let document): document.push(to: &writer)
        }
    }
}

extension CSVRow: LuaPushable {
    /// A table from the header's names to the cells, every one a string; a cell that is absent is not in it.
    public func push(to writer: inout LuaWriter) {
        writer.table(pairs: (0..<count).count { isField($0) })
        for column in 0..<count where isField(column) {
            writer.string(header.names[column])
            withCell(column) { writer.bytes(UnsafeRawBufferPointer($0)) }
        }
    }

    private func isField(_ column: Int) -> Bool { emptyCells == .string || withCell(column) { !$0.isEmpty } }
}
