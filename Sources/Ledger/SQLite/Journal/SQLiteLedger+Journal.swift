internal import Foundation
internal import GRDB

extension SQLiteLedger {
    /// Appends entries to the journal of a run.
    static func append(_ entries: JournalEncoder, to run: Int64, at time: Int64, _ database: Database) throws {
        if entries.bytes.isEmpty { return }
        try HotStatement(database, "INSERT INTO journal (run, written_at, entries) VALUES (?, ?, ?)").execute { row in
            row.bind(run)
            row.bind(time)
            row.bind(entries.bytes)
        }
        let number = database.lastInsertedRowID
        for block in entries.blocks {
            try database.cachedStatement(sql: "INSERT INTO journal_blocks VALUES (?, ?, ?)")
                .execute(arguments: [run, block, number])
        }
    }

    public func operations(of run: RunIdentifier, record: Int) async throws(LedgerError) -> [OperationEntry] {
        try await reading { database in
            let block = JournalEncoder.block(of: record)
            let commits = try Self.commits(of: try Self.number(of: run, database), block: block, database)
            var operations: [Int: OperationEntry] = [:]
            while let commit = try commits.next() {
                for entry in try JournalDecoder.entries(commit, ofRecord: record) {
                    switch entry {
                    case .intent(let operation): operations[operation.place.number] = operation
                    case .operationEnded(let place, let end):
                        operations[place.number]?.end = end
                        if let contact = end.contact { operations[place.number]?.contactID = contact.id }
                    default: break
                    }
                }
            }
            return operations.values.sorted { $0.place.number < $1.place.number }
        }
    }

    /// All commits in which there are operations of a block, in their order.
    private static func commits(of run: Int64, block: Int, _ database: Database) throws -> FastDatabaseValueCursor<Data>
    {
        let statement = try database.cachedStatement(
            sql: """
                SELECT entries FROM journal_blocks JOIN journal ON journal.number = journal_blocks.journal
                WHERE journal_blocks.run = ? AND block = ? ORDER BY journal_blocks.journal
                """)
        return try Data.fetchCursor(statement, arguments: [run, block])
    }

    public func lastRecord(of run: RunIdentifier) async throws(LedgerError) -> Int {
        try await reading { database in
            let run = try Self.number(of: run, database)
            var last =
                try Int.fetchOne(database, sql: "SELECT max(number) FROM records WHERE run = ?", arguments: [run]) ?? 0
            let block = try Int.fetchOne(
                database, sql: "SELECT max(block) FROM journal_blocks WHERE run = ?", arguments: [run])
            guard let block else { return last }
            let commits = try Self.commits(of: run, block: block, database)
            while let commit = try commits.next() {
                for case .intent(let operation) in try JournalDecoder.entries(commit, only: .intent) {
                    last = max(last, operation.place.record)
                }
            }
            return last
        }
    }

    /// In an order in which the index on the times has them: by their numbers alone, all of the journal would be gone through.
    static let recentCommits = """
        SELECT entries FROM journal JOIN runs ON runs.number = journal.run
        WHERE runs.workspace = ? AND written_at >= ? ORDER BY written_at, journal.number
        """

    public func contactsWritten(since time: Int64, in workspace: String) async throws(LedgerError) -> [WrittenContact] {
        try await reading { database in
            let commits = try Data.fetchCursor(database, sql: Self.recentCommits, arguments: [workspace, time])
            var contacts: [WrittenContact] = []
            // Where a contact is among them, and when it was written to: whichever write was last decides.
            var known: [String: (place: Int, endedAt: Int64)] = [:]
            while let entries = try commits.next() {
                for case .operationEnded(_, let end) in try JournalDecoder.entries(entries, only: .operationEnded) {
                    guard let contact = end.contact, end.isWrite, end.endedAt >= time else { continue }
                    let earlier = known[contact.id]
                    if let earlier, earlier.endedAt > end.endedAt { continue }
                    let place = earlier?.place ?? contacts.count
                    known[contact.id] = (place, end.endedAt)
                    if earlier == nil { contacts.append(contact) } else { contacts[place] = contact }
                }
            }
            return contacts
        }
    }

    /// The contacts that a run wrote to, or that all others did.
    static func contactsWritten(by run: Int64, others: Bool = false, _ database: Database) throws -> Set<String> {
        let commits = try Data.fetchCursor(
            database, sql: "SELECT entries FROM journal WHERE run \(others ? "<>" : "=") ?", arguments: [run])
        var contacts: Set<String> = []
        while let entries = try commits.next() {
            for entry in try JournalDecoder.entries(entries) {
                switch entry {
                case .intent(let operation): if let id = operation.contactID { contacts.insert(id) }
                case .operationEnded(_, let end): if let id = end.contact?.id { contacts.insert(id) }
                default: break
                }
            }
        }
        return contacts
    }
}

extension OperationEntry.End {
    /// Whether the contact was written to, for all that is known.
    fileprivate var isWrite: Bool { ["created", "updated", "deleted"].contains(outcome) }
}
