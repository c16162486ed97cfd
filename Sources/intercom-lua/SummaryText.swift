import Intercom
import Runner

/// The end of a run in words: what became of the records, what is wrong, what it cost, where to look next.
struct SummaryText {
    private let summary: RunSummary
    private let isDryRun: Bool
    private let results: String?
    /// How to go on with a run that ended early.
    private let goingOn: String?
    private let terminal: Terminal

    init(
        _ summary: RunSummary, isDryRun: Bool = false, results: String?, goingOn: String? = nil, terminal: Terminal
    ) {
        self.goingOn = goingOn
        self.summary = summary
        self.isDryRun = isDryRun
        self.results = results
        self.terminal = terminal
    }

    var text: String {
        guard summary.records > 0 else { return (ending + noRecords + next).joined(separator: "\n") + "\n" }
        return (ending + [totals] + skips + problems + [cost] + next).joined(separator: "\n") + "\n"
    }

    private var ending: [String] {
        switch summary.ending {
        case .complete: []
        case .interrupted: [terminal.styled("Stopped before the end.", .yellow)]
        case .tooManyFailures(let limit):
            [terminal.styled(tooMany(limit), .red)]
        case .failed: [terminal.styled("Stopped before the end, by an error.", .red)]
        case .ledgerFailed(let error):
            [terminal.styled("Stopped: \(error.message.shown).", .red)] + (error.advice.map { ["  \($0)"] } ?? [])
        case .refused(let why): [terminal.styled("Stopped: Intercom refused the token. \(why.shown)", .red)]
        }
    }

    private func tooMany(_ limit: FailureLimit) -> String {
        let (problems, records) =
            summary.standing.map { ($0.problems, $0.records) } ?? (summary.problems, summary.records)
        let whose = summary.standing == nil ? "" : " of all workers"
        return "Too many failures: \(problems) of \(Self.count(records, "record"))\(whose) were rejected or failed, "
            + "the limit is \(limit)."
    }

    /// What a script did that has no records, or that there were none.
    private var noRecords: [String] {
        guard summary.isOverRecords else { return [operations] }
        return ["0 records."] + (summary.operations.isEmpty && summary.calls == 0 ? [] : [operations])
    }

    private var operations: String {
        let parts = ContactOutcome.allCases.compactMap { outcome in
            summary.operations[outcome].map { "\($0) \(outcome.rawValue)" }
        }
        let leftOut = summary.leftOut > 0 ? ["\(Self.count(summary.leftOut, "other write")) left out"] : []
        let all = (parts + leftOut).joined(separator: ", ")
        let word = summary.ending == .failed ? "Until then" : "Done"
        let done = all.isEmpty ? word : "\(word): \(all)"
        return "\(done); \(Self.count(summary.calls, "API call")) in \(Self.time(summary.seconds))."
    }

    /// How many records there were, and what became of them.
    var totals: String {
        if isDryRun { return "\(Self.count(summary.records, "record")): \(DryRunText.totals(summary))." }
        let parts = RecordOutcome.allCases.filter { summary.count($0) > 0 }.map { outcome in
            let style: Terminal.Style = outcome.isProblem ? .red : outcome == .created ? .green : .bold
            return terminal.styled("\(summary.count(outcome)) \(outcome.rawValue)", style)
        }
        return "\(Self.count(summary.records, "record")): \(parts.joined(separator: ", "))."
    }

    /// Why records were skipped.
    var skips: [String] {
        summary.skips.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            "  skipped \($0.value): \($0.key.shownOnOneLine)"
        }
    }

    /// What went wrong, grouped.
    var problems: [String] {
        let sorted = summary.groups.sorted { ($1.count, $0.record) < ($0.count, $1.record) }
        let shown = sorted.prefix(10).flatMap(lines)
        let more = sorted.count > 10 ? ["  … and \(sorted.count - 10) further kinds of errors"] : []
        return shown + more
    }

    private func lines(of group: RunSummary.ProblemGroup) -> [String] {
        let problem = group.problem
        let times = group.count == 1 ? "once, at" : "\(group.count) times, first at"
        let place = "record \(group.record) (\(group.source.shownOnOneLine):\(group.line))"
        let what = (problem.code + (problem.field.map { ", \($0)" } ?? "")).shownOnOneLine
        return ["  \(terminal.styled(group.outcome.rawValue, .red)) \(times) \(place): \(what)"]
            + Self.details(of: problem)
    }

    /// What is wrong, what to do about it, and where it was, indented.
    static func details(of problem: RecordResult.Problem) -> [String] {
        var lines = [problem.message]
        if let advice = problem.advice { lines.append(advice) }
        if let position = problem.position, !problem.message.contains(position) { lines.append("in \(position)") }
        if let id = problem.requestID { lines.append("request \(id)") }
        return lines.map { "    " + $0.shown.replacing("\n", with: "\n    ") }
    }

    private var cost: String {
        let rate = Double(summary.records) / max(summary.seconds, 0.001)
        return "\(Self.count(summary.calls, "API call")), \(Self.time(summary.seconds)), \(Int(rate)) records/s."
    }

    private var next: [String] {
        let problems = summary.count(.rejected) + summary.count(.failed)
        if let goingOn { return [goingOn] }
        if isDryRun, problems == 0, summary.ending != .failed {
            return ["To make it so, run it again without --dry-run."]
        }
        if problems > 0, results == nil {
            return ["For a line about each record, run it again with --results results.ndjson."]
        }
        if problems > 0, let results, results != "-" {
            return ["The records that need attention: grep -E 'rejected|failed' \(results)"]
        }
        return []
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    static func time(_ seconds: Double) -> String {
        if seconds < 60 { return "\((seconds * 10).rounded() / 10) s" }
        let whole = Int(seconds)
        return "\(whole / 60) min \(whole % 60) s"
    }
}
