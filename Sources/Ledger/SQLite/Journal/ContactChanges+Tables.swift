internal import GRDB

extension ContactChanges {
    /// How old the note may be of when an identity was seen last, in milliseconds, before that is worth a write: an hour.
    private static let freshness = 3_600_000

    func write(_ workspace: String, _ database: Database) throws {
        let scratch = HotStatement.Scratch()
        try writeIdentities(workspace, database, scratch)
        try writeHoldings(workspace, database, scratch)
        for (contact, isGone) in isGone {
            try database.execute(
                sql: isGone
                    ? "INSERT OR IGNORE INTO gone_contacts VALUES (?, ?)"
                    : "DELETE FROM gone_contacts WHERE workspace = ? AND contact = ?", arguments: [workspace, contact])
        }
    }

    private func writeIdentities(_ workspace: String, _ database: Database, _ scratch: HotStatement.Scratch) throws {
        let known = try HotStatement(
            database,
            """
            INSERT INTO identities VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET contact = excluded.contact, seen_at = excluded.seen_at
                WHERE contact <> excluded.contact OR seen_at < excluded.seen_at - \(Self.freshness)
            """, scratch: scratch)
        let lost = try HotStatement(
            database, "DELETE FROM identities WHERE workspace = ? AND field = ? AND value = ?", scratch: scratch)
        for (key, identity) in sortedIdentities {
            try (identity == nil ? lost : known).execute { row in
                row.bind(workspace)
                row.bind(key.field)
                row.bind(key.value)
                guard let identity else { return }
                row.bind(identity.contactID)
                row.bind(identity.seenAt)
            }
        }
    }

    private func writeHoldings(_ workspace: String, _ database: Database, _ scratch: HotStatement.Scratch) throws {
        let held = try HotStatement(database, "INSERT OR IGNORE INTO payloads VALUES (?, ?, ?)", scratch: scratch)
        let forgotten = try HotStatement(
            database, "DELETE FROM payloads WHERE workspace = ? AND contact = ?", scratch: scratch)
        for (contact, holding) in sortedHoldings {
            if holding.isNew {
                try forgotten.execute { row in
                    row.bind(workspace)
                    row.bind(contact)
                }
            }
            for payload in holding.payloads {
                try held.execute { row in
                    row.bind(workspace)
                    row.bind(contact)
                    row.bind(payload)
                }
            }
        }
    }
}
