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
}
