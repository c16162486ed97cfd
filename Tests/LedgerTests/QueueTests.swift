import Foundation
import Ledger
import PostgresTesting
import Synchronization
import Testing

@testable import PostgresLedger

/// The queue as workers see it, on a database.
@Suite(.enabled(if: PostgresServer.shared != nil)) struct QueueTests: QueueInDatabase {
    let url: String

    init() throws { url = try #require(PostgresServer.shared).makeDatabase() }

    @Test func recordsAreHandedOutOnceAndLeaveWithTheirOutcome() async throws {
        try await enqueue("bcd1", 10)
        let ledger = try await ledger()
        #expect(try await ledger.run(named: "bcd1").state == .queued)
        #expect(try await ledger.run(named: "bcd1").waiting == 10)
        let worker = try await worker("w")
        let (share, claim) = try await join("bcd1", worker)
        #expect(try await ledger.run(named: "bcd1").state == .running)
        let records = try take(10, share)
        #expect(records.map(\.record.number) == Array(1...10))
        #expect(records.map(\.record.lane) == (0..<10).map { $0 % 4 })
        #expect(records.allSatisfy { !$0.record.wasBegun && $0.writtenByOthers.isEmpty })
        try await end(Array(records.prefix(3)), "bcd1", share)
        #expect(try await ledger.run(named: "bcd1").waiting == 7)
        try await end(Array(records.dropFirst(3)), "bcd1", share)
        #expect(try share.next() == nil)
        claim.release()
        let run = try await ledger.run(named: "bcd1")
        #expect(run.state == .complete && run.outcomes == ["created": 10] && run.waiting == 0)
        #expect(try await ledger.oldestQueuedRun(in: workspace.key) == nil)
        await worker.leave()
        #expect(try query("SELECT count(*) FROM queue_workers") == ["0"])
    }

    @Test func aLaneIsOneWorkersAtATime() async throws {
        try await enqueue("bcd1", 40)
        let (first, second) = (try await worker("a"), try await worker("b"))
        let (a, b) = (try await join("bcd1", first), try await join("bcd1", second))
        let (mine, yours) = (try take(20, a.share), try take(20, b.share))
        #expect(Set(mine.map(\.record.lane)).isDisjoint(with: yours.map(\.record.lane)))
        #expect(Set((mine + yours).map(\.record.number)).count == 40)
        // Within a lane the order is that of the input.
        for lane in 0..<4 {
            let numbers = (mine + yours).filter { $0.record.lane == lane }.map(\.record.number)
            #expect(numbers == numbers.sorted())
        }
    }

    @Test func whoeverIsGoneIsTakenOverFromAndWritesNoMore() async throws {
        try await enqueue("bcd1", 8)
        let (first, second) = (try await worker("a"), try await worker("b"))
        let (a, _) = try await join("bcd1", first)
        let (b, _) = try await join("bcd1", second)
        let mine = try take(4, a)
        let (done, begun) = (mine[0], mine[1].record.number)
        let written = WrittenContact(id: "c1", email: "a@b.c", externalID: nil, updatedAt: 7)
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        try await a.write(
            batch(
                "bcd1",
                [
                    .intent(operation(done.record.number)),
                    .operationEnded(
                        operation(done.record.number).place,
                        OperationEntry.End(outcome: "created", endedAt: now, contact: written)),
                    .intent(operation(begun, email: "b@b.c")),
                ], at: now))
        try await end([done], "bcd1", a)
        _ = try take(4, b)
        try PostgresServer.query(
            "UPDATE intercom_lua.queue_workers SET lease_until = now() - interval '1 s' WHERE name = 'a'", in: url)
        // The lanes of the one are the other's from now on, with what it had begun.
        let taken = try take(3, b)
        #expect(Set(taken.map(\.record.number)) == Set(mine.dropFirst().map(\.record.number)))
        #expect(taken.filter(\.record.wasBegun).map(\.record.number) == [begun])
        #expect(taken[0].writtenByOthers == [written])
        let lost = await ledgerError { try await end([mine[1]], "bcd1", a) }
        #expect(lost?.kind == .lost)
        let look = await ledgerError { while try a.next() != nil {} }
        #expect(look?.kind == .lost)
        #expect(try query("SELECT string_agg(number::text, ',') FROM records") == ["\(done.record.number)"])
    }

    @Test func whatIsGivenBackIsForOthers() async throws {
        try await enqueue("bcd1", 8)
        let first = try await worker("a")
        let (a, claim) = try await join("bcd1", first)
        let mine = try take(8, a)
        try await end([mine[0]], "bcd1", a)
        a.stop()
        #expect(try a.next() == nil)
        try await a.end(RunIdentifier("bcd1"), ending: "interrupted", at: 5)
        claim.release()
        await first.leave()
        #expect(try await ledger().run(named: "bcd1").state == .queued)
        let second = try await worker("b")
        let (b, _) = try await join("bcd1", second)
        #expect(Set(try take(7, b).map(\.record.number)) == Set(mine.dropFirst().map(\.record.number)))
    }

    @Test func whoComesLaterGetsAFairShare() async throws {
        try await enqueue("bcd1", 400, lanes: 8)
        let (a, _) = try await join("bcd1", try await worker("a"))
        let mine = try take(LaneBook.capacity, a)
        let (b, _) = try await join("bcd1", try await worker("b"))
        // Lanes are given back as soon as nothing of them is outstanding.
        try await end(mine, "bcd1", a)
        let more = try take(LaneBook.capacity, a)
        let theirs = try take(LaneBook.capacity, b)
        #expect(Set(more.map(\.record.lane)).count == 4)
        #expect(Set(theirs.map(\.record.lane)).count == 4)
        #expect(Set((mine + more + theirs).map(\.record.number)).count == 3 * LaneBook.capacity)
    }

    @Test func whatWasToBeGivenBackIsTakenOnWithWhereOthersAreGone() async throws {
        try await enqueue("bcd1", 200, lanes: 8)
        let (a, _) = try await join("bcd1", try await worker("a"))
        let mine = try take(LaneBook.capacity, a)
        let second = try await worker("b")
        try await end([mine[0]], "bcd1", a)
        // Half of the lanes are for the other one, as soon as nothing of them is outstanding.
        let one = try take(1, a)
        await second.leave()
        try await end(Array(mine.dropFirst()) + one, "bcd1", a)
        let rest = try take(200 - LaneBook.capacity - 1, a)
        #expect(Set((mine + one + rest).map(\.record.number)) == Set(1...200))
    }

    @Test func anIdentityIsOneWorkersAtATime() async throws {
        try await enqueue("bcd1", 8)
        let (first, second) = (try await worker("a"), try await worker("b"))
        let (a, b) = (try await join("bcd1", first).share.identities, try await join("bcd1", second).share.identities)
        #expect(try await a.enter(["email x", "external_id 1"]) == [])
        let order = Mutex<[String]>([])
        let waits = Task {
            let news = try await b.enter(["email y", "email x"])
            order.withLock { $0.append("b") }
            return news
        }
        // All of them or none: what the one cannot use, the other may have.
        #expect(try await a.enter(["email y"]) == [])
        a.leave(["email y"], nil)
        order.withLock { $0.append("a") }
        let contact = WrittenContact(id: "c1", email: "x", externalID: "1", updatedAt: 7)
        a.leave(["email x", "external_id 1"], contact)
        #expect(try await waits.value == [contact])
        #expect(order.withLock { $0 } == ["a", "b"])
        b.leave(["email y", "email x"], nil)
        // What this worker knows itself is no news, and whoever goes first comes first.
        #expect(try await a.enter(["external_id 1"]) == [])
        a.leave(["external_id 1"], contact)
        #expect(try await a.enter(["external_id 1"]) == [])
        // Those of a worker that is gone are free.
        try query("DELETE FROM queue_workers WHERE name = 'a'")
        #expect(try await b.enter(["external_id 1"]) == [contact])
        let lost = await ledgerError { _ = try await a.enter(["email z"]) }
        #expect(lost?.kind == .lost)
    }

    @Test func aContactIsOneWorkersAtATime() async throws {
        try await enqueue("bcd1", 8)
        let (first, second) = (try await worker("a"), try await worker("b"))
        let (a, b) = (try await join("bcd1", first).share.identities, try await join("bcd1", second).share.identities)
        #expect(try await !a.claim(["c1"]))
        // It is another name than that of what contacts are matched by.
        #expect(try await b.enter(["intercom_id c1"]) == [])
        let waits = Task { try await b.claim(["c1", "c2"]) }
        #expect(try await !a.claim(["c2"]))
        a.release(["c2"], wereWritten: false)
        a.release(["c1"], wereWritten: true)
        #expect(try await waits.value)
        b.release(["c1", "c2"], wereWritten: false)
        // Nothing was written to this one, and so much is known.
        #expect(try await !a.claim(["c2"]))
        // What a worker had that is gone may have been written, until somebody has seen to that.
        await first.leave()
        #expect(try await b.claim(["c2"]))
        b.release(["c2"], wereWritten: false)
        #expect(try await !b.claim(["c2"]))
    }

    @Test func noCallOfAWindowIsTakenTwice() async throws {
        let (a, b) = (try await worker("a"), try await worker("b"))
        var taken: [Int] = []
        for _ in 1...4 {
            taken.append(try await a.takeCalls(30, of: 100, inWindow: 1_800_000_010))
            taken.append(try await b.takeCalls(10, of: 100, inWindow: 1_800_000_010))
        }
        #expect(taken == [30, 10, 30, 10, 20, 0, 0, 0])
        #expect(try await b.takeCalls(10, of: 100, inWindow: 1_800_000_020) == 10)
        // What others use, who take it from nowhere, is gone too.
        #expect(try await b.takeCalls(10, of: 100, used: 85, inWindow: 1_800_000_020) == 10)
        #expect(try await a.takeCalls(10, of: 100, used: 60, inWindow: 1_800_000_020) == 5)
        // Windows that are long over are forgotten.
        #expect(try await b.takeCalls(1, of: 100, inWindow: 1_800_001_000) == 1)
        #expect(try query("SELECT window_end FROM queue_budgets") == ["1800001000"])
        #expect(a.queuedRecords == 0)
        try await enqueue("bcd1", 7)
        #expect(a.queuedRecords == 7)
    }

    @Test func aWorkerWhoseRowIsGoneIsTold() async throws {
        let told = AsyncStream.makeStream(of: LedgerError.self)
        let worker = try await QueueWorker(
            try await ledger(), name: "a", workspace: workspace.key, lease: .seconds(1)
        ) { told.continuation.yield($0) }
        #expect(worker.lease.holds)
        try PostgresServer.query("DELETE FROM intercom_lua.queue_workers", in: url)
        var errors = told.stream.makeAsyncIterator()
        #expect(await errors.next()?.kind == .lost)
    }

    @Test func whoeverWaitsHearsOfANewRun() async throws {
        let worker = try await worker("a")
        // What was heard at the beginning.
        await worker.waitForChange()
        let waits = Task { await worker.waitForChange() }
        try await enqueue("bcd1", 1)
        await waits.value
        #expect(try await worker.ledger.oldestQueuedRun(in: workspace.key) != nil)
    }
}
