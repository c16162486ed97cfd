import Foundation
import GRDB
import Testing

@testable import Ledger

/// What operations announce and do, as a ledger in a file keeps it.
@Suite struct JournalTests {
    private let folder: TemporaryFolder
    private let id = RunIdentifier("bcd1")
    private let key = MatchedValue(field: "email", value: "a@b.c")

    init() throws { folder = try TemporaryFolder() }

    private func open() throws -> SQLiteLedger { try SQLiteLedger(path: folder.path + "/ledger.sqlite") }

    private func decoded(_ entries: [LedgerBatch.Entry], only kind: JournalEncoder.Kind? = nil) throws
        -> [LedgerBatch.Entry]
    {
        try JournalDecoder.entries(bytes(entries), only: kind)
    }

    private func bytes(_ entries: [LedgerBatch.Entry]) -> Data {
        var encoder = JournalEncoder()
        for entry in entries { encoder.append(entry) }
        return Data(encoder.bytes)
    }

    /// One of each kind, with all that it can have and with as little.
    private var everything: [LedgerBatch.Entry] {
        var whole = operation(7, 3, "update", contact: "c1", email: "Ö@b.c")
        whole.place.record = 70_000
        let contact = WrittenContact(id: "c1", email: "", externalID: "7", updatedAt: .max, isGone: true)
        whole.end = OperationEntry.End(outcome: "updated", endedAt: -1, contact: contact)
        let bare = OperationEntry(
            place: .init(record: 0, number: 1), fingerprint: [], action: "", key: nil, contactID: nil, startedAt: .min)
        let nobody = WrittenContact(id: "", email: nil, externalID: nil, updatedAt: nil)
        return [
            .intent(whole), .intent(bare),
            .operationEnded(whole.place, .init(outcome: "deleted", endedAt: 1, contact: nobody)),
            .operationEnded(bare.place, .init(outcome: "refused", endedAt: 0, contact: nil)),
            .identity(IdentityEntry(key: key, contactID: "c1", seenAt: 5)),
            .identity(IdentityEntry(key: key, contactID: "c1", seenAt: 5), holding: Array(0...255)),
            .identityLost(MatchedValue(field: "external_id", value: String(repeating: "x", count: 70_000))),
            .contactReturned("c1"), .contactChanged("c2"),
        ]
    }

    @Test func entriesComeBackAsTheyWere() throws {
        #expect(try decoded(everything) == everything)
        #expect(try decoded([]).isEmpty)
        #expect(try decoded(everything, only: .contactChanged) == [.contactChanged("c2")])
        // Outcomes have a table of their own.
        #expect(try decoded([.record(RecordEntry(number: 1, line: 1, outcome: "created", endedAt: 1))]).isEmpty)
    }

