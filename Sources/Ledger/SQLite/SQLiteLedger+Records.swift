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

    private static func key(_ row: Row) -> MatchedValue? {
        guard let field: String = row["field"], let value: String = row["value"] else { return nil }
        return MatchedValue(field: field, value: value)
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
}
