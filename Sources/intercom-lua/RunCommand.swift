public import ArgumentParser
import Foundation
import IntercomScripting
import JSON
import Ledger
import Records
public import Runner

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", _superCommandName: IntercomLua.name,
        abstract: "Run a script over records, or once, and carry out its contact operations.",
        usage: """
            intercom-lua run SCRIPT [INPUT ...] [options]
            intercom-lua run -e CODE [SCRIPT.lua] [INPUT ...] [options]
            """)

    @OptionGroup(title: "Script options") var script: ScriptOptions
    @OptionGroup(title: "Workspace options") var connection: ConnectionOptions
    @OptionGroup(title: "Ledger options") var ledger: LedgerOptions
    @OptionGroup var metrics: MetricsOptions
    @OptionGroup var carrying: CarryingOutOptions

    @Option(
        defaultAsFlag: "", parsing: .next,
        help: ArgumentHelp(
            "Go on with a run that ended early. Without a name: the last unfinished one of this script and input.",
            valueName: "run"))
    var resume: String?

    @Flag(name: [.customShort("n"), .long], help: "Show what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "With --dry-run, exit with 2 where something would change.")
    var detailedExitcode = false

    @Flag(
        name: .shortAndLong,
        help: "With --dry-run, show unchanged records too; otherwise, debug messages of the script.")
    var verbose = false

    mutating func validate() throws {
        settleResume()
        if resume == nil { try script.requireScript() }
        if carrying.incremental, ledger.isOff {
            throw ValidationError("What was pushed is in the ledger: --incremental needs one.")
        }
        if detailedExitcode, !dryRun { throw ValidationError("--detailed-exitcode goes with --dry-run.") }
        if dryRun, carrying.results == "-" {
            throw ValidationError("A dry run writes its plan to standard output: give --results a file.")
        }
    }

    func run() async throws {
        if let resume { try await goOn(resume) } else { try await run(.begin) }
    }

    /// Whether a pipe that nobody names is the input.
    var pipeIsInput: Bool {
        connection.pipeHasData && script.code == nil
    }

    func run(_ start: RunStart) async throws {
        var configuration = try script.configuration(
            isTransform: false, pipeIsInput: !start.takesKeptRecords && pipeIsInput)
        if start.takesKeptRecords { configuration.inputs = [] }
        configuration.allowsDelete = carrying.writing.allowDelete
        configuration.createsMissingAttributes = carrying.writing.createAttributes
        configuration.options.concurrency = carrying.calling.concurrency
        configuration.options.maximumFailures = carrying.maxFailures
        configuration.isDryRun = dryRun
        configuration.engine.alwaysUpdate = carrying.writing.alwaysUpdate
        configuration.engine.indexLag = .seconds(carrying.calling.indexLag)
        configuration.log = ScriptLogEntry.shown(isQuiet: carrying.quiet, isVerbose: verbose)
        if !carrying.json, carrying.results != "-" {
            configuration.output = { Terminal.standardOutput.write($0 + "\n") }
        }
        let workspace = try await Connection.open(connection, concurrency: carrying.calling.concurrency)
        if !carrying.quiet {
            Terminal.standardError.write("Talking to \(workspace.description).\n")
            if dryRun { Terminal.standardError.write("Dry run: reads are real, nothing is written.\n") }
        }
        configuration.client = workspace.client
        if start.takesKeptRecords || configuration.isOverRecords {
            configuration.ledger = try await runLedger(workspace, start)
        }
        let code = try await carryOut(configuration, workspace)
        await workspace.close()
        if code != .success { throw CommandFailure(code) }
    }

    private func carryOut(_ configuration: RunConfiguration, _ workspace: Connection) async throws -> ProgramExit {
        let host = ScriptHost(configuration)
        try OutputFiles.check(
            ["--results": carrying.results, "--report": carrying.report, "--metrics": metrics.metrics],
            inputs: configuration.inputs.compactMap(\.path)
                + [script.path, connection.workspace, connection.tokenFile, ledger.file].compactMap(\.self))
        let output = OutputFailure(stop: host.stop)
        Terminal.standardOutput.whenFailed(output.note)
        let progress = ProgressLine(isShown: !carrying.quiet, client: workspace.client, input: { host.inputProgress })
        let metrics = try metrics.open(
            RunMetrics(labels: script.metricLabels("run"), client: workspace.client, input: { host.inputProgress }))
        let watcher = RunWatcher(
            progress: progress, results: try openResults(output), report: try openReport(configuration, workspace),
            metrics: metrics?.counts,
            plan: dryRun ? DryRunText(terminal: .standardOutput, showsUnchanged: verbose, isJSON: carrying.json) : nil)
        let interrupts = Interrupts(stop: {
            Terminal.standardError.write("Stopping: what is in flight will end. Press Ctrl-C again to abort.\n")
            host.stop()
        })
        defer { interrupts.cancel() }
        do {
            let summary = try await host.run(observer: watcher)
            let finished = Result {
                let written = Result { try watcher.finish(summary) }
                try metrics?.finish(after: written)
                try written.get()
            }
            let code = conclude(summary, configuration, workspace, stopped: interrupts.exit)
            if let error = output.error { throw CommandFailure(explaining: error) }
            try finished.get()
            return code
        } catch let failure as RunFailure {
            let explained = CommandFailure(explaining: failure.error)
            try? watcher.finish(failure.summary, error: explained.message)
            try? metrics?.finish(after: Result<Void, any Error>.failure(explained))
            conclude(failure, configuration, workspace)
            throw explained
        }
    }

    private func openResults(_ output: OutputFailure) throws -> ResultsFile? {
        do { return try carrying.results.map { try ResultsFile(path: $0, failed: output.note) } } catch {
            throw CommandFailure(explaining: error)
        }
    }

    private func openReport(_ configuration: RunConfiguration, _ workspace: Connection) throws -> ReportFile? {
        guard let report = carrying.report else { return nil }
        let description = RunDescription(
            script: configuration.script.name, inputs: configuration.inputs.map(\.name),
            workspace: workspace.publicDescription,
            isDryRun: dryRun, began: Date(), program: "intercom-lua \(IntercomLua.version)")
        let began = ContinuousClock.now
        do {
            return try ReportFile(
                path: report, description, calls: { workspace.client.statistics.total },
                seconds: { began.duration(to: .now) / .seconds(1) })
        } catch {
            throw CommandFailure(explaining: error)
        }
    }

    /// Says how far a run came that broke off.
    private func conclude(_ failure: RunFailure, _ configuration: RunConfiguration, _ workspace: Connection) {
        let summary = failure.summary
        if summary.records > 0 || !summary.operations.isEmpty {
            let goingOn = failure.isAtBeginning ? nil : goingOn(summary, configuration, workspace)
            say(summary, goingOn)
        }
        if carrying.json { Terminal.standardOutput.write(summary.json.text + "\n") }
    }

    private func say(_ summary: RunSummary, _ goingOn: String?) {
        Terminal.standardError.write(
            SummaryText(
                summary, isDryRun: dryRun, results: carrying.results, goingOn: goingOn, terminal: .standardError
            ).text)
    }

    private func conclude(
        _ summary: RunSummary, _ configuration: RunConfiguration, _ workspace: Connection, stopped: ProgramExit
    ) -> ProgramExit {
        say(summary, goingOn(summary, configuration, workspace))
        if carrying.json, !Terminal.standardOutput.write(summary.json.text + "\n") { return .cannotWrite }
        switch summary.ending {
        case .refused: return .tokenRefused
        case .interrupted: return stopped
        case .tooManyFailures: return .tooManyFailures
        case .ledgerFailed: return .cannotWrite
        case .failed: return .scriptError
        case .complete: break
        }
        if summary.isUnreachable { return .unreachable }
        if summary.count(.rejected) + summary.count(.failed) > 0 { return .someRejected }
        return dryRun && detailedExitcode && summary.plannedChanges + summary.leftOut > 0 ? .changesFound : .success
    }
}

extension FailureLimit: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension ScriptLogEntry {
    /// Shows entries to a person, those that are wanted.
    static func shown(isQuiet: Bool, isVerbose: Bool = false) -> @Sendable (ScriptLogEntry) -> Void {
        let least: Level = isQuiet ? .warning : isVerbose ? .debug : .info
        return { entry in if entry.level >= least { Terminal.standardError.write(entry.line) } }
    }

    /// As it is shown to a person.
    var line: String {
        let terminal = Terminal.standardError
        let style: Terminal.Style = level >= .error ? .red : level == .warning ? .yellow : .dim
        let extra = fields.map { " \($0.name)=\($0.text)" }.joined()
        return terminal.styled("\(level.rawValue):", style) + " \(message)\(extra)\n"
    }
}
