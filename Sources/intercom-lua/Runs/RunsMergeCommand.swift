import ArgumentParser
import Foundation
import JSON
import Ledger
import PostgresLedger
import Runner
import Synchronization

/// Looks at the runs of several processes as one.
struct RunsMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Join the runs that took the shares of one input into one report.",
        discussion: """
            Of each ledger the latest run counts and, where that took a share (--shard), the latest runs of the other shares. \
            Exits with 75 where shares are missing or not done to their end, with 1 where records were rejected or failed.
            """)

    @Argument(help: "The ledgers of the processes; one is enough where they shared it.", completion: .file())
    var files: [String]

    @Option(
        help: ArgumentHelp("Bring the runs together in this ledger, to look at or to go on with.", valueName: "file"),
        completion: .file())
    var into: String?

    @Option(
        help: ArgumentHelp("Write a page about all of it, as run --report does.", valueName: "file.html"))
    var report: String?

    @Flag(help: "The report as a JSON object.")
    var json = false

    func run() async throws {
        let merged: MergedRun
        let summary: RunSummary
        if let into, let place = OutputFiles.identity(of: into),
            let file = files.first(where: { !PostgresAddress.isMeant(by: $0) && OutputFiles.identity(of: $0) == place })
        {
            throw CommandFailure(
                .usage,
                "--into \(into): that is the ledger \"\(file)\" itself; name another file to bring runs together in")
        }
        do {
            var stores: [any LedgerStore] = []
            for file in files { stores.append(try await Self.open(file)) }
            merged = try await MergedRun(of: stores)
            for (run, reason) in merged.leftOut {
                Terminal.standardError.write("Run \(run.entry.id) in \(run.store.name) is left out: \(reason).\n")
            }
            summary = try await summarize(merged)
            if let into { try await take(merged, into: into) }
        } catch let refusal as MergeRefusal {
            throw CommandFailure(.usage, "\(refusal)")
        } catch {
            throw CommandFailure(explaining: error)
        }
        if json {
            Terminal.standardOutput.write(Self.json(merged, summary).text + "\n")
        } else {
            Terminal.standardOutput.write(Self.text(merged, summary))
        }
        if !merged.isComplete { throw CommandFailure(.stoppedEarly) }
        if summary.problems > 0 { throw CommandFailure(.someRejected) }
    }

    /// Opens a ledger that must be there.
    private static func open(_ path: String) async throws -> any LedgerStore {
        guard PostgresAddress.isMeant(by: path) || FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(.inputMissing, "there is no ledger \"\(path)\"")
        }
        return try await LedgerOptions.open(path)
    }

    private func summarize(_ merged: MergedRun) async throws -> RunSummary {
        guard let report, let first = merged.parts.first?.entry else { return try await merged.go() }
        let began = merged.parts.map(\.entry.startedAt).min() ?? first.startedAt
        var description = RunDescription(
            script: first.script, inputs: first.inputs.map(\.name), workspace: first.workspace.name,
            began: Date(timeIntervalSince1970: Double(began) / 1000), program: "intercom-lua \(IntercomLua.version)")
        description.knowsCalls = false
        let clock = ReportClock()
        let file = try ReportFile(path: report, description, calls: { 0 }, seconds: { clock.seconds })
        let summary = try await merged.go { result, endedAt in
            clock.seconds = Double(endedAt - began) / 1000
            file.recordEnded(result)
        }
        try file.finish(summary, error: nil)
        return summary
    }

    private func take(_ merged: MergedRun, into path: String) async throws {
        let target = try SQLiteLedger(path: path)
        for part in merged.parts {
            guard let store = part.store as? SQLiteLedger else {
                throw CommandFailure(.usage, "--into takes runs from files only, and \(part.store.name) is a database")
            }
            _ = try await target.take(part.entry.id, from: store)
        }
        Terminal.standardError.write("\(SummaryText.count(merged.parts.count, "run")) in \(path).\n")
    }

    private static func text(_ merged: MergedRun, _ summary: RunSummary) -> String {
        let runs = merged.parts.map { part in
            let share = part.entry.share.map { "\($0.number)/\($0.count)" } ?? "all"
            return [part.entry.id.description, share, part.entry.state.rawValue, part.entry.outcomeText]
        }
        let text = SummaryText(summary, results: nil, terminal: .standardOutput)
        var lines = [TextTable(header: ["RUN", "SHARE", "STATE", "RECORDS"], runs).text]
        if !merged.missing.isEmpty {
            let names = merged.missing.map(String.init).joined(separator: ", ")
            lines.append("Of share \(names) of \(merged.shares) there is no run.\n")
        }
        lines += ([text.totals] + text.skips + text.problems).map { $0 + "\n" }
        return lines.joined()
    }

    private static func json(_ merged: MergedRun, _ summary: RunSummary) -> JSONValue {
        var object = summary.json.object ?? JSONObject()
        // One name and a count of calls would be those of one run.
        for name in ["run", "calls", "operations"] { object[name] = nil }
        object["ending"] = .string(merged.isComplete ? "complete" : "incomplete")
        object["shares"] = .integer(Int64(merged.shares))
        object["missing"] = .array(merged.missing.map { .integer(Int64($0)) })
        object["runs"] = .array(merged.parts.map(\.entry.json))
        return .object(object)
    }
}

/// How far into the runs a report is.
private final class ReportClock: Sendable {
    private let value = Mutex(0.0)
    var seconds: Double {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
