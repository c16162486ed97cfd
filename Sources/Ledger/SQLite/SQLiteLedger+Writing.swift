internal import Foundation
internal import GRDB

extension SQLiteLedger {
    public func write(_ batch: LedgerBatch) async throws(LedgerError) {
        try await writing { database in
            let run = try Self.number(of: batch.run, database)
            let writer = try BatchWriter(database, run: run, workspace: batch.workspace, time: batch.time)
            for entry in batch.entries { try writer.write(entry) }
            for (position, part) in batch.inputs { try writer.write(part, ofInput: position) }
            try writer.touch()
        }
    }
}

/// Writes the entries of one batch.
private struct BatchWriter {
    private let run: Int64
    private let workspace: String
    private let time: Int64
    private let intent: HotStatement
    private let operationEnd: HotStatement
    private let record: HotStatement
    private let identity: HotStatement
    private let payload: HotStatement
    private let payloadsLost: HotStatement
    private let database: Database

    /// How old the note may be of when an identity was seen last, in milliseconds, before that is worth a write: an hour.
    private static let freshness = 3_600_000

    init(_ database: Database, run: Int64, workspace: String, time: Int64) throws {
        self.database = database
        self.run = run
        self.workspace = workspace
        self.time = time
        let scratch = HotStatement.Scratch()
        func hot(_ sql: String) throws -> HotStatement { try HotStatement(database, sql, scratch: scratch) }
        intent = try hot(
            """
            INSERT OR REPLACE INTO operations
                (run, record, number, fingerprint, action, field, value, contact, started_at, ended_at, outcome)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        operationEnd = try hot(
            """
            UPDATE operations SET ended_at = ?, outcome = ?, contact = coalesce(?, contact), email = ?,
                external_id = ?, updated_at = ? WHERE run = ? AND record = ? AND number = ?
            """)
        record = try hot("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        identity = try hot(
            """
            INSERT INTO identities VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET contact = excluded.contact, seen_at = excluded.seen_at
                WHERE contact <> excluded.contact OR seen_at < excluded.seen_at - \(Self.freshness)
            """)
        payload = try hot("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?)")
        payloadsLost = try hot("DELETE FROM payloads WHERE workspace = ? AND contact = ?")
    }

    func write(_ entry: LedgerBatch.Entry) throws {
        switch entry {
        case .intent(let operation):
            try write(operation)
            if let id = operation.contactID, operation.isWrite { try forgetPayloads(of: id) }
        case .operationEnded(let place, let end): try write(end, of: place)
        case .record(let entry): try write(entry)
        case .identity(let entry): try write(entry)
        case .identityLost(let key):
            try database.execute(
                sql: "DELETE FROM identities WHERE workspace = ? AND field = ? AND value = ?",
                arguments: [workspace, key.field, key.value])
        case .contactReturned(let id):
            try database.execute(
                sql: "DELETE FROM gone_contacts WHERE workspace = ? AND contact = ?", arguments: [workspace, id])
        case .pushed(let bytes, let contact):
            try payload.execute { row in
                row.bind(workspace)
                row.bind(contact)
                row.bind(bytes)
            }
        case .contactChanged(let id): try forgetPayloads(of: id)
        }
    }

    private func forgetPayloads(of contact: String) throws {
        try payloadsLost.execute { row in
            row.bind(workspace)
            row.bind(contact)
        }
    }

    private func write(_ operation: OperationEntry) throws {
        try intent.execute { row in
            row.bind(run)
            row.bind(operation.place.record)
            row.bind(operation.place.number)
            row.bind(operation.fingerprint)
            row.bind(operation.action)
            row.bind(operation.key?.field)
            row.bind(operation.key?.value)
            row.bind(operation.contactID)
            row.bind(operation.startedAt)
            row.bind(operation.end?.endedAt)
            row.bind(operation.end?.outcome)
        }
    }

    private func write(_ end: OperationEntry.End, of place: OperationEntry.Place) throws {
        try operationEnd.execute { row in
            row.bind(end.endedAt)
            row.bind(end.outcome)
            row.bind(end.contact?.id)
            row.bind(end.contact?.email)
            row.bind(end.contact?.externalID)
            row.bind(end.contact?.updatedAt)
            row.bind(run)
            row.bind(place.record)
            row.bind(place.number)
        }
        if let contact = end.contact, contact.isGone {
            try database.execute(
                sql: "INSERT OR IGNORE INTO gone_contacts VALUES (?, ?)", arguments: [workspace, contact.id])
        }
    }

    private func write(_ entry: RecordEntry) throws {
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

    private func write(_ entry: IdentityEntry) throws {
        try identity.execute { row in
            row.bind(workspace)
            row.bind(entry.key.field)
            row.bind(entry.key.value)
            row.bind(entry.contactID)
            row.bind(entry.seenAt)
        }
    }

    func write(_ part: InputEntry.ReadPart, ofInput position: Int) throws {
        try database.cachedStatement(
            sql: "UPDATE inputs SET read_length = ?, read_digest = ? WHERE run = ? AND position = ?"
        ).execute(arguments: [part.length, Data(part.digest), run, position])
    }

    func touch() throws {
        try database.cachedStatement(sql: "UPDATE runs SET touched_at = ? WHERE number = ?")
            .execute(arguments: [time, run])
    }
}
