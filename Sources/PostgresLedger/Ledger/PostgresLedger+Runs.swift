public import Ledger

extension PostgresLedger {
    public func begin(_ run: RunEntry) async throws(LedgerError) -> RunClaim {
        let claims = claims
        let number = try await session.perform { connection in
            let number = try PostgresSession.transaction(connection) { try Self.enter(run, connection) }
            try claims.take(number, run.id, connection)
            return number
        }
        return claim(number)
    }

    /// Enters a run; one that is there already, for the answer got lost, is left as it is.
    static func enter(_ run: RunEntry, _ connection: PostgresConnection) throws -> Int64 {
        try connection.query(
            """
            INSERT INTO runs (id, parent, workspace_kind, workspace, workspace_name, script, script_digest, selection,
                invocation, started_at, touched_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(run.id.description), .text(run.parent?.description), .text(run.workspace.kind.rawValue),
                .text(run.workspace.key), .text(run.workspace.name), .text(run.script), .blob(run.scriptDigest),
                .text(run.selection), .text(run.invocation), .int(run.startedAt), .int(run.touchedAt),
            ])
        let number = try Self.number(of: run.id, connection)
        try connection.query(
            """
            INSERT INTO inputs SELECT $1::bigint, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[],
                $6::bigint[], $7::bytea[]) ON CONFLICT DO NOTHING
            """,
            [
                .int(number), .ints(Array(run.inputs.indices)), .texts(run.inputs.map(\.name)),
                .texts(run.inputs.map(\.path)), .ints(run.inputs.map(\.size)), .ints(run.inputs.map { $0.read.length }),
                .blobs(run.inputs.map { $0.read.digest }),
            ])
        return number
    }

    public func claim(_ id: RunIdentifier) async throws(LedgerError) -> RunClaim {
        try await claim(id, isShared: false)
    }

    /// - Parameter isShared: lets others claim it in the same way at the same time.
    func claim(_ id: RunIdentifier, isShared: Bool) async throws(LedgerError) -> RunClaim {
        let claims = claims
        let number = try await session.perform { connection in
            let number = try Self.number(of: id, connection)
            try claims.take(number, id, isShared: isShared, connection)
            return number
        }
        return claim(number)
    }

    func claim(_ number: Int64) -> RunClaim {
        RunClaim { [claims, session] in claims.release(number, session) }
    }

    public func reopen(_ id: RunIdentifier) async throws(LedgerError) {
        try await session.perform { connection in
            let number = try Self.number(of: id, connection)
            try connection.query(
                "UPDATE runs SET ended_at = NULL, ending = NULL, outcomes = NULL WHERE number = $1", [.int(number)])
        }
    }

    public func end(_ id: RunIdentifier, ending: String, at time: Int64) async throws(LedgerError) {
        try await session.perform { connection in
            let number = try Self.number(of: id, connection)
            try connection.query(
                """
                UPDATE runs SET ended_at = $2, touched_at = $2, ending = $3, outcomes = coalesce(\(Self.counts), '')
                WHERE number = $1
                """, [.int(number), .int(time), .text(ending)])
        }
    }

    public func remove(_ id: RunIdentifier) async throws(LedgerError) {
        let claim = try await claim(id)
        defer { claim.release() }
        // The tables of a run follow it: ON DELETE CASCADE.
        try await session.perform { connection in
            _ = try connection.query("DELETE FROM runs WHERE id = $1", [.text(id.description)])
            try Self.removeUnusedTexts(connection)
        }
    }

    /// The count of each outcome of a row of `runs`, as `OutcomeCounts` has it.
    static let counts = """
        (SELECT string_agg(outcome || '=' || number, ' ' ORDER BY outcome) FROM (
            SELECT outcome, count(*) AS number FROM records WHERE run = runs.number GROUP BY outcome) AS counts)
        """

    public func runs(_ filter: RunFilter) async throws(LedgerError) -> [RunEntry] {
        let limit = filter.limit.map { " LIMIT \($0)" } ?? ""
        return try await session.perform { connection in
            let rows = try connection.query(
                """
                SELECT *, coalesce(outcomes, \(Self.counts), '') AS counted, EXISTS (
                    SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
                    WHERE locktype = 'advisory' AND datname = current_database() AND granted
                        AND classid = \(PostgresSchema.lockClass) AND objid::bigint = runs.number AND objsubid = 2) AS is_locked,
                    (SELECT is_open FROM queue_runs WHERE run = runs.number) AS is_queued,
                    (SELECT reason FROM queue_runs WHERE run = runs.number) AS reason,
                    (SELECT count(*) FROM queue_records WHERE run = runs.number) AS waiting
                FROM runs WHERE ($1::text IS NULL OR starts_with(id, $1)) AND ($2::bytea IS NULL OR script_digest = $2)
                    AND ($3::text IS NULL OR parent = $3)
                ORDER BY number DESC\(limit)
                """, [.text(filter.prefix), .blob(filter.scriptDigest), .text(filter.parent?.description)])
            let inputs = try connection.query(
                "SELECT * FROM inputs WHERE run = ANY($1::bigint[]) ORDER BY run, position",
                [.ints(rows.map { $0.int("number") })])
            let inputsByRun = Dictionary(grouping: inputs) { $0.int("run") }
            return rows.map { Self.run($0, inputsByRun[$0.int("number")] ?? []) }
        }
    }

    private static func run(_ row: PostgresRow, _ inputs: [PostgresRow]) -> RunEntry {
        var run = RunEntry(
            id: RunIdentifier(row.text("id") ?? ""), parent: row.text("parent").map(RunIdentifier.init),
            workspace: RunEntry.Workspace(
                kind: row.text("workspace_kind").flatMap(RunEntry.Workspace.Kind.init) ?? .embedded,
                key: row.text("workspace") ?? "", name: row.text("workspace_name") ?? ""),
            script: row.text("script") ?? "", scriptDigest: row.bytes("script_digest") ?? [],
            inputs: inputs.map(input), selection: row.text("selection") ?? "",
            invocation: row.text("invocation") ?? "", startedAt: row.int("started_at") ?? 0)
        run.touchedAt = row.int("touched_at") ?? 0
        run.endedAt = row.int("ended_at")
        run.ending = row.text("ending")
        run.reason = row.text("reason")
        if row.hasValue("is_queued") { run.waiting = row.int("waiting").map(Int.init) }
        if row.bool("is_locked") {
            run.state = .running
        } else if row.bool("is_queued"), run.ending == nil {
            run.state = .queued
        } else {
            run.state = run.ending == nil ? .crashed : run.ending == RunEntry.complete ? .complete : .stopped
        }
        run.outcomes = OutcomeCounts(row.text("counted") ?? "").counts
        return run
    }

    private static func input(_ row: PostgresRow) -> InputEntry {
        InputEntry(
            name: row.text("name") ?? "", path: row.text("path"), size: row.int("size"),
            read: InputEntry.ReadPart(length: row.int("read_length") ?? 0, digest: row.bytes("read_digest") ?? []))
    }
}
