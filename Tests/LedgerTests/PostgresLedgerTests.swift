import Ledger
import PostgresTesting
import Testing

@testable import PostgresLedger

/// What only concerns a ledger in PostgreSQL.
@Suite(.enabled(if: PostgresServer.shared != nil)) struct PostgresLedgerTests {
    private let url: String

    init() throws { url = try #require(PostgresServer.shared).makeDatabase() }

    private func open() async throws -> PostgresLedger { try await PostgresLedger(PostgresAddress(url)) }

    /// Cuts every connection to the database but the one that does it.
    private func cutConnections() throws {
        try PostgresServer.query(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """, in: url)
    }

    @Test func aLostConnectionIsMadeAnewAndTheClaimWithIt() async throws {
        let store = try await open()
        let claim = try await store.begin(run("bcd1"))
        try cutConnections()
        try await store.write(batch("bcd1", [.record(RecordEntry(number: 1, line: 1, outcome: "created", endedAt: 1))]))
        #expect(try await store.lastRecord(of: RunIdentifier("bcd1")) == 1)
        let another = try await open()
        let refused = await ledgerError { _ = try await another.claim(RunIdentifier("bcd1")) }
        #expect(refused?.kind == .running)
        claim.release()
        let second = try await another.claim(RunIdentifier("bcd1"))
        second.release()
    }

    @Test func onceOnlyAProcessHasARunItselfToo() async throws {
        let store = try await open()
        let claim = try await store.begin(run("bcd1"))
        let refused = await ledgerError { _ = try await store.claim(RunIdentifier("bcd1")) }
        #expect(refused?.kind == .running)
        claim.release()
        let again = try await store.claim(RunIdentifier("bcd1"))
        again.release()
    }

    @Test func severalMakeTheTablesAtTheSameTime() async throws {
        let url = url
        let opened = await withTaskGroup(of: Bool.self) { group in
            for _ in 1...5 {
                group.addTask { (try? await PostgresLedger(PostgresAddress(url))) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(opened == 5)
        #expect(try PostgresServer.query("SELECT count(*) FROM intercom_lua.schema_version", in: url) == ["1"])
    }

    @Test func aNewerOneIsNotTouched() async throws {
        _ = try await open()
        try PostgresServer.query("UPDATE intercom_lua.schema_version SET version = 1000", in: url)
        let error = await ledgerError { _ = try await open() }
        #expect(error?.kind == .newer)
        #expect(error?.description.contains("newer version") == true)
    }

    @Test func whatPostgresCannotHoldIsWrittenAllTheSame() async throws {
        let store = try await open()
        let claim = try await store.begin(run("bcd1"))
        var entry = RecordEntry(number: 1, line: 1, outcome: "created", endedAt: 1)
        entry.key = MatchedValue(field: "email", value: "a\0b")
        entry.payload = []
        try await store.write(batch("bcd1", [.record(entry)]))
        let kept = try await store.records(of: RunIdentifier("bcd1"), after: 0, outcomes: nil, limit: 1)
        #expect(kept.first?.key?.value == "a\u{2400}b")
        #expect(kept.first?.payload == [])
        claim.release()
    }

    @Test func aBatchComesToWhatItsEntriesComeToOneAfterTheOther() async throws {
        let store = try await open()
        let claim = try await store.begin(run("bcd1"))
        let key = MatchedValue(field: "email", value: "a@b.c")
        let known = LedgerBatch.Entry.identity(IdentityEntry(key: key, contactID: "c1", seenAt: 1))
        let gone = WrittenContact(id: "c1", email: nil, externalID: nil, updatedAt: nil, isGone: true)
        let deletion = operation(1, 1, "delete", contact: "c1")
        let end = LedgerBatch.Entry.operationEnded(
            deletion.place, OperationEntry.End(outcome: "deleted", endedAt: 1600, contact: gone))
        try await store.write(batch("bcd1", [known, .identityLost(key)]))
        #expect(try await store.identity(key, in: workspace.key) == nil)
        try await store.write(
            batch("bcd1", [.identityLost(key), known, .intent(deletion), end, .contactReturned("c1")]))
        #expect(try await store.identity(key, in: workspace.key)?.contactID == "c1")
        let began = try await store.operations(of: RunIdentifier("bcd1"), record: 1)
        #expect(began.map(\.end?.outcome) == ["deleted"])
        // Begun anew, an operation has no end.
        try await store.write(batch("bcd1", [end, .intent(deletion)]))
        #expect(try await store.operations(of: RunIdentifier("bcd1"), record: 1) == [deletion])
        claim.release()
    }

    @Test func whatIsWrongIsSaidWithoutThePassword() async throws {
        let at = try #require(url.firstIndex(of: "?"))
        let host = url[at...]
        for (url, said) in [
            ("postgres://tests:s3cret@/nowhere\(host)", "createdb"),
            ("postgres://nobody:s3cret@/postgres\(host)", "PGPASSWORD"),
            ("postgres://tests:s3cret@127.0.0.1:1/postgres", "cannot be reached"),
            ("postgres://tests@127.0.0.1:1/postgres?password=s3cret&connect_timeout=2", "cannot be reached"),
            ("postgres://tests:s3cret@[::1/postgres", "no URL"),
        ] {
            let error = await ledgerError { _ = try await PostgresLedger(PostgresAddress(url)) }
            #expect(error?.kind == .unwritable)
            #expect(error?.description.contains(said) == true, "\(error?.description ?? "no error")")
            #expect(error?.description.contains("s3cret") == false, "\(error?.description ?? "")")
        }
    }
}

@Suite struct PostgresAddressTests {
    @Test(arguments: [
        ("postgres://ada@db.example.com/ledger", "postgres://ada@db.example.com/ledger"),
        ("postgres://ada:pw@db:5432/ledger", "postgres://ada:***@db:5432/ledger"),
        ("postgresql://ada:p@w:x/y@db/ledger?sslmode=require", "postgresql://ada:***@db/ledger?sslmode=require"),
        ("postgres://ada:@db/ledger", "postgres://ada:***@db/ledger"),
        ("postgres:///l?password=pw&user=ada", "postgres:///l?password=***&user=ada"),
        ("postgres://db/l?sslPassword=pw", "postgres://db/l?sslPassword=***"),
        ("postgres://ada@db/l?password=p@w", "postgres://ada@db/l?password=***"),
        ("ledger.sqlite", "ledger.sqlite"),
        ("/data/a:b@c.sqlite", "/data/a:b@c.sqlite"),
    ])
    func passwordsAreNotShown(_ url: String, _ shown: String) {
        #expect(PostgresAddress.redacted(url) == shown)
    }

    @Test func onlyURLsAreMeant() {
        #expect(PostgresAddress.isMeant(by: "postgres://db/l"))
        #expect(PostgresAddress.isMeant(by: "postgresql://db/l"))
        #expect(!PostgresAddress.isMeant(by: "postgres.sqlite"))
    }
}
