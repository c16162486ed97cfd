internal import Lua
internal import Synchronization

/// Keeps a table alive that a function returns.
///
/// A result is noted as a reference and read after the function has returned, when nothing else may hold the table any
/// more. One place is enough for all threads: a state reads a result before it runs its next function, and what another
/// thread lets go of is given up only when the state makes its next reference.
private enum KeptResult {
    static let latest = Mutex<LuaTable?>(nil)
}

extension LuaCall {
    /// Makes a table the result of the call.
    mutating func returnTable(_ table: LuaTable) {
        KeptResult.latest.withLock { $0 = table }
        self.return(table)
    }

    /// Makes a table and another value the results of the call.
    mutating func returnTable(_ table: LuaTable, _ second: any LuaPushable) {
        KeptResult.latest.withLock { $0 = table }
        self.return(table, second)
    }
}
