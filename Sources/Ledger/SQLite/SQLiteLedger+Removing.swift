internal import GRDB

extension SQLiteLedger {
    public func remove(_ id: RunIdentifier) async throws(LedgerError) {
        let claim = try await claim(id)
        defer { claim.release() }
        try await writing { database in
            // What it says of contacts is to stay.
            try ContactBook(database).follow()
            // The tables of a run follow it: ON DELETE CASCADE.
            try database.execute(
                sql: "DELETE FROM runs WHERE number = ?", arguments: [try Self.number(of: id, database)])
        }
    }
}