    @Test func whatIsCutOffOrChangedIsDamaged() throws {
        let whole = bytes(Array(everything[0...5]))
        for length in 1..<whole.count {
            let part = whole.prefix(length)
            // Where an entry ends there is nothing to notice.
            guard let entries = try? JournalDecoder.entries(Data(part)) else { continue }
            #expect(bytes(entries) == part)
        }
        #expect(throws: DatabaseError.self) { try JournalDecoder.entries(Data([0])) }
        #expect(throws: DatabaseError.self) { try JournalDecoder.entries(Data([1, 0xFF, 0xFF, 0xFF, 0x7F])) }
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 0x81
            _ = try? JournalDecoder.entries(changed)  // whatever it makes of it, it reads nothing outside
        }
    }

    @Test func operationsAreFoundAmongThoseOfManyRecords() async throws {
        let store = try open()
        let claim = try await store.begin(run("bcd1"))
        let numbers = [0, 1, 255, 256, 700, 1000]
        for number in numbers { try await store.write(batch("bcd1", [.intent(entry(number, 1))])) }
        let contact = WrittenContact(id: "c1", email: nil, externalID: nil, updatedAt: nil)
        let end = OperationEntry.End(outcome: "created", endedAt: 1, contact: contact)
        try await store.write(batch("bcd1", numbers.map { .operationEnded(.init(record: $0, number: 1), end) }))
        // Begun once more: how it ended is open again.
        try await store.write(batch("bcd1", [.intent(entry(256, 2)), .intent(entry(256, 1))]))
        for number in numbers where number != 256 {
            let operations = try await store.operations(of: id, record: number)
            #expect(operations.map(\.end) == [end] && operations.first?.contactID == "c1", "\(number)")
        }
        #expect(try await store.operations(of: id, record: 256) == [entry(256, 1), entry(256, 2)])
        #expect(try await store.operations(of: id, record: 2).isEmpty)
        #expect(try await store.lastRecord(of: id) == 1000)
        claim.release()
    }

    private func entry(_ record: Int, _ number: Int) -> OperationEntry {
        OperationEntry(
            place: .init(record: record, number: number), fingerprint: [7], action: "create", key: key, contactID: nil,
            startedAt: 1500)
    }

    @Test func whoeverAsksKnowsWhatOthersWroteSince() async throws {
        let (writing, asking) = (try open(), try open())
        let claim = try await writing.begin(run("bcd1"))
        func hold(_ payload: UInt8, in store: SQLiteLedger) async throws {
            let identity = IdentityEntry(key: key, contactID: "c1", seenAt: 5)
            try await store.write(
                batch("bcd1", [.contactChanged("c1"), .identity(identity, holding: [payload])]))
        }
        for payload in 1...5 {
            try await hold(UInt8(payload), in: payload == 4 ? asking : writing)
            let held = try await asking.contact(key, holding: [UInt8(payload)], in: workspace.key)
            #expect(held == "c1", "\(payload)")
            #expect(try await asking.contact(key, holding: [UInt8(payload - 1)], in: workspace.key) == nil)
        }
        claim.release()
    }

    @Test func tablesFollowInSteps() async throws {
        let store = try open()
        let claim = try await store.begin(run("bcd1"))
        for number in 1...3 {
            let other = MatchedValue(field: "email", value: "\(number)")
            try await store.write(
                batch("bcd1", [.identity(IdentityEntry(key: other, contactID: "c\(number)", seenAt: 5))]))
        }
        let steps = try await store.pool.write { database in
            let book = ContactBook(database)
            return try (1...3).map { _ in (isLast: try book.follow(limit: 2), isCurrent: try book.isCurrent) }
        }
        #expect(steps.map(\.isLast) == [false, true, true])
        #expect(steps.map(\.isCurrent) == [false, true, true])
        let third = MatchedValue(field: "email", value: "3")
        #expect(try await store.identity(third, in: workspace.key)?.contactID == "c3")
        claim.release()
    }

    @Test func nothingOfARemovedRunIsLeft() async throws {
        let store = try open()
        let claim = try await store.begin(run("bcd1"))
        try await store.write(
            batch(
                "bcd1",
                [.intent(operation(1)), .record(RecordEntry(number: 1, line: 2, outcome: "created", endedAt: 1))]))
        claim.release()
        try await store.remove(id)
        let rows = try await store.pool.read { database in
            try ["runs", "inputs", "records", "journal", "journal_blocks"].map {
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)")
            }
        }
        #expect(rows == [0, 0, 0, 0, 0])
    }

    @Test func operationsOfEarlierVersionsAreKept() async throws {
        let old = try DatabaseQueue(path: folder.path + "/ledger.sqlite")
        try SQLiteLedger.migrator.migrate(old, upTo: "2")
        try await old.write { database in
            try database.execute(sql: "PRAGMA application_id = \(SQLiteLedger.applicationID)")
            for number in 1...2 {
                try database.execute(
                    sql: """
                        INSERT INTO runs VALUES (?, 'bcd' || ?, NULL, 'live', 'live w1', 'Acme (w1)', 'sync.lua', x'01', '',
                            '{}', 1000, 2000, NULL, NULL, NULL)
                        """, arguments: [number, number])
                for record in 1...2000 {
                    try database.execute(
                        sql: """
                            INSERT INTO operations VALUES (?, ?, 1, x'0701', 'update', 'email', 'a@b.c', ?, 1500, ?, ?, 'a@b.c',
                                NULL, 9)
                            """,
                        arguments: [number, record, "c\(record)"] + (record < 1999 ? [1600, "updated"] : [nil, nil]))
                }
            }
            try database.execute(sql: "INSERT INTO identities VALUES ('live w1', 'email', 'a@b.c', 'c1', 5)")
            try database.execute(sql: "INSERT INTO payloads VALUES ('live w1', 'c1', x'01')")
        }
        try old.close()
        let store = try open()
        for number in 1...2 {
            let run = RunIdentifier("bcd\(number)")
            #expect(try await store.lastRecord(of: run) == 2000)
            let done = try await store.operations(of: run, record: 1500)
            #expect(done.map(\.end?.outcome) == ["updated"] && done.first?.end?.contact?.updatedAt == 9)
            #expect(done.first?.fingerprint == [7, 1] && done.first?.key == key && done.first?.contactID == "c1500")
            #expect(try await store.operations(of: run, record: 2000).map(\.end) == [nil])
        }
        #expect(try await store.contactsWritten(since: 1600, in: workspace.key).count == 1998)
        #expect(try await store.contactsWritten(since: 1601, in: workspace.key).isEmpty)
        // The operations are older than what is known of contacts.
        #expect(try await store.contact(key, holding: [1], in: workspace.key) == "c1")
    }

    /// The index on the times is there for this.
    @Test func recentWritesAreFoundByTheIndex() async throws {
        let store = try open()
        let plan = try await store.pool.read { database in
            try Row.fetchAll(
                database,
                sql: "EXPLAIN QUERY PLAN " + SQLiteLedger.recentCommits, arguments: ["a", 5]
            ).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains("journal_times") }, "\(plan)")
    }

    /// Whoever deletes a run by hand, as SQLite's shell does, leaves its journal.
    @Test(.timeLimit(.minutes(1))) func aJournalWithoutItsRunIsPassedOver() async throws {
        let store = try open()
        let claim = try await store.begin(run("bcd1"))
        try await store.write(batch("bcd1", [.identity(IdentityEntry(key: key, contactID: "c1", seenAt: 5))]))
        try await store.pool.write { database in
            try database.execute(sql: "INSERT INTO journal VALUES (99, 99, 0, x'')")
        }
        let rounds = try await store.pool.write { database in
            let book = ContactBook(database)
            return try (isLast: book.follow(), isCurrent: book.isCurrent)
        }
        #expect(rounds.isLast && rounds.isCurrent)
        claim.release()
    }
}
