import Ledger
import Testing

/// Runs that are brought together from several ledgers.
@Suite struct SQLiteLedgerTakingTests {
    private let folder: TemporaryFolder
    private let here: SQLiteLedger
    private let there: SQLiteLedger

    init() throws {
        folder = try TemporaryFolder()
        here = try SQLiteLedger(path: folder.path + "/here.sqlite")
        there = try SQLiteLedger(path: folder.path + "/it's there.sqlite")
    }

    private let ada = MatchedValue(field: "email", value: "a@b.c")

    private func fill(_ store: SQLiteLedger, at time: Int64) async throws -> RunClaim {
        let claim = try await store.begin(run("bcd1"))
        var problem = RecordEntry(number: 2, line: 3, outcome: "rejected", endedAt: time)
        problem.problem = .init(code: "conflict", message: "no", requestID: "r1", details: nil)
        problem.original = "{}"
        try await store.write(
            batch(
                "bcd1",
                [
                    .intent(operation(1)), .record(RecordEntry(number: 1, line: 2, outcome: "created", endedAt: time)),
                    .record(problem),
                    .identity(IdentityEntry(key: ada, contactID: "c\(time)", seenAt: time)),
                ], inputs: [0: InputEntry.ReadPart(length: 9, digest: [7])], at: time))
        return claim
    }

    @Test func aRunComesWithAllThatIsKnownOfIt() async throws {
        _ = try await here.begin(run("zzz1"))
        let claim = try await fill(there, at: 2000)
        try await there.end(RunIdentifier("bcd1"), ending: RunEntry.complete, at: 3000)
        claim.release()
        #expect(try await here.take(RunIdentifier("bcd1"), from: there))
        #expect(try await here.run(named: "bcd1") == there.run(named: "bcd1"))
        let id = RunIdentifier("bcd1")
        let records = try await here.records(of: id, after: 0, outcomes: nil, limit: 10)
        #expect(records == (try await there.records(of: id, after: 0, outcomes: nil, limit: 10)))
        #expect(records.count == 2 && records[1].problem?.requestID == "r1")
        #expect(try await here.operations(of: id, record: 1) == there.operations(of: id, record: 1))
        #expect(try await here.identity(ada, in: workspace.key)?.contactID == "c2000")
        #expect(try await !here.take(id, from: there))
    }

    @Test func theOneThatWasWrittenToLaterStays() async throws {
        try await fill(here, at: 5000).release()
        let claim = try await fill(there, at: 4000)
        claim.release()
        let id = RunIdentifier("bcd1")
        #expect(try await !here.take(id, from: there))
        #expect(try await here.identity(ada, in: workspace.key)?.contactID == "c5000")
        try await there.write(
            batch("bcd1", [.record(RecordEntry(number: 3, line: 4, outcome: "created", endedAt: 6000))], at: 6000))
        #expect(try await here.take(id, from: there))
        #expect(try await here.records(of: id, after: 0, outcomes: nil, limit: 10).map(\.number) == [1, 2, 3])
        // What is known of a contact is not taken back.
        #expect(try await here.identity(ada, in: workspace.key)?.contactID == "c5000")
    }

    @Test func aRunThatGoesOnIsLeftWhereItIs() async throws {
        let claim = try await fill(there, at: 2000)
        let error = await ledgerError { _ = try await here.take(RunIdentifier("bcd1"), from: there) }
        #expect(error?.kind == .running)
        #expect(try await here.runs(RunFilter()).isEmpty)
        claim.release()
    }
}
