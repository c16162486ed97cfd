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

    @Flag(help: "The run as a JSON object.")
    var json = false

    func run() async throws {
        do {
            let store = try ledger.open()
            let run = try await store.run(named: run)
            if json {
                print(run.json.text)
                return
            }
            let summary = try await RunSummary(of: run, in: store)
            Terminal.standardOutput.write(text(of: run, summary))
        } catch {
            throw CommandFailure(explaining: error)
        }
    }

    private func text(of run: RunEntry, _ summary: RunSummary) -> String {
        var rows = [["Run", "\(run.id), \(run.stateText)"]]
        if let parent = run.parent { rows.append(["Takes up", "\(parent)"]) }
        rows.append(["Workspace", run.workspace.name])
        rows.append(["Script", run.script])
        for input in run.inputs { rows.append(["Input", "\(input.name), \(input.read.length) bytes read"]) }
        rows.append(["Began", LocalTime.text(run.startedAt)])
        if let end = run.endedAt { rows.append(["Ended", LocalTime.text(end)]) }
        rows.append(["Records", run.outcomeText.isEmpty ? "none" : run.outcomeText])
        let problems = SummaryText(summary, results: nil, terminal: .standardOutput).problems
        return TextTable(rows).text + problems.map { $0 + "\n" }.joined() + next(run).map { $0 + "\n" }.joined()
    }

    private func next(_ run: RunEntry) -> [String] {
        var lines: [String] = []
        if run.isResumable { lines.append("To go on: intercom-lua run --resume \(run.id)\(ledger.argument)") }
        if run.problems > 0 {
            lines.append(
                "The records with their errors: intercom-lua runs rejects \(run.id)\(ledger.argument) > rejects.ndjson")
        }
        return lines
    }
}
