import Ledger
import PostgresTesting
import Testing

@testable import PostgresLedger

/// The runs in a queue: which comes when, how they end, what they are carried out with.
@Suite(.enabled(if: PostgresServer.shared != nil)) struct QueuedRunTests: QueueInDatabase {
    let url: String

    init() throws { url = try #require(PostgresServer.shared).makeDatabase() }

    @Test func whatAllWorkersMadeOfARunIsCounted() async throws {
        try await enqueue("bcd1", 12)
        let (first, second) = (try await worker("a"), try await worker("b"))
        let (a, _) = try await join("bcd1", first)
        let (b, _) = try await join("bcd1", second)
        let mine = try take(4, a)
        #expect(try await a.standing() == RunStanding(records: 0, problems: 0))
        try await end([mine[0], mine[1]], "bcd1", a)
        let one = batch("bcd1", [.record(rejected(mine[2]))])
        try await a.write(one)
        // Written once more, for the answer got lost, it counts once.
        try await a.write(one)
        let yours = try take(2, b)
        try await end([yours[0]], "bcd1", b)
        try await b.write(batch("bcd1", [.record(rejected(yours[1]))]))
        #expect(try await b.standing() == RunStanding(records: 5, problems: 2))
        // Whoever is gone has done it all the same.
        await first.leave()
        #expect(try await b.standing() == RunStanding(records: 5, problems: 2))
    }

    private func rejected(_ record: SharedRecord) -> RecordEntry {
        var entry = RecordEntry(
            number: record.record.number, line: record.record.line, outcome: "rejected", endedAt: 1)
        entry.problem = RecordEntry.Problem(code: "script_error", message: "no", requestID: nil, details: nil)
        return entry
    }

    @Test func aRunWithTooManyFailuresEndsForAllWorkersUntilItIsPutBack() async throws {
        try await enqueue("bcd1", 400, lanes: 8)
        try await enqueue("bcd2", 1)
        let (a, claim) = try await join("bcd1", try await worker("a"))
        let (b, another) = try await join("bcd1", try await worker("b"))
        let (mine, yours) = (try take(4, a), try take(1, b))
        try await end([mine[0]], "bcd1", a)
        try await a.end(RunIdentifier("bcd1"), ending: RunEntry.tooManyFailures, at: 5)
        // What is in flight still ends, and nothing more is handed out.
        try await end(yours, "bcd1", b)
        try await end(try rest(of: b), "bcd1", b)
        let ledger = try await ledger()
        let run = try await ledger.run(named: "bcd1")
        let done = run.outcomes["created"] ?? 0
        #expect(run.ending == RunEntry.tooManyFailures && run.waiting == 400 - done && done <= LaneBook.capacity + 1)
        #expect(try await b.standing().ending == RunEntry.tooManyFailures)
        #expect(try await ledger.oldestQueuedRun(in: workspace.key)?.description == "bcd2")
        let early = await ledgerError { try await ledger.putBack(RunIdentifier("bcd1"), script, digest: [1]) }
        #expect(early?.kind == .running)
        claim.release()
        another.release()
        var changed = script
        changed.text = Array("return 3".utf8)
        changed.modules = [:]
        try await ledger.putBack(RunIdentifier("bcd1"), changed, digest: [1])
        #expect(try await ledger.run(named: "bcd1").state == .queued)
        #expect(try await ledger.oldestQueuedRun(in: workspace.key)?.description == "bcd1")
        #expect(try await ledger.queuedScript(of: RunIdentifier("bcd1")) == changed)
        #expect(try await ledger.queuedScript(of: RunIdentifier("bcd2")) == script)
        let (c, _) = try await join("bcd1", try await worker("c"))
        #expect(try await c.standing() == RunStanding(records: 0, problems: 0))
        _ = try take(10, c)
    }

    /// What a worker still gets until the run is over for it.
    private func rest(of share: QueueShare) throws -> [SharedRecord] {
        var records: [SharedRecord] = []
        while let record = try share.next() { records.append(record) }
        return records
    }

    @Test func aRunThatCannotBeBegunIsLeftAsideWhereNobodyIsAtIt() async throws {
        try await enqueue("bcd1", 3)
        let (_, claim) = try await join("bcd1", try await worker("a"))
        let ledger = try await ledger()
        let refused = await ledgerError {
            try await ledger.failQueue(RunIdentifier("bcd1"), reason: "no plans", at: 7)
        }
        #expect(refused?.kind == .running)
        claim.release()
        try await ledger.failQueue(RunIdentifier("bcd1"), reason: "no plans", at: 7)
        let run = try await ledger.run(named: "bcd1")
        #expect(run.ending == RunEntry.failed && run.reason == "no plans" && run.endedAt == 7)
        #expect(run.state == .stopped && run.waiting == 3)
        #expect(try await ledger.oldestQueuedRun(in: workspace.key) == nil)
    }

    @Test func runsOfAWorkspaceComeOneAfterTheOther() async throws {
        try await enqueue("bcd1", 1, at: 1000)
        try await enqueue("bcd2", 1, at: 2000)
        let ledger = try await ledger()
        #expect(try await ledger.oldestQueuedRun(in: workspace.key)?.description == "bcd1")
        #expect(try await ledger.oldestQueuedRun(in: "another") == nil)
        try await ledger.remove(RunIdentifier("bcd1"))
        #expect(try await ledger.oldestQueuedRun(in: workspace.key)?.description == "bcd2")
        #expect(try query("SELECT count(*) FROM queue_records") == ["1"])
        // Nothing to do is done at once.
        try await enqueue("bcd3", 0)
        #expect(try await ledger.run(named: "bcd3").state == .complete)
    }

    @Test func aRunThatIsWorkedOnIsNotRemoved() async throws {
        try await enqueue("bcd1", 1)
        let (_, claim) = try await join("bcd1", try await worker("a"))
        let (_, another) = try await join("bcd1", try await worker("b"))
        let refused = await ledgerError { try await ledger().remove(RunIdentifier("bcd1")) }
        #expect(refused?.kind == .running)
        claim.release()
        another.release()
        try await ledger().remove(RunIdentifier("bcd1"))
    }

    @Test func scriptsAreKeptOnceAsTheyWere() async throws {
        try await enqueue("bcd1", 1)
        try await enqueue("bcd2", 1)
        #expect(try await ledger().queuedScript(of: RunIdentifier("bcd2")) == script)
        #expect(try query("SELECT count(*) FROM queue_texts") == ["2"])
    }

    @Test func textsGoWithTheLastRunThatHasThem() async throws {
        try await enqueue("bcd1", 1)
        var other = script
        other.text = Array("return 5".utf8)
        let ledger = try await ledger()
        try await ledger.beginQueue(run("bcd2", at: 1000), other).release()
        #expect(try query("SELECT count(*) FROM queue_texts") == ["3"])
        try await ledger.remove(RunIdentifier("bcd1"))
        // The module is the other one's too.
        #expect(try query("SELECT convert_from(text, 'UTF8') FROM queue_texts ORDER BY 1") == ["return 2", "return 5"])
        try await ledger.putBack(RunIdentifier("bcd2"), script, digest: [1])
        try await ledger.remove(RunIdentifier("bcd2"))
        #expect(try query("SELECT count(*) FROM queue_texts") == ["0"])
    }

    /// Runs with one text come and go at the same time: none is without its text, and none is refused.
    @Test func aTextThatIsAboutToBeUsedIsNotRemoved() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 1...4 {
                group.addTask { [script] in
                    let ledger = try await self.ledger()
                    for number in 1...40 {
                        let id = RunIdentifier("bcd\(worker)x\(number)")
                        try await ledger.beginQueue(run(id.description, at: 1000), script).release()
                        #expect(try await ledger.queuedScript(of: id) == script)
                        try await ledger.remove(id)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try query("SELECT count(*) FROM queue_texts") == ["0"])
    }
}
