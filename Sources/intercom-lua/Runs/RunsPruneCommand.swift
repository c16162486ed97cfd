import ArgumentParser
import Foundation
import Ledger
import Runner

struct RunsPruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Remove old runs with their records and operations from the ledger.",
        discussion: """
            With both options, a run goes that is older and not among those to keep. What is known of contacts stays.
            A run that is going on always stays. So do, without --force, runs that can be gone on with, those that they take \
            up, those of a queue of which records were not done, and those written to in the last 10 minutes, whose contacts Intercom's search may not show yet.
            """)

    @OptionGroup var ledger: LedgerOptions

    @Option(help: ArgumentHelp("Keep so many, the latest.", valueName: "n"))
    var keep: Int?

    @Option(help: ArgumentHelp("Remove only runs last written to so long ago, as 90d, 12h or 30m.", valueName: "age"))
    var olderThan: RunAge?

    @Flag(help: "Remove runs too that can be gone on with.")
    var force = false

    mutating func validate() throws {
        guard keep != nil || olderThan != nil else {
            throw ValidationError("Say what is to go: --keep 20, --older-than 90d, or both.")
        }
        guard keep ?? 0 >= 0 else { throw ValidationError("--keep must be 0 or more.") }
    }

    func run() async throws {
        do {
            guard let store = try await ledger.openIfThere() else {
                Terminal.standardError.write("There is no run in \(ledger.place) yet.\n")
                return
            }
            let now = LedgerTime.now
            let runs = try await store.runs(RunFilter())
            let plan = RunsToPrune(runs, keep: keep ?? 0, olderThan: olderThan?.milliseconds ?? 0, force, now: now)
            for run in plan.removed {
                try await store.remove(run.id)
                Terminal.standardOutput.write(
                    "Removed \(run.id) of \(LocalTime.text(run.startedAt)), \(Self.records(run)).\n")
            }
            Terminal.standardOutput.write(
                "\(SummaryText.count(plan.removed.count, "run")) removed, \(runs.count - plan.removed.count) left.\n")
            for (run, why) in plan.spared { Terminal.standardOutput.write("  \(run.id) stays: \(why)\n") }
        } catch {
            throw CommandFailure(explaining: error)
        }
    }

    private static func records(_ run: RunEntry) -> String {
        SummaryText.count(run.outcomes.values.reduce(0, +), "record")
    }
}

/// Which runs go.
struct RunsToPrune {
    private(set) var removed: [RunEntry] = []
    /// Those that would go by their age and number, and why they do not.
    private(set) var spared: [(run: RunEntry, why: String)] = []

    /// How long search may not show what was written.
    private static let freshness: Int64 = 600_000

    /// - Parameters:
    ///   - runs: the latest first.
    ///   - age: in milliseconds.
    ///   - now: milliseconds since 1970.
    init(_ runs: [RunEntry], keep: Int, olderThan age: Int64, _ isForced: Bool, now: Int64) {
        let needed = Set(runs.filter { $0.isResumable || $0.state == .running }.compactMap(\.parent))
        for run in runs.dropFirst(keep) where now - run.touchedAt >= age {
            if run.state == .running {
                spared.append((run, "it is still going on"))
            } else if run.state == .queued, !isForced {
                spared.append((run, "it is in the queue"))
            } else if isForced {
                removed.append(run)
            } else if run.isResumable {
                spared.append((run, "it can be gone on with"))
            } else if run.leftInQueue > 0 {
                spared.append((run, "records of it were not done"))
            } else if needed.contains(run.id) {
                spared.append((run, "a run that can be gone on with takes up its records"))
            } else if now - run.touchedAt < Self.freshness {
                spared.append((run, "it was written to in the last 10 minutes"))
            } else {
                removed.append(run)
            }
        }
    }
}

/// A length of time such as `90d`.
struct RunAge: ExpressibleByArgument {
    let milliseconds: Int64

    init?(argument: String) {
        let units: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()), count >= 0,
            count <= 1_000_000
        else { return nil }
        milliseconds = count * unit
    }
}
