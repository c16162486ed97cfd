import ArgumentParser
import Foundation
import JSON
import Ledger
import Runner

struct RunsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a run: what it worked on, what became of its records, what went wrong.")

    @OptionGroup var ledger: LedgerOptions

    @Argument(help: "The run.") var run: String

    @Flag(help: "Watch it until it ends.")
    var follow = false

    @Flag(help: "The run as a JSON object; with --follow, a line of it now and then.")
    var json = false

    func run() async throws {
        do {
            let store = try await ledger.openThere(for: run)
            var run = try await store.run(named: run)
            if follow { run = try await followed(run, in: store) }
            if json {
                Terminal.standardOutput.write(run.json.text + "\n")
                return
            }
            let summary = try await RunSummary(of: run, in: store)
            let later = try await store.runs(RunFilter(parent: run.id))
            Terminal.standardOutput.write(text(of: run, summary, takenUpBy: later))
        } catch {
            throw CommandFailure(explaining: error)
        }
    }

    /// The run when it has ended.
    private func followed(_ run: RunEntry, in store: any LedgerStore) async throws -> RunEntry {
        let watch = Task { try await RunFollower(store: store, run: run.id, isJSON: json).follow() }
        let interrupts = Interrupts { watch.cancel() }
        defer { interrupts.cancel() }
        do { return try await watch.value } catch is CancellationError { throw CommandFailure(.interrupted) }
    }

    private func text(of run: RunEntry, _ summary: RunSummary, takenUpBy later: [RunEntry]) -> String {
        var rows = [["Run", "\(run.id), \(run.stateText)"]]
        if let parent = run.parent { rows.append(["Takes up", "\(run.selection) of \(parent)"]) }
        for other in later { rows.append(["Taken up by", "\(other.id): \(other.outcomeText)"]) }
        rows.append(["Workspace", run.workspace.name])
        rows.append(["Script", run.script])
        for input in run.inputs { rows.append(["Input", "\(input.name), \(input.read.length) bytes read"]) }
        rows.append(["Began", LocalTime.text(run.startedAt)])
        if let end = run.endedAt { rows.append(["Ended", LocalTime.text(end)]) }
        rows.append(["Records", run.outcomeText.isEmpty ? "none" : run.outcomeText])
        if let waiting = run.waiting, run.endedAt == nil {
            rows.append(["In queue", SummaryText.count(waiting, "record")])
        }
        if let reason = run.reason { rows.append(["Reason", reason]) }
        if run.leftInQueue > 0 { rows.append(["Not done", SummaryText.count(run.leftInQueue, "record")]) }
        let problems = SummaryText(summary, results: nil, terminal: .standardOutput).problems
        return TextTable(rows).text + problems.map { $0 + "\n" }.joined() + next(run).map { $0 + "\n" }.joined()
    }

    private func next(_ run: RunEntry) -> [String] {
        var lines: [String] = []
        if run.isResumable { lines.append("To go on: intercom-lua run --resume \(run.id)\(ledger.argument)") }
        if run.leftInQueue > 0 {
            lines.append(
                "To put those not done back into the queue: intercom-lua retry \(run.id)\(ledger.argument)")
        } else if run.outcomes[RecordOutcome.failed.rawValue] ?? 0 > 0, run.workspace.kind != .embedded {
            lines.append("To take up those that failed: intercom-lua retry \(run.id)\(ledger.argument)")
        }
        if run.problems > 0 {
            lines.append(
                "The records with their errors: intercom-lua runs rejects \(run.id)\(ledger.argument) > rejects.ndjson")
        }
        return lines
    }
}
