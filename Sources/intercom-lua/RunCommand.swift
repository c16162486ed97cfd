public import ArgumentParser
import Foundation
import IntercomScripting
import JSON
import Ledger
import Records
public import Runner

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a script over records, or once, and carry out its contact operations.",
        usage: """
            intercom-lua run SCRIPT [INPUT ...] [options]
            intercom-lua run -e CODE [SCRIPT.lua] [INPUT ...] [options]
            """)

    @OptionGroup(title: "Script options") var script: ScriptOptions
    @OptionGroup(title: "Workspace options") var connection: ConnectionOptions
    @OptionGroup(title: "Ledger options") var ledger: LedgerOptions
    @OptionGroup var metrics: MetricsOptions

    @Option(
        defaultAsFlag: "", parsing: .next,
        help: ArgumentHelp(
            "Go on with a run that ended early. Without a name: the last unfinished one of this script and input.",
            valueName: "run"))
    var resume: String?

    @Option(
        help: ArgumentHelp(
            """
            How long Intercom's search may not show what was written. For so long a lead is looked for whose creation was cut \
            off, before it is created again.
            """, valueName: "seconds"))
    var indexLag = 180

    @Option(help: ArgumentHelp("API calls in flight at most. By default 16.", valueName: "n"))
    var concurrency: Int?

    @Option(
        help: ArgumentHelp(
            """
            Stop with exit code 99 once more than so many records were rejected or failed, or more than such a share of \
            them; a share is judged from the hundredth record on, and at the end.
            """, valueName: "n|p%"))
    var maxFailures: FailureLimit?

    @Option(
        help: ArgumentHelp("Write a line of JSON for each record; - is standard output.", valueName: "file"),
        completion: .file())
    var results: String?

    @Option(
        help: ArgumentHelp(
            "Write a page about the run: totals, a timeline, reasons, and the records rejected.", valueName: "file.html"
        ))
    var report: String?

    @Flag(help: "Allow the script to delete contacts, which is for good.")
    var allowDelete = false

    @Flag(name: [.customShort("n"), .long], help: "Show what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "With --dry-run, exit with 2 where something would change.")
    var detailedExitcode = false

    @Flag(
        name: .shortAndLong,
        help: "With --dry-run, show unchanged records too; otherwise, debug messages of the script.")
    var verbose = false

    @Flag(help: "Create custom attributes that the workspace does not have.")
    var createAttributes = false

    @Flag(help: "Send updates also where every field has its value already.")
    var alwaysUpdate = false

    @Flag(
        help: """
            End with the summary as one JSON object on standard output; with --dry-run, after one for each planned change.
            """)
    var json = false

    @Flag(name: .shortAndLong, help: "Print errors and the summary only, no progress.")
    var quiet = false

    mutating func validate() throws {
        settleResume()
        if resume == nil { try script.requireScript() }
        guard (0...86_400).contains(indexLag) else { throw ValidationError("--index-lag must be 0 to 86400 seconds.") }
        guard concurrency.map(RunOptions.concurrencyRange.contains) ?? true else {
            throw ValidationError("--concurrency must be 1 to 1000.")
        }
        if detailedExitcode, !dryRun { throw ValidationError("--detailed-exitcode goes with --dry-run.") }
        if dryRun, results == "-" {
            throw ValidationError("A dry run writes its plan to standard output: give --results a file.")
        }
        if report == "-" { throw ValidationError("A report is a page of its own: give --report a file.") }
        if json, results == "-" {
            throw ValidationError("Only one of --json and --results - can have standard output.")
        }
    }

    func run() async throws {
        if let resume { try await goOn(resume) } else { try await run(goingOn: nil) }
    }

    /// Whether a pipe that nobody names is the input.
    var pipeIsInput: Bool {
        !connection.tokenStdin && isatty(STDIN_FILENO) == 0 && script.code == nil && StandardInput.hasData
    }

    func run(goingOn resumed: (run: RunEntry, store: any LedgerStore)?) async throws {
        var configuration = try script.configuration(isTransform: false, pipeIsInput: pipeIsInput)
        configuration.allowsDelete = allowDelete
        configuration.createsMissingAttributes = createAttributes
        configuration.options.concurrency = concurrency
        configuration.options.maximumFailures = maxFailures
        configuration.isDryRun = dryRun
        configuration.engine.alwaysUpdate = alwaysUpdate
        configuration.engine.indexLag = .seconds(indexLag)
        let level: ScriptLogEntry.Level = quiet ? .warning : verbose ? .debug : .info
        configuration.log = { entry in if entry.level >= level { Terminal.standardError.write(entry.line) } }
        if !json, results != "-" { configuration.output = { Terminal.standardOutput.write($0 + "\n") } }
        let workspace = try await Connection.open(connection, concurrency: concurrency)
        if !quiet {
            Terminal.standardError.write("Talking to \(workspace.description).\n")
            if dryRun { Terminal.standardError.write("Dry run: reads are real, nothing is written.\n") }
        }
        configuration.client = workspace.client
        if configuration.isOverRecords { configuration.ledger = try await runLedger(workspace, resumed) }
        let code = try await carryOut(configuration, workspace)
        await workspace.close()
        if code != .success { throw CommandFailure(code) }
    }

    private func carryOut(_ configuration: RunConfiguration, _ workspace: Connection) async throws -> ProgramExit {
        let host = ScriptHost(configuration)
        try OutputFiles.check(
            ["--results": results, "--report": report, "--metrics": metrics.metrics],
            inputs: configuration.inputs.compactMap(\.path)
                + [script.path, connection.workspace, connection.tokenFile].compactMap(\.self))
        let output = OutputFailure(stop: host.stop)
        Terminal.standardOutput.whenFailed(output.note)
        let progress = ProgressLine(isShown: !quiet, client: workspace.client, input: { host.inputProgress })
        let counts = RunMetrics(
            labels: script.metricLabels("run"), client: workspace.client, input: { host.inputProgress })
        let metricsFile = try metrics.open(counts)
        let watcher = RunWatcher(
            progress: progress, results: try openResults(output), report: try openReport(configuration, workspace),
            metrics: counts,
            plan: dryRun ? DryRunText(terminal: .standardOutput, showsUnchanged: verbose, isJSON: json) : nil)
        let interrupts = Interrupts(stop: {
            Terminal.standardError.write("Stopping: what is in flight will end. Press Ctrl-C again to abort.\n")
            host.stop()
        })
        defer { interrupts.cancel() }
        do {
            let summary = try await host.run(observer: watcher)
            let finished = Result {
                try watcher.finish(summary)
                try metricsFile?.finish()
            }
            let code = conclude(summary, configuration, workspace, stopped: interrupts.exit)
            if let error = output.error { throw CommandFailure(explaining: error) }
            try finished.get()
            return code
        } catch let failure as RunFailure {
            let explained = CommandFailure(explaining: failure.error)
            try? watcher.finish(failure.summary, error: explained.message)
            try? metricsFile?.finish()
            if failure.summary.records > 0 {
                _ = conclude(failure.summary, configuration, workspace, stopped: interrupts.exit)
            }
            throw explained
        }
    }

    private func openResults(_ output: OutputFailure) throws -> ResultsFile? {
        do { return try results.map { try ResultsFile(path: $0, failed: output.note) } } catch {
            throw CommandFailure(explaining: error)
        }
    }

    private func openReport(_ configuration: RunConfiguration, _ workspace: Connection) throws -> ReportFile? {
        guard let report else { return nil }
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

    private func conclude(
        _ summary: RunSummary, _ configuration: RunConfiguration, _ workspace: Connection, stopped: ProgramExit
    ) -> ProgramExit {
        Terminal.standardError.write(
            SummaryText(
                summary, isDryRun: dryRun, results: results, goingOn: goingOn(summary, configuration, workspace),
                terminal: .standardError
            ).text)
        if json, !Terminal.standardOutput.write(summary.json.text + "\n") { return .cannotWrite }
        switch summary.ending {
        case .refused: return .tokenRefused
        case .interrupted: return stopped
        case .tooManyFailures: return .tooManyFailures
        case .ledgerFailed: return .cannotWrite
        case .complete: break
        }
        if summary.isUnreachable { return .unreachable }
        if summary.count(.rejected) + summary.count(.failed) > 0 { return .someRejected }
        return dryRun && detailedExitcode && summary.plannedChanges > 0 ? .changesFound : .success
    }
}

extension FailureLimit: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension ScriptLogEntry {
    /// As it is shown to a person.
    var line: String {
        let terminal = Terminal.standardError
        let style: Terminal.Style = level >= .error ? .red : level == .warning ? .yellow : .dim
        let extra = fields.map { " \($0.name)=\($0.text)" }.joined()
        return terminal.styled("\(level.rawValue):", style) + " \(message)\(extra)\n"
    }
}
