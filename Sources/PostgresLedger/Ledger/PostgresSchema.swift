internal import Ledger

/// The tables, in a schema of their own beside whatever else the database holds, and the changes that were ever made to them.
enum PostgresSchema {
    /// "ilLG": the first half of the numbers of all advisory locks; the second is a run's number, 0 for the schema itself,
    /// or -1 for the texts of scripts.
    static let lockClass: Int32 = 0x696C_4C47
    static let textsLock: Int32 = -1

    private static let migrations = [first, payloads, queue, queueEndings, queueDoubts]

    /// Brings the tables to what this version knows.
    ///
    /// - Throws: `LedgerError` of kind `newer` where they are beyond that.
    static func migrate(_ connection: PostgresConnection, _ address: PostgresAddress) throws {
        if try version(connection, address) == migrations.count { return }
        // One at a time: whoever comes second finds the work done. Where it fails, the lock ends with the connection.
        try connection.query("SELECT pg_advisory_lock(\(lockClass), 0)")
        try PostgresSession.transaction(connection) {
            let version = try version(connection, address)
            if version == migrations.count { return }
            if version == 0 {
                try connection.execute(
                    "CREATE SCHEMA IF NOT EXISTS intercom_lua; CREATE TABLE schema_version (version integer NOT NULL)")
                try connection.execute("INSERT INTO schema_version VALUES (0)")
            }
            for migration in migrations[version...] { try connection.execute(migration) }
            try connection.execute("UPDATE schema_version SET version = \(migrations.count)")
        }
        try connection.query("SELECT pg_advisory_unlock(\(lockClass), 0)")
    }

    private static func version(_ connection: PostgresConnection, _ address: PostgresAddress) throws -> Int {
        let there = try connection.query("SELECT to_regclass('intercom_lua.schema_version') IS NOT NULL AS there")
        guard there.first?.bool("there") == true else { return 0 }
        let found = Int(try connection.query("SELECT version FROM schema_version").first?.int("version") ?? 0)
        guard found <= migrations.count else {
            throw LedgerError(
                .newer, "the ledger \"\(address)\" was written by a newer version of intercom-lua",
                advice: "use that version, or choose another database with --ledger")
        }
        return found
    }

    /// Times are milliseconds since 1970.
    private static let first = """
        CREATE TABLE runs (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id text NOT NULL UNIQUE,
            parent text,
            workspace_kind text NOT NULL,
            workspace text NOT NULL,
            workspace_name text NOT NULL,
            script text NOT NULL,
            script_digest bytea NOT NULL,
            selection text NOT NULL,
            invocation text NOT NULL,
            started_at bigint NOT NULL,
            touched_at bigint NOT NULL,
            ended_at bigint,
            ending text,
            outcomes text
        );
        CREATE INDEX runs_by_workspace ON runs (workspace, touched_at);
        CREATE TABLE inputs (
            run bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
            position bigint NOT NULL,
            name text NOT NULL,
            path text,
            size bigint,
            read_length bigint NOT NULL,
            read_digest bytea NOT NULL,
            PRIMARY KEY (run, position)
        );
        CREATE TABLE records (
            run bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
            number bigint NOT NULL,
            line bigint NOT NULL,
            outcome text NOT NULL,
            action text,
            field text,
            value text,
            contact text,
            attempts bigint NOT NULL,
            reason text,
            payload bytea,
            ended_at bigint NOT NULL,
            source text,
            error_code text,
            error_message text,
            request_id text,
            error_details text,
            original text,
            PRIMARY KEY (run, number)
        );
        CREATE TABLE operations (
            run bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
            record bigint NOT NULL,
            number bigint NOT NULL,
            fingerprint bytea NOT NULL,
            action text NOT NULL,
            field text,
            value text,
            contact text,
            started_at bigint NOT NULL,
            ended_at bigint,
            outcome text,
            email text,
            external_id text,
            updated_at bigint,
            PRIMARY KEY (run, record, number)
        );
        CREATE TABLE identities (
            workspace text NOT NULL,
            field text NOT NULL,
            value text NOT NULL,
            contact text NOT NULL,
            payload bytea,
            seen_at bigint NOT NULL,
            PRIMARY KEY (workspace, field, value)
        );
        CREATE TABLE gone_contacts (
            workspace text NOT NULL,
            contact text NOT NULL,
            PRIMARY KEY (workspace, contact)
        );
        """

    /// What a contact holds does not hang on one of its values.
    private static let payloads = """
        CREATE TABLE payloads (
            workspace text NOT NULL,
            contact text NOT NULL,
            payload bytea NOT NULL,
            PRIMARY KEY (workspace, contact, payload)
        );
        ALTER TABLE identities DROP COLUMN payload;
        """
}
