public import Ledger

extension PostgresLedger {
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

    /// Notes that a run is not gone on with, although records of it are in the queue: they stay there until it is put back.
    /// What is in flight still ends, so that its outcomes are not counted for good.
    static func stopQueue(
        _ run: Int64, ending: String, reason: String?, at time: Int64, _ connection: PostgresConnection
    ) throws {
        try connection.query(
            """
            UPDATE runs SET ended_at = coalesce(ended_at, $2), touched_at = $2, ending = $3
            WHERE number = $1 AND (ending IS NULL OR ending = '\(RunEntry.complete)')
            """, [.int(run), .int(time), .text(ending)])
        try connection.query("UPDATE queue_runs SET reason = $2 WHERE run = $1", [.int(run), .text(reason)])
        try connection.execute("NOTIFY \(PostgresSchema.queueChannel)")
    }

    /// Leaves a run of the queue aside whose script cannot be begun.
    ///
    /// - Throws: `running` where others are at it, `unknownRun`.
    public func failQueue(_ id: RunIdentifier, reason: String, at time: Int64) async throws(LedgerError) {
        let claim = try await claim(id)
        defer { claim.release() }
        try await session.perform { connection in
            let number = try Self.number(of: id, connection)
            try PostgresSession.transaction(connection) {
                try Self.stopQueue(number, ending: RunEntry.failed, reason: reason, at: time, connection)
            }
        }
    }

    /// Puts a run back into the queue that ended before its queue was empty, in its old place.
    ///
    /// - Parameters:
    ///   - script: what it is carried out with from now on.
    ///   - digest: SHA-256 of all the code.
    /// - Throws: `running` where somebody is at it, `unknownRun`.
    public func putBack(
        _ id: RunIdentifier, _ script: QueuedScript, digest: [UInt8]
    ) async throws(LedgerError) {
        let claim = try await claim(id)
        defer { claim.release() }
        try await session.perform { connection in
            let number = try Self.number(of: id, connection)
            try PostgresSession.transaction(connection) {
                try connection.query(
                    """
                    UPDATE runs SET ended_at = NULL, ending = NULL, outcomes = NULL, script_digest = $2 WHERE number = $1
                    """, [.int(number), .blob(digest)])
                try connection.query("DELETE FROM queue_counts WHERE run = $1", [.int(number)])
                try Self.replace(script, number, connection)
                try connection.execute("NOTIFY \(PostgresSchema.queueChannel)")
            }
        }
    }
}
