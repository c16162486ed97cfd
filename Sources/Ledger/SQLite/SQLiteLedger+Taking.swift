internal import Foundation
internal import GRDB

extension SQLiteLedger {
    /// Takes over a run from another ledger, with all that is known of its records and contacts. Where it is here already, the
    /// one that was written to later stays.
    ///
    /// - Returns: whether it was taken over.
    /// - Throws: `running` where a process is at work on it.
    public func take(_ id: RunIdentifier, from other: SQLiteLedger) async throws(LedgerError) -> Bool {
        let (locks, otherLocks, path) = (locks, other.locks, other.path)
        let theirs = try await other.reading { database in
            let number = try Self.number(of: id, database)
            if try otherLocks.isLocked(number) { throw Self.stillGoingOn(id) }
            return try Self.touched(number, database)
        }
        try await other.followInSteps()
        try await followInSteps()
        return try await attaching(path) { database in
            try ContactBook(database).follow()
            if let number = try Int64.fetchOne(
                database, sql: "SELECT number FROM runs WHERE id = ?", arguments: [id.description])
            {
                if try locks.isLocked(number) { throw Self.stillGoingOn(id) }
                if try Self.touched(number, database) >= theirs { return false }
                try Self.remove(number, database)
            }
            try Self.copy(id, database)
            return true
        }
    }

    private static func stillGoingOn(_ id: RunIdentifier) -> LedgerError {
        LedgerError(.running, "run \(id) is still going on", advice: "try again when it has ended")
    }

    private static func touched(_ number: Int64, _ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT touched_at FROM runs WHERE number = ?", arguments: [number]) ?? 0
    }

    private func attaching<Value: Sendable>(
        _ path: String, _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        do {
            return try await pool.writeWithoutTransaction { database in
                try database.execute(sql: "ATTACH DATABASE ? AS other", arguments: [path])
                defer { try? database.execute(sql: "DETACH DATABASE other") }
                return try database.atOnce(body)
            }
        } catch {
            throw LedgerError(error, self.path)
        }
    }

    /// Copies a run from the attached ledger.
    private static func copy(_ id: RunIdentifier, _ database: Database) throws {
        let columns = try columns(of: "runs", but: "number", database)
        try database.execute(
            sql: "INSERT INTO main.runs (\(columns)) SELECT \(columns) FROM other.runs WHERE id = ?",
            arguments: [id.description])
        let number = database.lastInsertedRowID
        for table in ["inputs", "records"] {
            let columns = try Self.columns(of: table, but: "run", database)
            try database.execute(
                sql: """
                    INSERT INTO main.\(table) (run, \(columns)) SELECT ?, \(columns) FROM other.\(table)
                    WHERE run = (SELECT number FROM other.runs WHERE id = ?)
                    """, arguments: [number, id.description])
        }
        try copyJournal(of: id, to: number, database)
        try database.execute(
            sql: """
                INSERT INTO main.identities SELECT * FROM other.identities
                WHERE workspace = (SELECT workspace FROM other.runs WHERE id = ?)
                ON CONFLICT DO UPDATE SET contact = excluded.contact, seen_at = excluded.seen_at
                    WHERE excluded.seen_at > seen_at
                """, arguments: [id.description])
        try copyPayloads(of: id, to: number, database)
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO main.gone_contacts SELECT * FROM other.gone_contacts
                WHERE workspace = (SELECT workspace FROM other.runs WHERE id = ?)
                """, arguments: [id.description])
    }

    private static func copyJournal(of id: RunIdentifier, to number: Int64, _ database: Database) throws {
        let commits = try Row.fetchCursor(
            database,
            sql: """
                SELECT written_at, entries FROM other.journal WHERE run = (SELECT number FROM other.runs WHERE id = ?)
                ORDER BY number
                """, arguments: [id.description])
        while let commit = try commits.next() {
            var entries = JournalEncoder()
            for entry in try JournalDecoder.entries(commit["entries"]) { entries.append(entry) }
            try append(entries, to: number, at: commit["written_at"], database)
        }
        // What it says of contacts comes from the other's tables.
        try ContactBook(database).setPlaceAtEnd()
    }

    /// Nobody can tell which of two ledgers knows what a contact holds now; where this one knows nothing of it, the other's
    /// word stands.
    private static func copyPayloads(of id: RunIdentifier, to number: Int64, _ database: Database) throws {
        let forgotten = try database.cachedStatement(
            sql: """
                DELETE FROM main.payloads WHERE workspace = (SELECT workspace FROM main.runs WHERE number = ?) AND contact = ?
                """)
        for contact in try contactsWritten(by: number, database) {
            try forgotten.execute(arguments: [number, contact])
        }
        let known = try contactsWritten(by: number, others: true, database)
        let payloads = try Row.fetchCursor(
            database,
            sql: "SELECT * FROM other.payloads WHERE workspace = (SELECT workspace FROM other.runs WHERE id = ?)",
            arguments: [id.description])
        while let payload = try payloads.next() {
            if known.contains(payload["contact"]) { continue }
            try database.execute(
                sql: "INSERT OR IGNORE INTO main.payloads VALUES (?, ?, ?)",
                arguments: [payload["workspace"], payload["contact"], payload["payload"] as Data])
        }
    }

    /// The names of a table's columns for a statement.
    private static func columns(of table: String, but left: String, _ database: Database) throws -> String {
        try database.columns(in: table).map(\.name).filter { $0 != left }.joined(separator: ", ")
    }
}
