internal import Foundation
internal import GRDB

extension SQLiteLedger {
    public func records(
        of run: RunIdentifier, after number: Int, outcomes: [String]?, limit: Int
    ) async throws(LedgerError) -> [RecordEntry] {
        try await reading { database in
            let run = try Self.number(of: run, database)
            var sql = "SELECT * FROM records WHERE run = ? AND number > ?"
            var arguments: StatementArguments = [run, number]
            if let outcomes {
                sql += " AND outcome IN (\(outcomes.map { _ in "?" }.joined(separator: ", ")))"
                arguments += StatementArguments(outcomes)
            }
            sql += " ORDER BY number LIMIT \(limit)"
            return try Row.fetchAll(database, sql: sql, arguments: arguments).map(Self.record)
        }
    }

    private static func record(_ row: Row) -> RecordEntry {
        var record = RecordEntry(
            number: row["number"], line: row["line"], outcome: row["outcome"], attempts: row["attempts"],
            endedAt: row["ended_at"])
        record.source = row["source"]
        record.action = row["action"]
        record.key = key(row)
        record.contactID = row["contact"]
        record.reason = row["reason"]
        record.payload = (row["payload"] as Data?).map(Array.init)
        record.original = row["original"]
        if let code: String = row["error_code"] {
            record.problem = RecordEntry.Problem(
                code: code, message: row["error_message"] ?? "", requestID: row["request_id"],
                details: row["error_details"])
        }
        return record
    }

    static func key(_ row: Row) -> MatchedValue? {
        guard let field: String = row["field"], let value: String = row["value"] else { return nil }
        return MatchedValue(field: field, value: value)
    }

    public func operations(of run: RunIdentifier, record: Int) async throws(LedgerError) -> [OperationEntry] {
        try await reading { database in
            let run = try Self.number(of: run, database)
            return try Row.fetchAll(
                database, sql: "SELECT * FROM operations WHERE run = ? AND record = ? ORDER BY number",
                arguments: [run, record]
            ).map(Self.operation)
        }
    }

    private static func operation(_ row: Row) -> OperationEntry {
        var operation = OperationEntry(
            place: OperationEntry.Place(record: row["record"], number: row["number"]),
            fingerprint: Array(row["fingerprint"] as Data), action: row["action"], key: key(row),
            contactID: row["contact"], startedAt: row["started_at"])
        if let outcome: String = row["outcome"] {
            operation.end = OperationEntry.End(
                outcome: outcome, endedAt: row["ended_at"] ?? operation.startedAt, contact: contact(row))
        }
        return operation
    }

    private static func contact(_ row: Row) -> WrittenContact? {
        guard let id: String = row["contact"] else { return nil }
        return WrittenContact(
            id: id, email: row["email"], externalID: row["external_id"], updatedAt: row["updated_at"],
            isGone: row["outcome"] == "deleted")
    }

    public func lastRecord(of run: RunIdentifier) async throws(LedgerError) -> Int {
        try await reading { database in
            let run = try Self.number(of: run, database)
            return try Int.fetchOne(
                database,
                sql: """
                    SELECT max(coalesce((SELECT max(number) FROM records WHERE run = ?), 0),
                        coalesce((SELECT max(record) FROM operations WHERE run = ?), 0))
                    """, arguments: [run, run]) ?? 0
        }
    }

    public func openRecords(of run: RunIdentifier, upTo last: Int) async throws(LedgerError) -> [Int] {
        try await reading { database in
            let run = try Self.number(of: run, database)
            let numbers = try Int.fetchCursor(
                database, sql: "SELECT number FROM records WHERE run = ? AND number <= ? ORDER BY number",
                arguments: [run, last])
            var open: [Int] = []
            var next = 1
            while let number = try numbers.next() {
                open += next..<number
                next = number + 1
            }
            if next <= last { open += next...last }
            return open
        }
    }

    public func identity(_ key: MatchedValue, in workspace: String) async throws(LedgerError) -> IdentityEntry? {
        try await reading { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM identities AS known WHERE workspace = ? AND field = ? AND value = ? AND NOT EXISTS (
                        SELECT 1 FROM gone_contacts AS gone
                        WHERE gone.workspace = known.workspace AND gone.contact = known.contact)
                    """, arguments: [workspace, key.field, key.value])
            guard let row else { return nil }
            return IdentityEntry(key: key, contactID: row["contact"], seenAt: row["seen_at"])
        }
    }

    public func contact(
        _ key: MatchedValue, holding payload: [UInt8], in workspace: String
    ) async throws(LedgerError) -> String? {
        try await reading { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT known.contact FROM identities AS known
                    JOIN payloads ON payloads.workspace = known.workspace AND payloads.contact = known.contact
                    WHERE known.workspace = ? AND field = ? AND value = ? AND payload = ? AND NOT EXISTS (
                        SELECT 1 FROM gone_contacts AS gone
                        WHERE gone.workspace = known.workspace AND gone.contact = known.contact)
                    """)
            return try String.fetchOne(statement, arguments: [workspace, key.field, key.value, Data(payload)])
        }
    }

    public func contactsWritten(since time: Int64, in workspace: String) async throws(LedgerError) -> [WrittenContact] {
        try await reading { database in
            // Whichever write was last decides.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT operations.* FROM operations JOIN runs ON runs.number = operations.run
                    WHERE runs.workspace = ? AND runs.touched_at >= ? AND operations.ended_at >= ?
                        AND operations.outcome IN ('created', 'updated', 'deleted')
                    ORDER BY operations.ended_at
                    """, arguments: [workspace, time, time])
            var contacts: [String: WrittenContact] = [:]
            while let row = try rows.next() {
                if let contact = Self.contact(row) { contacts[contact.id] = contact }
            }
            return contacts.values.sorted { $0.id < $1.id }
        }
    }
}
