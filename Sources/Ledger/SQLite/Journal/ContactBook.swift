internal import Foundation
internal import GRDB

/// What is known of contacts, in tables in which it is found by key.
///
/// A run that asks for nothing of the kind need not write them: they say what the journal says up to some commit of it, and
/// are brought up to date when somebody asks. Then what one contact went through comes down to how it ended.
struct ContactBook {
    private let database: Database

    /// Entries that are taken over in one go where others may wait for it: half a second's work.
    static let step = 50_000

    init(_ database: Database) { self.database = database }

    /// Whether the tables say all that the journal says.
    var isCurrent: Bool {
        get throws {
            let sql = """
                SELECT (SELECT journal FROM contact_book) >= coalesce((SELECT max(number) FROM journal), 0)
                """
            return try Bool.fetchOne(try database.cachedStatement(sql: sql)) ?? true
        }
    }

    /// Takes over what the next commits say.
    ///
    /// - Parameter limit: entries with which enough has been taken over.
    /// - Returns: whether the tables are up to date now.
    @discardableResult
    func follow(limit: Int = .max) throws -> Bool {
        let commits = try Row.fetchCursor(
            try database.cachedStatement(
                sql: """
                    SELECT journal.number, runs.workspace, entries FROM journal LEFT JOIN runs ON runs.number = journal.run
                    WHERE journal.number > (SELECT journal FROM contact_book) ORDER BY journal.number
                    """))
        var changes: [String: ContactChanges] = [:]
        var count = 0
        var last: Int64?
        var isLast = false
        while count < limit {
            guard let commit = try commits.next() else {
                isLast = true
                break
            }
            // Of a run that somebody deleted by hand nobody knows where it was.
            if let workspace: String = commit["workspace"] {
                for entry in try JournalDecoder.entries(commit["entries"]) {
                    changes[workspace, default: ContactChanges()].note(entry)
                    count += 1
                }
            }
            last = commit["number"]
        }
        for (workspace, changes) in changes { try changes.write(workspace, database) }
        if let last {
            try database.cachedStatement(sql: "UPDATE contact_book SET journal = ?").execute(arguments: [last])
        }
        return isLast
    }

    /// Notes that the tables say all that the journal says.
    func setPlaceAtEnd() throws {
        try database.execute(
            sql: "UPDATE contact_book SET journal = (SELECT coalesce(max(number), 0) FROM main.journal)")
    }
}

/// What some entries say of the contacts of one workspace, the last word only.
private struct ContactChanges {
    /// What a contact holds.
    private struct Holding {
        /// Whether what it held before is no longer known.
        var isNew = false
        var payloads: Set<[UInt8]> = []
    }

    /// Which contact a value stands for; nil inside where it stands for nobody any more.
    private var identities: [MatchedValue: IdentityEntry?] = [:]
    private var holdings: [String: Holding] = [:]
    /// Whether a contact is gone.
    private var isGone: [String: Bool] = [:]

    /// How old the note may be of when an identity was seen last, in milliseconds, before that is worth a write: an hour.
    private static let freshness = 3_600_000

    mutating func note(_ entry: LedgerBatch.Entry) {
        switch entry {
        case .intent(let operation):
            if let id = operation.contactID, operation.isWrite { holdings[id] = Holding(isNew: true) }
        case .operationEnded(_, let end): if let contact = end.contact, contact.isGone { isGone[contact.id] = true }
        case .identity(let identity, let payload):
            identities[identity.key] = .some(identity)
            if let payload { holdings[identity.contactID, default: Holding()].payloads.insert(payload) }
        case .identityLost(let key): identities[key] = .some(nil)
        case .contactReturned(let id): isGone[id] = false
        case .contactChanged(let id): holdings[id] = Holding(isNew: true)
        case .record: break
        }
    }

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
        // In the order of the table, so that each of its pages is visited once.
        for (key, identity) in identities.sorted(by: { ($0.key.field, $0.key.value) < ($1.key.field, $1.key.value) }) {
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
        for (contact, holding) in holdings.sorted(by: { $0.key < $1.key }) {
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
