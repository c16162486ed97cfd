public import Ledger

/// The scripts of queued runs: each text is kept once, however many runs have it.
extension PostgresLedger {
    /// Keeps the script of a run.
    static func enter(_ script: QueuedScript, _ run: Int64, _ connection: PostgresConnection) throws {
        try keep(script, connection)
        try connection.query(
            """
            INSERT INTO queue_runs (run, chunk_name, script, settings) VALUES ($1, $2, sha256($3::bytea), $4)
            ON CONFLICT DO NOTHING
            """, [.int(run), .text(script.chunkName), .blob(script.text), .text(script.settings)])
        try enterModules(of: script, run, connection)
    }

    /// Keeps another script for a run than the one that it has.
    static func replace(_ script: QueuedScript, _ run: Int64, _ connection: PostgresConnection) throws {
        try keep(script, connection)
        try connection.query(
            """
            UPDATE queue_runs SET chunk_name = $2, script = sha256($3::bytea), settings = $4, reason = NULL WHERE run = $1
            """, [.int(run), .text(script.chunkName), .blob(script.text), .text(script.settings)])
        try connection.query("DELETE FROM queue_modules WHERE run = $1", [.int(run)])
        try enterModules(of: script, run, connection)
    }

    /// Removes the texts that no run has any more.
    ///
    /// Whoever is about to refer to a text, maybe to one that is there already, holds the same lock until that is done.
    static func removeUnusedTexts(_ connection: PostgresConnection) throws {
        try PostgresSession.transaction(connection) {
            try connection.query(
                "SELECT pg_advisory_xact_lock(\(PostgresSchema.lockClass), \(PostgresSchema.textsLock))")
            try connection.query(
                """
                DELETE FROM queue_texts WHERE NOT EXISTS (SELECT 1 FROM queue_runs WHERE script = digest)
                    AND NOT EXISTS (SELECT 1 FROM queue_modules WHERE queue_modules.text = digest)
                """)
        }
    }

    private static func keep(_ script: QueuedScript, _ connection: PostgresConnection) throws {
        try connection.query(
            "SELECT pg_advisory_xact_lock_shared(\(PostgresSchema.lockClass), \(PostgresSchema.textsLock))")
        try connection.query(
            """
            INSERT INTO queue_texts SELECT DISTINCT sha256(text), text FROM unnest($1::bytea[]) AS text
            ON CONFLICT DO NOTHING
            """, [.blobs([script.text] + script.modules.values)])
    }

    private static func enterModules(
        of script: QueuedScript, _ run: Int64, _ connection: PostgresConnection
    ) throws {
        let modules = script.modules.sorted { $0.key < $1.key }
        try connection.query(
            """
            INSERT INTO queue_modules SELECT $1::bigint, name, sha256(text)
            FROM unnest($2::text[], $3::bytea[]) AS module (name, text) ON CONFLICT DO NOTHING
            """, [.int(run), .texts(modules.map(\.key)), .blobs(modules.map(\.value))])
    }

    /// What a run in the queue is carried out with.
    public func queuedScript(of run: RunIdentifier) async throws(LedgerError) -> QueuedScript {
        try await session.perform { connection in
            let number = PostgresValue.int(try Self.number(of: run, connection))
            guard
                let row = try connection.query(
                    """
                    SELECT chunk_name, text, settings FROM queue_runs JOIN queue_texts ON digest = script WHERE run = $1
                    """, [number]
                ).first
            else { throw LedgerError(.unknownRun, "the run \(run) is in no queue") }
            let modules = try connection.query(
                """
                SELECT name, queue_texts.text AS module FROM queue_modules JOIN queue_texts ON digest = queue_modules.text
                WHERE run = $1
                """, [number])
            return QueuedScript(
                chunkName: row.text("chunk_name") ?? "", text: row.bytes("text") ?? [],
                modules: Dictionary(modules.map { ($0.text("name") ?? "", $0.bytes("module") ?? []) }) { $1 },
                settings: row.text("settings") ?? "")
        }
    }
}
