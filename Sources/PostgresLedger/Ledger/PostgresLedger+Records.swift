public import Ledger

extension PostgresLedger {
    public func records(
        of run: RunIdentifier, after number: Int, outcomes: [String]?, limit: Int
    ) async throws(LedgerError) -> [RecordEntry] {
        try await session.perform { connection in
            try connection.query(
                """
                SELECT * FROM records WHERE run = $1 AND number > $2::bigint
                    AND ($3::text[] IS NULL OR outcome = ANY($3)) ORDER BY number LIMIT $4::bigint
                """,
                [
                    .int(try Self.number(of: run, connection)), .int(number), outcomes.map { .texts($0) } ?? .text(nil),
                    .int(limit),
                ]
            ).map(Self.record)
        }
    }

    private static func record(_ row: PostgresRow) -> RecordEntry {
        var record = RecordEntry(
            number: Int(row.int("number") ?? 0), line: Int(row.int("line") ?? 0), outcome: row.text("outcome") ?? "",
            attempts: Int(row.int("attempts") ?? 1), endedAt: row.int("ended_at") ?? 0)
        record.source = row.text("source")
        record.action = row.text("action")
        record.key = key(row)
        record.contactID = row.text("contact")
        record.reason = row.text("reason")
        record.payload = row.bytes("payload")
        record.original = row.text("original")
        if let code = row.text("error_code") {
            record.problem = RecordEntry.Problem(
                code: code, message: row.text("error_message") ?? "", requestID: row.text("request_id"),
                details: row.text("error_details"))
        }
        return record
    }

    private static func key(_ row: PostgresRow) -> MatchedValue? {
        guard let field = row.text("field"), let value = row.text("value") else { return nil }
        return MatchedValue(field: field, value: value)
    }

    public func operations(of run: RunIdentifier, record: Int) async throws(LedgerError) -> [OperationEntry] {
        try await session.perform { connection in
            try connection.query(
                "SELECT * FROM operations WHERE run = $1 AND record = $2 ORDER BY number",
                [.int(try Self.number(of: run, connection)), .int(record)]
            ).map(Self.operation)
        }
    }

    static func operation(_ row: PostgresRow) -> OperationEntry {
        var operation = OperationEntry(
            place: OperationEntry.Place(record: Int(row.int("record") ?? 0), number: Int(row.int("number") ?? 0)),
            fingerprint: row.bytes("fingerprint") ?? [], action: row.text("action") ?? "", key: key(row),
            contactID: row.text("contact"), startedAt: row.int("started_at") ?? 0)
        if let outcome = row.text("outcome") {
            operation.end = OperationEntry.End(
                outcome: outcome, endedAt: row.int("ended_at") ?? operation.startedAt, contact: contact(row))
        }
        return operation
    }

    private static func contact(_ row: PostgresRow) -> WrittenContact? {
        guard let id = row.text("contact") else { return nil }
        return WrittenContact(
            id: id, email: row.text("email"), externalID: row.text("external_id"), updatedAt: row.int("updated_at"),
            isGone: row.text("outcome") == "deleted")
    }

    public func lastRecord(of run: RunIdentifier) async throws(LedgerError) -> Int {
        try await session.perform { connection in
            let rows = try connection.query(
                """
                SELECT greatest((SELECT max(number) FROM records WHERE run = $1),
                    (SELECT max(record) FROM operations WHERE run = $1), 0) AS last
                """, [.int(try Self.number(of: run, connection))])
            return Int(rows.first?.int("last") ?? 0)
        }
    }

    public func openRecords(of run: RunIdentifier, upTo last: Int) async throws(LedgerError) -> [Int] {
        try await session.perform { connection in
            try connection.query(
                """
                SELECT number FROM generate_series(1, $2::bigint) AS number
                EXCEPT SELECT number FROM records WHERE run = $1 ORDER BY number
                """, [.int(try Self.number(of: run, connection)), .int(last)]
            ).compactMap { $0.int("number").map(Int.init) }
        }
    }

    public func identity(_ key: MatchedValue, in workspace: String) async throws(LedgerError) -> IdentityEntry? {
        try await session.perform { connection in
            let rows = try connection.query(
                """
                SELECT * FROM identities AS known WHERE workspace = $1 AND field = $2 AND value = $3 AND NOT EXISTS (
                    SELECT 1 FROM gone_contacts AS gone
                    WHERE gone.workspace = known.workspace AND gone.contact = known.contact)
                """, [.text(workspace), .text(key.field), .text(key.value)])
            return rows.first.map { row in
                IdentityEntry(key: key, contactID: row.text("contact") ?? "", seenAt: row.int("seen_at") ?? 0)
            }
        }
    }

    public func contact(
        _ key: MatchedValue, holding payload: [UInt8], in workspace: String
    ) async throws(LedgerError) -> String? {
        try await session.perform { connection in
            try connection.query(
                """
                SELECT contact FROM identities AS known JOIN payloads USING (workspace, contact)
                WHERE workspace = $1 AND field = $2 AND value = $3 AND payload = $4 AND NOT EXISTS (
                    SELECT 1 FROM gone_contacts AS gone
                    WHERE gone.workspace = known.workspace AND gone.contact = known.contact)
                """, [.text(workspace), .text(key.field), .text(key.value), .blob(payload)]
            ).first?.text("contact")
        }
    }

    public func contactsWritten(since time: Int64, in workspace: String) async throws(LedgerError) -> [WrittenContact] {
        try await session.perform { try Self.contactsWritten(since: time, in: workspace, $0) }
    }

    static func contactsWritten(
        since time: Int64, in workspace: String, _ connection: PostgresConnection
    ) throws -> [WrittenContact] {
        // Whichever write was last decides. A run is touched once a second at most while it writes.
        let rows = try connection.query(
            """
            SELECT DISTINCT ON (contact) operations.* FROM operations JOIN runs ON runs.number = operations.run
            WHERE runs.workspace = $1 AND runs.touched_at >= $2::bigint - \(touchPause)
                AND operations.ended_at >= $2::bigint AND operations.outcome IN ('created', 'updated', 'deleted')
            ORDER BY contact, operations.ended_at DESC, record DESC, operations.number DESC
            """, [.text(workspace), .int(time)])
        return rows.compactMap(contact).sorted { $0.id < $1.id }
    }
}
