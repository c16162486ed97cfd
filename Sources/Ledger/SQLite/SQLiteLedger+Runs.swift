internal import Foundation
internal import GRDB

extension SQLiteLedger {
    public func begin(_ run: RunEntry) async throws(LedgerError) -> RunClaim {
        let locks = locks
        return try await writing { database in
            try database.execute(
                sql: """
                    INSERT INTO runs (id, parent, workspace_kind, workspace, workspace_name, script, script_digest,
                        selection, invocation, started_at, touched_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run.id.description, run.parent?.description, run.workspace.kind.rawValue, run.workspace.key,
                    run.workspace.name, run.script, Data(run.scriptDigest), run.selection, run.invocation,
                    run.startedAt,
                    run.touchedAt,
                ])
            let number = database.lastInsertedRowID
            for (position, input) in run.inputs.enumerated() {
                try database.execute(
                    sql: "INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        number, position, input.name, input.path, input.size, input.read.length,
                        Data(input.read.digest),
                    ])
            }
            return try Self.claim(run.id, number, locks)
        }
    }

    public func claim(_ id: RunIdentifier) async throws(LedgerError) -> RunClaim {
        let locks = locks
        return try await reading { database in try Self.claim(id, try Self.number(of: id, database), locks) }
    }

    public func reopen(_ id: RunIdentifier) async throws(LedgerError) {
        try await writing { database in
            try database.execute(
                sql: "UPDATE runs SET ended_at = NULL, ending = NULL, outcomes = NULL WHERE number = ?",
                arguments: [try Self.number(of: id, database)])
        }
    }

    private static func claim(_ id: RunIdentifier, _ number: Int64, _ locks: RunLocks) throws(LedgerError) -> RunClaim {
        if let claim = try locks.lock(number) { return claim }
        throw LedgerError(.running, "the run \(id) is still going on in another process")
    }

    public func end(_ id: RunIdentifier, ending: String, at time: Int64) async throws(LedgerError) {
        try await writing { database in
            let number = try Self.number(of: id, database)
            let outcomes = try Self.outcomes(of: number, database)
            try database.execute(
                sql: "UPDATE runs SET ended_at = ?, touched_at = ?, ending = ?, outcomes = ? WHERE number = ?",
                arguments: [time, time, ending, OutcomeCounts(outcomes).text, number])
        }
    }

    public func runs(_ filter: RunFilter) async throws(LedgerError) -> [RunEntry] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let prefix = filter.prefix {
            conditions.append("substr(id, 1, length(?)) = ?")
            arguments += [prefix, prefix]
        }
        if let digest = filter.scriptDigest {
            conditions.append("script_digest = ?")
            arguments += [Data(digest)]
        }
        if let parent = filter.parent {
            conditions.append("parent = ?")
            arguments += [parent.description]
        }
        var sql = "SELECT * FROM runs"
        if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
        sql += " ORDER BY number DESC"
        if let limit = filter.limit { sql += " LIMIT \(limit)" }
        let (query, values, locks) = (sql, arguments, locks)
        return try await reading { database in
            try Row.fetchAll(database, sql: query, arguments: values).map { try Self.run($0, database, locks) }
        }
    }

    private static func run(_ row: Row, _ database: Database, _ locks: RunLocks) throws -> RunEntry {
        let number: Int64 = row["number"]
        let inputs = try Row.fetchAll(
            database, sql: "SELECT * FROM inputs WHERE run = ? ORDER BY position", arguments: [number])
        var run = RunEntry(
            id: RunIdentifier(row["id"]), parent: (row["parent"] as String?).map(RunIdentifier.init),
            workspace: RunEntry.Workspace(
                kind: RunEntry.Workspace.Kind(rawValue: row["workspace_kind"]) ?? .embedded, key: row["workspace"],
                name: row["workspace_name"]),
            script: row["script"], scriptDigest: Array(row["script_digest"] as Data), inputs: inputs.map(input),
            selection: row["selection"], invocation: row["invocation"], startedAt: row["started_at"])
        run.touchedAt = row["touched_at"]
        run.endedAt = row["ended_at"]
        run.ending = row["ending"]
        if try locks.isLocked(number) {
            run.state = .running
        } else {
            run.state = run.ending == nil ? .crashed : run.ending == RunEntry.complete ? .complete : .stopped
        }
        let counted: String? = row["outcomes"]
        run.outcomes = try counted.map { OutcomeCounts($0).counts } ?? outcomes(of: number, database)
        return run
    }

    private static func input(_ row: Row) -> InputEntry {
        InputEntry(
            name: row["name"], path: row["path"], size: row["size"],
            read: InputEntry.ReadPart(length: row["read_length"], digest: Array(row["read_digest"] as Data)))
    }

    static func number(of id: RunIdentifier, _ database: Database) throws -> Int64 {
        let number = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM runs WHERE id = ?"), arguments: [id.description])
        guard let number else { throw LedgerError(.unknownRun, "there is no run \(id)") }
        return number
    }

    private static func outcomes(of number: Int64, _ database: Database) throws -> [String: Int] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT outcome, count(*) AS number FROM records WHERE run = ? GROUP BY outcome",
            arguments: [number])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["outcome"] as String, $0["number"] as Int) })
    }
}
