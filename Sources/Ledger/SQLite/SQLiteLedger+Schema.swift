internal import Foundation
internal import GRDB

extension SQLiteLedger {
    /// "ilLG": what SQLite's own header says the file is for.
    static let applicationID: Int32 = 0x696C_4C47

    /// The tables, a migration for each change that was ever made to them.
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: firstSchema)
        }
        migrator.registerMigration("2") { database in
            try database.execute(sql: payloads)
        }
        migrator.registerMigration("3") { database in
            try database.execute(sql: journal)
            try moveOperations(database)
            try database.execute(sql: "DROP TABLE operations")
        }
        return migrator
    }()

    /// Times are milliseconds since 1970.
    private static let firstSchema = """
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            parent TEXT,
            workspace_kind TEXT NOT NULL,
            workspace TEXT NOT NULL,
            workspace_name TEXT NOT NULL,
            script TEXT NOT NULL,
            script_digest BLOB NOT NULL,
            selection TEXT NOT NULL,
            invocation TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            touched_at INTEGER NOT NULL,
            ended_at INTEGER,
            ending TEXT,
            outcomes TEXT
        ) STRICT;
        CREATE TABLE inputs (
            run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            path TEXT,
            size INTEGER,
            read_length INTEGER NOT NULL,
            read_digest BLOB NOT NULL,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE records (
            run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            line INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            action TEXT,
            field TEXT,
            value TEXT,
            contact TEXT,
            attempts INTEGER NOT NULL,
            reason TEXT,
            payload BLOB,
            ended_at INTEGER NOT NULL,
            source TEXT,
            error_code TEXT,
            error_message TEXT,
            request_id TEXT,
            error_details TEXT,
            original TEXT,
            PRIMARY KEY (run, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE operations (
            run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
            record INTEGER NOT NULL,
            number INTEGER NOT NULL,
            fingerprint BLOB NOT NULL,
            action TEXT NOT NULL,
            field TEXT,
            value TEXT,
            contact TEXT,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT,
            email TEXT,
            external_id TEXT,
            updated_at INTEGER,
            PRIMARY KEY (run, record, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE identities (
            workspace TEXT NOT NULL,
            field TEXT NOT NULL,
            value TEXT NOT NULL,
            contact TEXT NOT NULL,
            payload BLOB,
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, field, value)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE gone_contacts (
            workspace TEXT NOT NULL,
            contact TEXT NOT NULL,
            PRIMARY KEY (workspace, contact)
        ) STRICT, WITHOUT ROWID;
        """

    /// What a contact holds does not hang on one of its values.
    private static let payloads = """
        CREATE TABLE payloads (
            workspace TEXT NOT NULL,
            contact TEXT NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (workspace, contact, payload)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE identities DROP COLUMN payload;
        """

    /// What operations announce and do is written in one go for many of them, and what it says of contacts is looked up in
    /// their tables only when they have caught up with it. The references are for whoever reads the tables with something
    /// else: what belongs to a run is removed by hand, see `SQLiteLedger.remove`.
    private static let journal = """
        CREATE TABLE journal (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
            written_at INTEGER NOT NULL,
            entries BLOB NOT NULL
        ) STRICT;
        CREATE INDEX journal_runs ON journal (run);
        CREATE INDEX journal_times ON journal (written_at);
        CREATE TABLE journal_blocks (
            run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
            block INTEGER NOT NULL,
            journal INTEGER NOT NULL,
            PRIMARY KEY (run, block, journal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE contact_book (journal INTEGER NOT NULL) STRICT;
        INSERT INTO contact_book VALUES (0);
        """

    /// Brings the operations of earlier versions into the journal. The tables of contacts say already what they did.
    private static func moveOperations(_ database: Database) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM operations ORDER BY run, record, number")
        var (run, time, entries) = (Int64(0), Int64(0), JournalEncoder())
        func flush() throws {
            try append(entries, to: run, at: time, database)
            (time, entries) = (0, JournalEncoder())
        }
        while let row = try rows.next() {
            if row["run"] != run || entries.bytes.count > 32_768 { try flush() }
            run = row["run"]
            let operation = operation(row)
            entries.append(.intent(operation))
            if let end = operation.end { entries.append(.operationEnded(operation.place, end)) }
            time = max(time, operation.end?.endedAt ?? operation.startedAt)
        }
        try flush()
        try ContactBook(database).setPlaceAtEnd()
    }

    private static func operation(_ row: Row) -> OperationEntry {
        var key: MatchedValue?
        if let field: String = row["field"], let value: String = row["value"] {
            key = MatchedValue(field: field, value: value)
        }
        var operation = OperationEntry(
            place: OperationEntry.Place(record: row["record"], number: row["number"]),
            fingerprint: Array(row["fingerprint"] as Data), action: row["action"], key: key, contactID: row["contact"],
            startedAt: row["started_at"])
        guard let outcome: String = row["outcome"] else { return operation }
        let contact = operation.contactID.map {
            WrittenContact(
                id: $0, email: row["email"], externalID: row["external_id"], updatedAt: row["updated_at"],
                isGone: outcome == "deleted")
        }
        operation.end = OperationEntry.End(
            outcome: outcome, endedAt: row["ended_at"] ?? operation.startedAt, contact: contact)
        return operation
    }
}
