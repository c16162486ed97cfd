internal import Foundation
internal import GRDB

extension SQLiteLedger {
    public func identity(_ key: MatchedValue, in workspace: String) async throws(LedgerError) -> IdentityEntry? {
        try await readingContacts { database in
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
        try await readingContacts { database in
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

    /// Looks something up in the tables of contacts when they say all that the journal says.
    private func readingContacts<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value?
    ) async throws(LedgerError) -> Value? {
        while true {
            let found = try await reading { database in
                try ContactBook(database).isCurrent ? Found(value: try body(database)) : nil
            }
            if let found { return found.value }
            try await followJournal()
        }
    }

    /// What was found in tables that are up to date.
    private struct Found<Value: Sendable>: Sendable {
        var value: Value?
    }

    /// Brings the tables of contacts up to date, and keeps them so with each commit from now on.
    private func followJournal() async throws(LedgerError) {
        try await followInSteps()
        followsJournal.store(true, ordering: .relaxed)
    }

    /// Brings the tables of contacts up to date, not so many commits at once that others wait long for their turn.
    func followInSteps() async throws(LedgerError) {
        while try await !writing({ database in try ContactBook(database).follow(limit: ContactBook.step) }) {
            // Another process that waits looks ten times a second whether it may write.
            try? await Task.sleep(for: .milliseconds(120))
        }
    }
}
