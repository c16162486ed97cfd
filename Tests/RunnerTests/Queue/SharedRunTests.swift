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
    }

    private let count: Int
    private let state = Mutex(State())

    init(_ count: Int) { self.count = count }

    var numberAroundRecords: Int { -1 }
    var isStopped: Bool { state.withLock { $0.isStopped } }

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
}
