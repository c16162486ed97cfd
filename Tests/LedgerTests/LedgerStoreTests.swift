import Ledger
import Testing

/// What every ledger does, whatever database it is in.
@Suite struct LedgerStoreTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: Backend.available) func runsAreListedLatestFirst(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let first = try await store.begin(run("bcd1", at: 1000))
        first.release()
        let second = try await store.begin(run("bcd2", parent: "bcd1", digest: [2], at: 3000))
        try await store.write(batch("bcd2", [.record(RecordEntry(number: 1, line: 2, outcome: "created", endedAt: 1))]))
        try await store.end(RunIdentifier("bcd2"), ending: RunEntry.complete, at: 4000)
        second.release()
        let runs = try await store.runs(RunFilter())
        #expect(runs.map(\.id.description) == ["bcd2", "bcd1"])
        #expect(runs.map(\.state) == [.complete, .crashed])
        #expect(runs[0].outcomes == ["created": 1])
        #expect(runs[0].parent?.description == "bcd1")
        #expect(runs[0].endedAt == 4000)
        #expect(runs[1].workspace == workspace)
        #expect(runs[1].inputs == [InputEntry(name: "people.csv", path: "/data/people.csv", size: 10)])
        #expect(try await store.runs(RunFilter(scriptDigest: [2])).map(\.id.description) == ["bcd2"])
        #expect(try await store.runs(RunFilter(limit: 1)).count == 1)
    }

    @Test(arguments: Backend.available) func runsGoByTheBeginningOfTheirName(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let empty = await ledgerError { _ = try await store.run(named: "last") }
        #expect(empty?.kind == .unknownRun)
        for id in ["k7f3q2zd", "k7f4q2zd", "k7"] { _ = try await store.begin(run(id)) }
        #expect(try await store.run(named: "k7f3").id.description == "k7f3q2zd")
        // The whole name of one is the beginning of others.
        #expect(try await store.run(named: "k7").id.description == "k7")
        #expect(try await store.run(named: "last").id.description == "k7")
        let several = await ledgerError { _ = try await store.run(named: "k7f") }
        #expect(several?.kind == .ambiguousRun)
        #expect(several?.message.contains("k7f3q2zd") == true)
        let none = await ledgerError { _ = try await store.run(named: "%") }
        #expect(none?.kind == .unknownRun)
    }

    @Test(arguments: Backend.available) func oneProcessAtATimeWorksOnARun(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let another = try await backend.open(in: folder)
        let claim = try await store.begin(run("bcd1"))
        #expect(try await another.run(named: "bcd1").state == .running)
        let refused = await ledgerError { _ = try await another.claim(RunIdentifier("bcd1")) }
        #expect(refused?.kind == .running)
        try await store.end(RunIdentifier("bcd1"), ending: "interrupted", at: 3000)
        claim.release()
        #expect(try await another.run(named: "bcd1").state == .stopped)
        let second = try await another.claim(RunIdentifier("bcd1"))
        try await another.reopen(RunIdentifier("bcd1"))
        let goingOn = try await store.run(named: "bcd1")
        #expect(goingOn.state == .running)
        #expect(goingOn.ending == nil)
        second.release()
        #expect(try await store.run(named: "bcd1").state == .crashed)
    }

    @Test(arguments: Backend.available) func recordsAreKeptWhole(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let claim = try await store.begin(run("bcd1"))
        var good = RecordEntry(number: 2, line: 3, outcome: "updated", endedAt: 5)
        good.action = "update"
        good.key = MatchedValue(field: "email", value: "ada@b.c")
        good.contactID = "c1"
        good.payload = [0, 255]
        var bad = RecordEntry(number: 4, line: 7, outcome: "rejected", attempts: 3, endedAt: 6)
        bad.source = "people.csv"
        bad.problem = .init(code: "conflict", message: "Ö", requestID: "r1", details: "{}")
        bad.original = #"{"email":"x"}"#
        bad.reason = ""
        try await store.write(batch("bcd1", [.record(good), .record(bad)]))
        let id = RunIdentifier("bcd1")
        #expect(try await store.records(of: id, after: 0, outcomes: nil, limit: 10) == [good, bad])
        #expect(try await store.records(of: id, after: 2, outcomes: nil, limit: 10) == [bad])
        #expect(try await store.records(of: id, after: 0, outcomes: ["rejected", "failed"], limit: 10) == [bad])
        #expect(try await store.records(of: id, after: 0, outcomes: nil, limit: 1) == [good])
        #expect(try await store.lastRecord(of: id) == 4)
        #expect(try await store.openRecords(of: id, upTo: 6) == [1, 3, 5, 6])
        claim.release()
    }

    @Test(arguments: Backend.available) func operationsAreOpenUntilTheyEnd(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let claim = try await store.begin(run("bcd1"))
        let contact = WrittenContact(id: "c1", email: "a@b.c", externalID: "7", updatedAt: 9)
        var first = operation(1)
        let second = operation(1, 2, "update", contact: "c9")
        let end = OperationEntry.End(outcome: "created", endedAt: 1600, contact: contact)
        try await store.write(
            batch("bcd1", [.intent(first), .intent(second), .operationEnded(first.place, end), .intent(operation(3))]))
        first.end = end
        first.contactID = "c1"
        let id = RunIdentifier("bcd1")
        #expect(try await store.operations(of: id, record: 1) == [first, second])
        #expect(try await store.operations(of: id, record: 2) == [])
        #expect(try await store.lastRecord(of: id) == 3)
        claim.release()
    }

    @Test(arguments: Backend.available) func inputsAreFollowed(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let claim = try await store.begin(run("bcd1"))
        let part = InputEntry.ReadPart(length: 7, digest: [1, 2])
        try await store.write(batch("bcd1", [], inputs: [0: part], at: 2500))
        let entry = try await store.run(named: "bcd1")
        #expect(entry.inputs[0].read == part)
        #expect(entry.touchedAt == 2500)
        claim.release()
    }

    @Test(arguments: Backend.available) func aBatchIsWrittenWholeOrNotAtAll(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let claim = try await store.begin(run("bcd1"))
        let error = await ledgerError {
            try await store.write(batch("unknown", [.intent(operation(1))]))
        }
        #expect(error?.kind == .unknownRun)
        #expect(try await store.lastRecord(of: RunIdentifier("bcd1")) == 0)
        claim.release()
    }

    @Test(arguments: Backend.available) func aRemovedRunIsGoneAndNoOther(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let key = MatchedValue(field: "email", value: "a@b.c")
        let contact = WrittenContact(id: "c1", email: "a@b.c", externalID: nil, updatedAt: 9)
        for id in ["bcd1", "bcd2"] {
            let claim = try await store.begin(run(id))
            let intent = operation(1)
            try await store.write(
                batch(
                    id,
                    [
                        .intent(intent),
                        .operationEnded(intent.place, .init(outcome: "created", endedAt: 1600, contact: contact)),
                        .record(RecordEntry(number: 1, line: 2, outcome: "created", endedAt: 1)),
                        .identity(IdentityEntry(key: key, contactID: "c1", seenAt: 5)),
                    ]))
            let refused = await ledgerError { try await store.remove(RunIdentifier(id)) }
            #expect(refused?.kind == .running)
            claim.release()
        }
        let (gone, kept) = (RunIdentifier("bcd1"), RunIdentifier("bcd2"))
        try await store.remove(gone)
        #expect(try await store.runs(RunFilter()).map(\.id) == [kept])
        #expect(try await store.operations(of: kept, record: 1).count == 1)
        #expect(try await store.records(of: kept, after: 0, outcomes: nil, limit: 9).count == 1)
        #expect(try await store.identity(key, in: workspace.key)?.contactID == "c1")
        #expect(await ledgerError { try await store.remove(gone) }?.kind == .unknownRun)
        // Whoever takes the name again finds nothing there.
        try await store.begin(run("bcd1")).release()
        #expect(try await store.lastRecord(of: gone) == 0)
    }
}
