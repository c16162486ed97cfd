internal import GRDB

extension SQLiteLedger {
    public func remove(_ id: RunIdentifier) async throws(LedgerError) {
        let claim = try await claim(id)
        defer { claim.release() }
        try await followInSteps()
        try await writing { database in
            // What it says of contacts is to stay.
            try ContactBook(database).follow()
            try Self.remove(try Self.number(of: id, database), database)
        }
    }

    /// Removes a run with all that is kept of it, which the tables of contacts must have followed.
    static func remove(_ run: Int64, _ database: Database) throws {
        for table in ["inputs", "records", "journal", "journal_blocks"] {
            try database.execute(sql: "DELETE FROM main.\(table) WHERE run = ?", arguments: [run])
        }
        try database.execute(sql: "DELETE FROM main.runs WHERE number = ?", arguments: [run])
    }
}
