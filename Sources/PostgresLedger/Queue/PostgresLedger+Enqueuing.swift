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
