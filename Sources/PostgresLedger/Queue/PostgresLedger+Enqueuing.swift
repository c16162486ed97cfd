public import Ledger

extension PostgresLedger {
    /// Enters a run whose records will be put into the queue, and claims it. No worker sees it before `openQueue`.
    public func beginQueue(_ run: RunEntry, _ script: QueuedScript) async throws(LedgerError) -> RunClaim {
        let claims = claims
        let number = try await session.perform { connection in
            let number = try PostgresSession.transaction(connection) {
                let number = try Self.enter(run, connection)
                try Self.enter(script, number, connection)
                return number
            }
            try claims.take(number, run.id, connection)
            return number
        }
        return claim(number)
    }

    /// Keeps a script, each text of it once, however many runs have it.
    private static func enter(_ script: QueuedScript, _ run: Int64, _ connection: PostgresConnection) throws {
        let modules = script.modules.sorted { $0.key < $1.key }
        let texts = PostgresValue.blobs(([script.text] + modules.map(\.value)).map(\.self))
        try connection.query(
            """
            INSERT INTO queue_texts SELECT DISTINCT sha256(text), text FROM unnest($1::bytea[]) AS text
            ON CONFLICT DO NOTHING
            """, [texts])
        try connection.query(
            """
            INSERT INTO queue_runs (run, chunk_name, script, settings) VALUES ($1, $2, sha256($3::bytea), $4)
            ON CONFLICT DO NOTHING
            """, [.int(run), .text(script.chunkName), .blob(script.text), .text(script.settings)])
        try connection.query(
            """
            INSERT INTO queue_modules SELECT $1::bigint, name, sha256(text)
            FROM unnest($2::text[], $3::bytea[]) AS module (name, text) ON CONFLICT DO NOTHING
            """, [.int(run), .texts(modules.map(\.key)), .blobs(modules.map(\.value))])
    }

    /// Puts records into the queue of a run.
    public func enqueue(_ records: [QueuedRecord], in run: RunIdentifier) async throws(LedgerError) {
        try await session.perform { connection in
            let number = try Self.number(of: run, connection)
            // One statement, and so one transaction: done twice it is as good as once.
            try connection.query(
                """
                WITH lanes AS (
                    INSERT INTO queue_lanes (run, lane) SELECT DISTINCT $1::bigint, lane FROM unnest($2::bigint[]) AS lane
                    ON CONFLICT DO NOTHING
                )
                INSERT INTO queue_records SELECT $1::bigint, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[],
                    $5::text[], $6::text[], $7::text[]) ON CONFLICT DO NOTHING
                """,
                [
                    .int(number), .ints(records.map(\.lane)), .ints(records.map(\.number)), .ints(records.map(\.line)),
                    .texts(records.map(\.source)), .texts(records.map(\.content)), .texts(records.map(\.problem)),
                ])
        }
    }

    /// Lets workers have the records of a run, all of which are in the queue. One without any is complete at once.
    public func openQueue(_ run: RunIdentifier, at time: Int64) async throws(LedgerError) {
        try await session.perform { connection in
            let number = try Self.number(of: run, connection)
            try PostgresSession.transaction(connection) {
                try connection.query("UPDATE queue_runs SET is_open = true WHERE run = $1", [.int(number)])
                try Self.completeQueue(number, at: time, connection)
                try connection.execute("NOTIFY \(PostgresSchema.queueChannel)")
            }
        }
    }

    /// Notes the end of a run whose queue is empty.
    ///
    /// - Returns: whether it has ended, now or before.
    @discardableResult
    static func completeQueue(_ run: Int64, at time: Int64, _ connection: PostgresConnection) throws -> Bool {
        let ended = try connection.query(
            """
            UPDATE runs SET ended_at = $2, touched_at = $2, ending = '\(RunEntry.complete)',
                outcomes = coalesce(\(counts), '')
            WHERE number = $1 AND ending IS NULL AND NOT EXISTS (SELECT 1 FROM queue_lanes WHERE run = $1)
            RETURNING number
            """, [.int(run), .int(time)])
        if !ended.isEmpty { try connection.query("DELETE FROM queue_identities WHERE run = $1", [.int(run)]) }
        let rows = try connection.query("SELECT ending IS NOT NULL AS ended FROM runs WHERE number = $1", [.int(run)])
        // A run that was removed is over too.
        return rows.first?.bool("ended") ?? true
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

    /// The oldest run of a workspace that waits in the queue or is being worked on: the only one that workers may be at, so
    /// that what is enqueued later comes later.
    public func oldestQueuedRun(in workspace: String) async throws(LedgerError) -> RunIdentifier? {
        try await session.perform { connection in
            try connection.query(
                """
                SELECT id FROM runs JOIN queue_runs ON queue_runs.run = runs.number
                WHERE workspace = $1 AND is_open AND ending IS NULL ORDER BY number LIMIT 1
                """, [.text(workspace)]
            ).first?.text("id").map(RunIdentifier.init)
        }
    }
}
