public import Ledger

extension QueueWorker {
    /// Takes calls out of what all workers of a workspace may make in a window of its rate limit: no call is taken twice.
    ///
    /// - Parameters:
    ///   - limit: calls allowed in the window.
    ///   - used: calls that were counted in it, also those of programs that take theirs from nowhere.
    ///   - end: when the window ends, in Unix seconds: its name.
    /// - Returns: how many were left of those wanted.
    public func takeCalls(
        _ wanted: Int, of limit: Int, used: Int = 0, inWindow end: Int64
    ) async throws(LedgerError) -> Int {
        try await aside.perform { [workspace] connection in
            let rows = try connection.query(
                """
                INSERT INTO queue_budgets AS known VALUES ($1, $2, $4::bigint + $3::bigint)
                ON CONFLICT (workspace, window_end) DO UPDATE
                    SET taken = greatest(known.taken, $4::bigint) + $3::bigint
                RETURNING taken, xmax = 0 AS is_first
                """, [.text(workspace), .int(end), .int(wanted), .int(used)])
            let before = Int(rows.first?.int("taken") ?? 0) - wanted
            if rows.first?.bool("is_first") == true {
                try connection.query(
                    "DELETE FROM queue_budgets WHERE workspace = $1 AND window_end < $2::bigint - 600",
                    [.text(workspace), .int(end)])
            }
            return max(0, min(wanted, limit - before))
        }
    }

    /// Records in the queue of the workspace that have not ended; nil where the database does not say.
    public var queuedRecords: Int? {
        let rows = try? session.performAndWait(patience: 0) { [workspace] connection in
            try connection.query(
                """
                SELECT count(*) AS number FROM queue_records JOIN runs ON runs.number = run JOIN queue_runs USING (run)
                WHERE workspace = $1 AND ending IS NULL AND is_open
                """, [.text(workspace)])
        }
        return rows?.first?.int("number").map(Int.init)
    }
}
