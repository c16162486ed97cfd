import EmulatorTesting
import Intercom
import Ledger
import Runner
import Synchronization
import Testing

/// Runs that others take part in.
@Suite struct SharedRunTests: RunsInLedger {
    let bench: RunBench
    let store: SQLiteLedger

    init() throws {
        bench = try RunBench()
        store = try Self.ledger(in: bench)
    }

    /// A run over so many people of which this process has all that there are.
    private func configuration(_ share: SomeRecords) async throws -> RunConfiguration {
        var configuration = try configuration(upsertByEmail, nil)
        let run = try RunEntry(configuration, in: Self.workspace, invocation: "{}", at: 1)
        let claim = try await store.begin(run)
        configuration.ledger?.purpose = .share(run, claim, share)
        return configuration
    }

    /// Ten records are rejected here, in whatever time, and others have had as many.
    @Test(arguments: [(15, true), (20, false)])
    func failuresOfAllAreCounted(_ limit: Int, _ isTooMany: Bool) async throws {
        let share = SomeRecords(300)
        var configuration = try await configuration(share)
        configuration.script = .file(
            try bench.file("odd.lua", "return function(row, ctx) if ctx.index % 30 == 0 then error('no') end end"))
        configuration.options.maximumFailures = .count(limit)
        share.whenAsked = { [store] in
            let own = try await store.run(named: "last").outcomes
            return RunStanding(
                records: 1000 + own.values.reduce(0, +), problems: 10 + (own["rejected"] ?? 0))
        }
        let report = await RunBench.run(configuration)
        #expect((report.summary.ending == .tooManyFailures(.count(limit))) == isTooMany)
        #expect(report.summary.standing.map { $0.problems > 10 } == true)
    }

    @Test(arguments: [nil, RunEntry.complete, RunEntry.tooManyFailures])
    func aShareIsJudgedAtTheEndOfAll(_ ending: String?) async throws {
        let share = SomeRecords(3)
        var configuration = try await configuration(share)
        configuration.script = .file(
            try bench.file(
                "finish.lua", "return { each = function() end, finish = function() print('finished') end }"))
        configuration.options.maximumFailures = .percent(50)
        share.whenAsked = { RunStanding(records: 6, problems: 4, ending: share.isTaken ? ending : nil) }
        let report = await RunBench.run(configuration)
        #expect((report.summary.ending == .complete) == (ending == nil))
        #expect(report.output == (ending == nil ? ["finished"] : []))
    }

    @Test func whoCannotKnowWhetherOthersAreAtAContactLeavesItToThem() async throws {
        let share = SomeRecords(300)
        var configuration = try await configuration(share)
        configuration.contactGuard = BrokenGuard(after: 20)
        let report = await RunBench.run(configuration)
        guard case .ledgerFailed(let error) = report.summary.ending else {
            Issue.record("\(report.summary.ending)")
            return
        }
        #expect(error.kind == .lost && error.message.hasSuffix("was not done: the database is gone"), "\(error)")
        #expect(report.summary.count(.created) == 20 && report.summary.records == 20)
        #expect(share.isStopped)
        #expect(try await lastRun().outcomes == ["created": 20])
    }
}

/// The records of a queue, all of them for one worker.
final class SomeRecords: RunShare {
    private struct State: Sendable {
        var taken = 0
        var isStopped = false
        var whenAsked: @Sendable () async throws -> RunStanding = { RunStanding(records: 0, problems: 0) }
    }

    private let count: Int
    private let state = Mutex(State())

    init(_ count: Int) { self.count = count }

    var numberAroundRecords: Int { -1 }
    var isStopped: Bool { state.withLock { $0.isStopped } }
    /// Whether all of them were handed out.
    var isTaken: Bool { state.withLock { $0.taken } == count }

    /// How the run stands.
    var whenAsked: @Sendable () async throws -> RunStanding {
        get { state.withLock { $0.whenAsked } }
        set { state.withLock { $0.whenAsked = newValue } }
    }

    func next() throws(LedgerError) -> SharedRecord? {
        let number = state.withLock { state -> Int? in
            guard !state.isStopped, state.taken < count else { return nil }
            state.taken += 1
            return state.taken
        }
        return number.map { number in
            SharedRecord(
                QueuedRecord(
                    number: number, line: number + 1, source: "people.csv", lane: 0,
                    content: #"{"email":"p\#(number)@acme.io","name":"P"}"#))
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    func standing() async throws(LedgerError) -> RunStanding {
        do { return try await state.withLock { $0.whenAsked }() } catch {
            throw LedgerError(.corrupt, "\(error)")
        }
    }
}

/// Lets so many operations through, and then knows no more.
private final class BrokenGuard: ContactGuard {
    private let left: Mutex<Int>

    init(after count: Int) { left = Mutex(count) }

    func enter(_ identities: [MatchingKey]) async throws(IntercomError) -> [RecentWrite] {
        let isBroken = left.withLock { left in
            left -= 1
            return left < 0
        }
        if isBroken { throw IntercomError(.interrupted, "the database is gone.") }
        return []
    }

    func leave(_ identities: [MatchingKey], _ contact: RecentWrite?) {}

    func claim(_ ids: [String]) async throws(IntercomError) -> Bool { false }

    func release(_ ids: [String], wereWritten: Bool) {}
}
