import ArgumentParser
import Foundation
import JSON
import Ledger
import Runner

/// Looks into the ledger.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs in the ledger, show one of them, or join several.",
        discussion: "RUN is a run's name, as many letters of it as tell it from the others, or last.",
        subcommands: [
            RunsListCommand.self, RunsShowCommand.self, RunsRejectsCommand.self, RunsMergeCommand.self,
            RunsPruneCommand.self,
        ],
        defaultSubcommand: RunsListCommand.self)
}

struct RunsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the runs, the latest first.")

    @OptionGroup var ledger: LedgerOptions

    @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit = 20

    @Flag(help: "A line of JSON for each run.")
    var json = false

    func run() async throws {
        let runs: [RunEntry]
        do { runs = try await ledger.openIfThere()?.runs(RunFilter(limit: limit)) ?? [] } catch {
            throw CommandFailure(explaining: error)
        }
        if json {
            for run in runs { Terminal.standardOutput.write(run.json.text + "\n") }
            return
        }
        if runs.isEmpty {
            Terminal.standardError.write("There is no run in \(ledger.place) yet.\n")
            return
        }
        let rows = runs.map { run in
            [
                run.id.description, LocalTime.text(run.startedAt), run.state.rawValue, run.script,
                run.outcomeText, run.parent.map { "takes up \($0)" } ?? "",
            ]
        }
        Terminal.standardOutput.write(TextTable(header: ["RUN", "BEGAN", "STATE", "SCRIPT", "RECORDS", ""], rows).text)
    }
}

struct RunsRejectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects",
        abstract: "Write the records that were rejected or failed as NDJSON, each with its error in _error.",
        discussion: "What is written can be the input of a run: the script sees the records as they were.")

    @OptionGroup var ledger: LedgerOptions

    @Argument(help: "The run.") var run: String

    func run() async throws {
        do {
            let store = try await ledger.openThere(for: run)
            let run = try await store.run(named: run)
            var pages = RecordPages(store, of: run.id, outcomes: RecordOutcome.problems.map(\.rawValue))
            while let records = try await pages.next() {
                let text = records.map { $0.reject + "\n" }.joined()
                if !Terminal.standardOutput.write(text) { return }
            }
        } catch {
            throw CommandFailure(explaining: error)
        }
    }
}
