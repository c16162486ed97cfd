import Foundation
import Intercom
import IntercomScripting
import Ledger
import PostgresLedger
import Runner
import Synchronization

/// A worker at work: it takes part in one run after the other.
final class WorkerShift: Sendable {
    struct State: Sendable {
        var host: ScriptHost?
        var isStopped = false
        var problems = 0
        /// What kept runs from being done to their end, the first such thing.
        var failure: ProgramExit?
        /// The run in front of the queue, where this worker cannot begin it.
        var unfit: UnfitRun?
    }

    let command: WorkerCommand
    let worker: QueueWorker
    private let workspace: Connection
    private let place: RunEntry.Workspace
    /// Nil where nobody wants them.
    private let metrics: MetricsOptions.Written?
    let state: Mutex<State>

    /// - Throws: where the metrics cannot be written.
    init(
        _ command: WorkerCommand, _ worker: QueueWorker, _ workspace: Connection, _ place: RunEntry.Workspace
    ) throws {
        self.command = command
        self.worker = worker
        self.workspace = workspace
        self.place = place
        state = Mutex(State())
        metrics = try command.metrics.open(
            RunMetrics(
                labels: [(name: "command", value: "worker")], client: workspace.client, input: { InputProgress() })
        ) { [worker] metrics in
            if let count = worker.queuedRecords { metrics.note(queue: count) }
        }
    }

    /// Whether somebody wanted it to end.
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Records that were rejected or failed here.
    var problems: Int { state.withLock { $0.problems } }

    /// What kept a run from being done to its end; nil where there was nothing of the kind.
    var failure: ProgramExit? { state.withLock { $0.failure } }

    func note(_ failure: ProgramExit) { state.withLock { $0.failure = $0.failure ?? failure } }

    /// Takes no more records, and lets those in flight end.
    func stop() {
        let host = state.withLock { state in
            state.isStopped = true
            return state.host
        }
        host?.stop()
        worker.stopWaiting()
    }

    /// Works until it is stopped, or until the queue is empty where that is wanted.
    ///
    /// - Throws: what keeps it from going on.
    func work() async throws {
        let ending: Result<Void, any Error>
        do { ending = .success(try await takeRecords()) } catch { ending = .failure(error) }
        try metrics?.finish(after: ending)
        try ending.get()
    }

    private func takeRecords() async throws {
        while !isStopped {
            guard let run = try await worker.ledger.oldestQueuedRun(in: place.key) else {
                if command.untilEmpty { return }
                await worker.waitForChange()
                continue
            }
            do {
                let script = try await worker.ledger.queuedScript(of: run)
                if try await canBegin(run, script) { try await takePart(in: run, script) }
            } catch let error as LedgerError where error.kind == .running || error.kind == .unknownRun {
                // Somebody is about to remove it, or has; or others are at what cannot be begun here.
                await worker.waitForChange()
            }
        }
    }

    private func takePart(in id: RunIdentifier, _ script: QueuedScript) async throws {
        let run = try await worker.ledger.run(named: id.description)
        let modules = try ScriptFiles.unpack(script.modules)
        defer { withExtendedLifetime(modules) {} }
        let lag = Duration.seconds(command.calling.indexLag)
        let (share, claim) = try await worker.join(id, lag: lag)
        var configuration = try configuration(of: run, script, modules)
        configuration.ledger = RunLedger(share, .share(run, claim, share), invocation: run.invocation) { [place] in
            place
        }
        configuration.contactGuard = SharedContacts(
            identities: share.identities, goesByContact: !script.reachesContactsOneWay)
        let host = ScriptHost(configuration)
        let isStopped = state.withLock { state in
            state.host = host
            return state.isStopped
        }
        if isStopped { host.stop() }
        defer { state.withLock { $0.host = nil } }
        if !command.quiet { Terminal.standardError.write("Taking part in run \(id) of \(run.script).\n") }
        let progress = ProgressLine(
            isShown: !command.quiet, client: workspace.client, input: { host.inputProgress })
        let watcher = RunWatcher(progress: progress, results: nil, report: nil, metrics: metrics?.counts)
        let calls = workspace.client.statistics.total
        do {
            var summary = try await host.run(observer: watcher)
            summary.calls -= calls
            try watcher.finish(summary)
            try conclude(summary, id)
        } catch let failure as RunFailure {
            try? watcher.finish(failure.summary)
            claim.release()
            guard failure.isAtBeginning, let fault = ScriptFault(failure.error) else { throw failure.error }
            try await leaveAside(id, script, for: fault)
        }
    }

    private func configuration(
        of run: RunEntry, _ script: QueuedScript, _ modules: TemporaryModules?
    ) throws -> RunConfiguration {
        guard let said = QueueSettings(script.settings) else {
            throw CommandFailure(.badInput, "how run \(run.id) is to be carried out is not known to this version")
        }
        var configuration = RunConfiguration(
            script: .kept(script.text, name: run.script, chunkName: script.chunkName))
        if said.isTrusted { configuration.lua.trust() } else { try configuration.lua.limit() }
        configuration.lua.modules = modules?.path
        configuration.prelude = said.prelude
        configuration.arguments = said.arguments
        configuration.client = workspace.client
        configuration.options.concurrency = command.calling.concurrency
        configuration.options.maximumFailures = said.maximumFailures
        configuration.allowsDelete = said.allowsDelete
        configuration.createsMissingAttributes = said.createsAttributes
        configuration.engine.alwaysUpdate = said.alwaysUpdates
        configuration.engine.indexLag = .seconds(command.calling.indexLag)
        configuration.output = { Terminal.standardError.write($0 + "\n") }
        configuration.log = ScriptLogEntry.shown(isQuiet: command.quiet, isVerbose: command.verbose)
        return configuration
    }

    private func conclude(_ summary: RunSummary, _ run: RunIdentifier) throws {
        state.withLock { $0.problems += summary.problems }
        Terminal.standardError.write(SummaryText(summary, results: nil, terminal: .standardError).text)
        if command.json { Terminal.standardOutput.write(summary.json.text + "\n") }
        switch summary.ending {
        case .complete, .interrupted, .failed: break
        case .refused(let message): throw CommandFailure(.tokenRefused, message)
        case .ledgerFailed(let error): throw error
        case .tooManyFailures:
            note(.tooManyFailures)
            if summary.standing?.ending != RunEntry.complete {
                Terminal.standardError.write("Its other records are left. \(goingOn(run))")
            }
        }
    }
}
