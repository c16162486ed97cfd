import Ledger
import LedgerCheck

/// Checks where runs are written down, and which of them wait to be gone on with. Changes nothing.
struct LedgerDoctor {
    let options: LedgerOptions

    /// How many runs are named.
    private static let shown = 3

    func check(_ report: inout DoctorReport) async {
        if options.isOff {
            return report.add(.good, "ledger", "off: runs are not written down, and cannot be gone on with")
        }
        do throws(LedgerError) {
            guard let schema = try await LedgerCheck(options.path).schema else {
                return report.add(.good, "ledger", "\(options.place): none yet, the first run makes it")
            }
            let runs = try await LedgerOptions.open(options.path).runs(RunFilter())
            let count = SummaryText.count(runs.count, "run")
            report.add(.good, "ledger", "\(options.place): writable, schema \(schema), \(count)")
            check(runs.filter(\.isResumable), &report)
        } catch {
            report.add(.bad(Self.code(of: error)), "ledger", error.message, advice: error.advice)
        }
    }

    /// A ledger that cannot be used as it is was found wrong; one that cannot be written to is as for a run.
    private static func code(of error: LedgerError) -> ProgramExit {
        switch error.kind {
        case .corrupt, .newer: .checkFailed
        default: CommandFailure(explaining: error).code
        }
    }

    private func check(_ unfinished: [RunEntry], _ report: inout DoctorReport) {
        guard let last = unfinished.first else { return }
        let names = unfinished.prefix(Self.shown).map { "\($0.id) of \(LocalTime.text($0.startedAt))" }
        let more = unfinished.count > Self.shown ? ", …" : ""
        report.add(
            .warning, "runs", "\(unfinished.count) unfinished: \(names.joined(separator: ", "))\(more)",
            advice: "Go on with one by intercom-lua run --resume \(last.id)\(options.argument); "
                + "runs prune --force with --older-than 30d removes old ones.")
    }
}
