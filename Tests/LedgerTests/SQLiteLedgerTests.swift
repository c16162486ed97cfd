import Foundation
import GRDB
import Testing

@testable import Ledger

/// What only concerns a ledger in a file.
@Suite struct SQLiteLedgerTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/state/ledger.sqlite" }

    init() throws { folder = try TemporaryFolder() }

    private func opening(_ path: String) async -> LedgerError? {
        await ledgerError { _ = try SQLiteLedger(path: path) }
    }

    private func mode(_ path: String) throws -> Int {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0
    }

    @Test func whatAnEarlierVersionWroteIsKept() async throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        let old = try DatabaseQueue(path: path)
        try await old.write { database in
            try database.execute(sql: "PRAGMA application_id = \(SQLiteLedger.applicationID)")
        }
        try SQLiteLedger.migrator.migrate(old, upTo: "1")
        try await old.write { database in
            try database.execute(
                sql: "INSERT INTO identities VALUES (?, 'email', 'a@b.c', 'c1', x'01', 5)", arguments: [workspace.key])
        }
        try old.close()
        let store = try SQLiteLedger(path: path)
        let key = MatchedValue(field: "email", value: "a@b.c")
        #expect(try await store.identity(key, in: workspace.key)?.contactID == "c1")
        // Whether the contact holds that was not known for certain.
        #expect(try await store.contact(key, holding: [1], in: workspace.key) == nil)
    }

    /// A run that another version is at would not find its tables any more.
    @Test func aLedgerThatAnotherVersionIsWritingToIsLeftAlone() async throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        let old = try DatabaseQueue(path: path)
        try SQLiteLedger.migrator.migrate(old, upTo: "2")
        try await old.write { database in
            try database.execute(sql: "PRAGMA application_id = \(SQLiteLedger.applicationID)")
            try database.execute(
                sql: """
                    INSERT INTO runs VALUES (1, 'bcd1', NULL, 'live', 'live w1', 'Acme (w1)', 'sync.lua', x'01', '', '{}',
                        1000, 2000, NULL, NULL, NULL)
                    """)
        }
        let claim = try #require(try RunLocks(path: path + "-locks").lock(1))
        let error = await ledgerError { _ = try SQLiteLedger(path: path) }
        #expect(error?.kind == .busy)
        #expect(try await old.read { try $0.tableExists("operations") })
        claim.release()
        _ = try SQLiteLedger(path: path)
    }

    @Test func nobodyElseMayReadIt() async throws {
        let store = try SQLiteLedger(path: path)
        let claim = try await store.begin(run("bcd1"))
        #expect(try mode(folder.path + "/state") == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state") {
            #expect(try mode(folder.path + "/state/" + name) == 0o600, "\(name)")
        }
        claim.release()
    }

    @Test func severalProcessesMayMakeItAtTheSameTime() async throws {
        let path = path
        await withTaskGroup(of: LedgerError?.self) { group in
            for number in 0..<8 {
                group.addTask {
                    await ledgerError { try await SQLiteLedger(path: path).begin(run("bcd\(number)")).release() }
                }
            }
            for await error in group { #expect(error == nil) }
        }
        #expect(try await SQLiteLedger(path: path).runs(RunFilter()).count == 8)
    }

    @Test func whatIsNoLedgerIsLeftAlone() async throws {
        let text = folder.path + "/text"
        try Data(repeating: 65, count: 10_000).write(to: URL(fileURLWithPath: text))
        #expect(await opening(text)?.kind == .corrupt)
        #expect(try Data(contentsOf: URL(fileURLWithPath: text)).count == 10_000)
        let other = folder.path + "/other.sqlite"
        try await DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE theirs (a)") }
        let error = await opening(other)
        #expect(error?.kind == .corrupt)
        #expect(error?.message.contains("something else") == true)
        #expect(try await DatabaseQueue(path: other).read { try $0.tableExists("runs") } == false)
    }

    @Test func damageIsNoticed() async throws {
        do {
            let store = try SQLiteLedger(path: path)
            let claim = try await store.begin(run("bcd1"))
            claim.release()
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: Data(repeating: 0x55, count: 4096))
        try file.close()
        #expect(await opening(path)?.kind == .corrupt)
    }

    @Test func aNewerOneIsNotTouched() async throws {
        _ = try SQLiteLedger(path: path)
        try await DatabaseQueue(path: path).write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('2100-01')")
        }
        let error = await opening(path)
        #expect(error?.kind == .newer)
        #expect(error?.description.contains("newer version") == true)
    }

    @Test func whereNothingCanBeWrittenItSaysSo() async throws {
        try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
        let error = await opening(folder.path + "/file/ledger.sqlite")
        #expect(error?.kind == .unwritable)
        #expect(error?.message.contains("/file") == true)
        #expect(await opening(folder.path)?.kind == .unwritable)
    }

    @Test func aFullDiskIsOne() async throws {
        let store = try SQLiteLedger(path: path)
        let claim = try await store.begin(run("bcd1"))
        var entry = RecordEntry(number: 1, line: 1, outcome: "rejected", endedAt: 1)
        entry.original = String(repeating: "x", count: 1 << 20)
        let large = entry
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 40") }
        let error = await ledgerError { try await store.write(batch("bcd1", [.record(large)])) }
        #expect(error?.kind == .full)
        claim.release()
    }
}
