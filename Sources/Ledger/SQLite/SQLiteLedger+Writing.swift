internal import Foundation
internal import GRDB

extension SQLiteLedger {
    public func write(_ batch: LedgerBatch) async throws(LedgerError) {
        let follows = followsJournal.load(ordering: .relaxed)
        try await writing { database in
            let run = try Self.number(of: batch.run, database)
            let records = try RecordWriter(database, run: run)
            var journal = JournalEncoder(entries: batch.entries.count)
            for entry in batch.entries {
                if case .record(let record) = entry { try records.write(record) } else { journal.append(entry) }
            }
            try Self.append(journal, to: run, at: batch.time, database)
            if follows { try ContactBook(database).follow(limit: ContactBook.step) }
            for (position, part) in batch.inputs { try Self.write(part, ofInput: position, run, database) }
            try database.cachedStatement(sql: "UPDATE runs SET touched_at = ? WHERE number = ?")
                .execute(arguments: [batch.time, run])
        }
    }

    private static func write(
        _ part: InputEntry.ReadPart, ofInput position: Int, _ run: Int64, _ database: Database
    ) throws {
        try database.cachedStatement(
            sql: "UPDATE inputs SET read_length = ?, read_digest = ? WHERE run = ? AND position = ?"
        ).execute(arguments: [part.length, Data(part.digest), run, position])
    }
}

/// Writes the outcomes of one commit.
private struct RecordWriter {
    private let run: Int64
    private let record: HotStatement

    init(_ database: Database, run: Int64) throws {
        self.run = run
        record = try HotStatement(
            database, "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    }

    func write(_ entry: RecordEntry) throws {
        try record.execute { row in
            row.bind(run)
            row.bind(entry.number)
            row.bind(entry.line)
            row.bind(entry.outcome)
            row.bind(entry.action)
            row.bind(entry.key?.field)
            row.bind(entry.key?.value)
            row.bind(entry.contactID)
            row.bind(entry.attempts)
            row.bind(entry.reason)
            row.bind(entry.payload)
            row.bind(entry.endedAt)
            row.bind(entry.source)
            row.bind(entry.problem?.code)
            row.bind(entry.problem?.message)
            row.bind(entry.problem?.requestID)
            row.bind(entry.problem?.details)
            row.bind(entry.original)
        }
    }
}
