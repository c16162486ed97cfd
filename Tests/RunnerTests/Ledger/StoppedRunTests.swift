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
        bench = try RunBench(EmulatedWorkspace(time: StoppedTime()) { $0.rateLimit = 20 })
        store = try Self.ledger(in: bench)
    }

    /// Time stands still, for the emulator and its client, so the next window never comes. Nobody is looked for, so that all
    /// calls of the first one are writes.
    @Test(.timeLimit(.minutes(1)))
    func whatWaitsToBeSentIsLeftToWhoGoesOn() async throws {
        let input = try people(150)
        let create = "return function(row) intercom.create_contact { mappings = { email = row.email } } end"
        var configuration = try configuration(create, input)
        configuration.recordsInFlight = 400
        let core = bench.workspace.core
        let first = await RunBench.run(
            configuration,
            meanwhile: { host in
                while core.contacts.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
                host.stop()
            })
        #expect(first.summary.ending == .interrupted && first.failure == nil)
        let sent = bench.workspace.core.contacts.count
        #expect((1...20).contains(sent) && first.total == sent)
        #expect(first.words.allSatisfy { $0 == "created" }, "\(first.words)")
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
