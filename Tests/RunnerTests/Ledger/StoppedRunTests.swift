import EmulatorTesting
import Intercom
import Ledger
import Runner
import Testing

/// Runs that are stopped while calls wait for the rate limit.
@Suite struct StoppedRunTests: RunsInLedger {
    let bench: RunBench
    let store: SQLiteLedger

    init() throws {
        bench = try RunBench(EmulatedWorkspace { $0.rateLimit = 20 })
        store = try Self.ledger(in: bench)
    }

    /// The emulator's clock stands still, so its next window never comes.
    @Test(.timeLimit(.minutes(1)))
    func whatWaitsToBeSentIsLeftToWhoGoesOn() async throws {
        let input = try people(150)
        var configuration = try configuration(upsertByEmail, input)
        configuration.recordsInFlight = 400
        let first = await RunBench.run(configuration) { host, _ in host.stop() }
        #expect(first.summary.ending == .interrupted && first.failure == nil)
        let sent = bench.workspace.core.contacts.count
        #expect((1...20).contains(sent) && first.total == sent)
        #expect(first.words.allSatisfy { $0 == "created" })
        let run = try await lastRun()
        #expect(run.state == .stopped && run.outcomes == ["created": sent])
        // Of the others it is certain that nothing was written.
        for record in try await store.openRecords(of: run.id, upTo: 150) {
            for operation in try await store.operations(of: run.id, record: record) {
                #expect(operation.end?.outcome == OperationEntry.End.refused)
            }
        }
    }
}
