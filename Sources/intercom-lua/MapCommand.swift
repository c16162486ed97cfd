import ArgumentParser
import Foundation
import IntercomScripting
import Records
import Runner
import Synchronization

struct MapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", _superCommandName: IntercomLua.name,
        abstract: "Transform records with a script; no network.",
        usage: """
            intercom-lua map SCRIPT [INPUT ...] [options]
            intercom-lua map -e CODE [INPUT ...] [options]
            """,
        discussion: """
            The script's function gets a record and returns a record, a list of records, or nil for none. Code given with -e \
            is the body of that function: the record is r, and row, ctx is where it stands. Inputs whose names end in .gz or \
            .zst are decompressed.
            """)

    @OptionGroup(title: "Script options") var script: ScriptOptions

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(help: "Write csv, tsv, ndjson or json. By default the extension of the output says, or else ndjson.")
    var to: RecordFormat?

    @Option(
        help: ArgumentHelp(
            """
            The columns of CSV, separated by commas. By default all fields of what becomes of the first \
            \(TransformConfiguration.sampleSize) records, and those of the input whose records are returned.
            """, valueName: "names"))
    var columns: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Work in so many Lua states side by side. Each has globals of its own; the order stays the input's.",
            valueName: "n"))
    var jobs = 1

    @Option(
        help: ArgumentHelp(
            """
            What to do where the script fails on a record, or it cannot be read: skip leaves it out, fail ends, and a \
            file receives the record with its error in a field _error. - puts it among what is written, as NDJSON, and \
            is no failure.
            """, valueName: "skip|fail|file|-"))
    var onError = "skip"

    @OptionGroup var metrics: MetricsOptions

    @Flag(name: .shortAndLong, help: "Print errors only.")
    var quiet = false

    func validate() throws {
        try script.requireScript()
        guard TransformConfiguration.jobsRange.contains(jobs) else {
            throw ValidationError("--jobs must be 1 to \(TransformConfiguration.jobsRange.upperBound).")
        }
        if keepsRejects, format != .ndjson || (output ?? "-") != "-" {
            throw ValidationError("--on-error - goes with NDJSON on standard output.")
        }
        if columns != nil, !["csv", "tsv"].contains(format.rawValue) {
            throw ValidationError("--columns goes with --to csv or tsv.")
        }
        if columns != nil, columnNames.contains("") || Set(columnNames).count < columnNames.count {
            throw ValidationError("--columns must name each column, and none twice.")
        }
    }

    private var format: RecordFormat { to ?? output.flatMap { RecordFormat(fileName: $0) } ?? .ndjson }
    private var columnNames: [String] {
        columns.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
    }
    /// Whether rejected records are part of what is written.
    private var keepsRejects: Bool { onError == "-" }
    private var rejectsPath: String? { ["skip", "fail"].contains(onError) ? nil : onError }

    func run() async throws {
        do {
            let run = try configuration
            let sink = try Self.sink(output)
            let rejects = try rejectsPath.map { try Self.sink($0) }
            try await carryOut(Transform(run), sink, rejects)
        } catch {
            throw CommandFailure(explaining: error)
        }
    }

    private static func sink(_ path: String?) throws(RecordsError) -> ByteSink {
        guard let path, path != "-" else { return .standardOutput }
        return try ByteSink(path: path)
    }

    private var configuration: TransformConfiguration {
        get throws {
            var run = try script.configuration(isTransform: true, pipeIsInput: true)
            run.records.readSize = 256 << 10
            run.log = ScriptLogEntry.shown(isQuiet: quiet)
            var configuration = TransformConfiguration(run)
            configuration.jobs = jobs
            configuration.format = format
            if columns != nil { configuration.columns = columnNames }
            configuration.onError = onError == "fail" ? .fail : .skip
            try OutputCheck.check(output, readsFrom: run.inputs)
            try checkFiles(run)
            return configuration
        }
    }

    /// Makes sure that nothing is written over what is read, but for an input by its own output, which is there once all of
    /// it was read.
    private func checkFiles(_ run: RunConfiguration) throws {
        let others = ["--on-error": rejectsPath, "--metrics": metrics.metrics]
        let script: [String] = if case .file(let path) = run.script { [path] } else { [] }
        try OutputFiles.check(others, inputs: run.inputs.compactMap(\.path) + script)
        try OutputFiles.check(others.merging(["--output": output]) { $1 }, inputs: script)
    }

    /// The outcomes as metrics call them: a record of which something was made was transformed.
    private static func words(_ outcomes: [RecordOutcome: Int]) -> [String: Int] {
        [
            "transformed": outcomes[.unchanged] ?? 0, "skipped": outcomes[.skipped] ?? 0,
            "rejected": outcomes[.rejected] ?? 0,
        ]
    }

    private func carryOut(_ transform: Transform, _ sink: sending ByteSink, _ rejects: sending ByteSink?) async throws {
        if jobs > 1, !quiet {
            Terminal.standardError.write("\(jobs) jobs: each has globals, setup and finish of its own.\n")
        }
        let metrics = try metrics.open(
            RunMetrics(
                labels: script.metricLabels("map"), words: ["transformed", "skipped", "rejected"], client: nil,
                input: { transform.inputProgress })
        ) { $0.note(Self.words(transform.outcomes)) }
        let ending: Result<Void, any Error>
        do { ending = .success(try await transformAll(transform, sink, rejects)) } catch { ending = .failure(error) }
        try metrics?.finish(after: ending)
        try ending.get()
    }

    private func transformAll(_ transform: Transform, _ sink: sending ByteSink, _ rejects: sending ByteSink?)
        async throws
    {
        let complaints = MapComplaints(isSilent: keepsRejects)
        let interrupts = Interrupts { transform.stop() }
        defer { interrupts.cancel() }
        let summary: RunSummary
        do {
            summary = try await transform.run(to: sink, rejects: rejects) { complaints.add($0) }
        } catch let error as RecordsError where error.kind == .closedOutput {
            return  // whoever read has had enough
        } catch let failure as TransformFailure {
            throw CommandFailure(
                failure.result.problem?.code == "bad_record" ? .badInput : .scriptError,
                MapComplaints.text(failure.result))
        }
        let count = SummaryText.count(summary.records, "record")
        if summary.ending == .interrupted {
            let file = output.map { "; \($0) was not written" } ?? ""
            throw CommandFailure(.interrupted, "interrupted after \(count)\(file)")
        }
        guard summary.count(.rejected) > 0, !keepsRejects else { return }
        complaints.finish(summary)
        let place = rejectsPath.map { "they are in \($0)" } ?? "see above"
        throw CommandFailure(.someRejected, "\(summary.count(.rejected)) of \(count) left out, \(place)")
    }
}
