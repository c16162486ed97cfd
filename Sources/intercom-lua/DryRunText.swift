import JSON
import Runner

/// What a dry run shows of a record: `+` create, `~` update, `-` delete, `=` unchanged; or lines of JSON.
struct DryRunText {
    private let layout: PlannedChangeText
    private let showsUnchanged: Bool
    private let lines: PlannedLine?

    init(terminal: Terminal, showsUnchanged: Bool, isJSON: Bool = false) {
        lines = isJSON ? PlannedLine(showsUnchanged: showsUnchanged) : nil
        self.showsUnchanged = showsUnchanged
        layout = PlannedChangeText { text, role in
            terminal.styled(text, role == .create ? .green : role == .update ? .yellow : .red)
        }
    }

    /// The lines of a record; empty where there is nothing to show.
    func text(of result: RecordResult) -> String {
        if let lines { return Self.text(lines.lines(of: result)) }
        let changes = result.changes.map(text).joined()
        if changes.isEmpty, result.outcome == .unchanged, showsUnchanged {
            return "= record \(result.record): \(result.contactID ?? "") unchanged\n"
        }
        return changes
    }

    /// The lines of a change that belongs to no record.
    func text(of change: PlannedChange) -> String {
        if let lines { return Self.text([lines.line(of: change, record: nil)]) }
        return layout.lines(of: change).map { $0 + "\n" }.joined()
    }

    private static func text(_ lines: [JSONValue]) -> String { lines.map { $0.text + "\n" }.joined() }

    /// The totals: "12 to create, 30 to update, 0 to delete, 958 unchanged, 2 rejected".
    static func totals(_ summary: RunSummary) -> String {
        var parts = [
            "\(summary.count(.created)) to create", "\(summary.count(.updated)) to update",
            "\(summary.count(.deleted)) to delete", "\(summary.count(.unchanged)) unchanged",
        ]
        for outcome in [RecordOutcome.skipped, .rejected, .failed] where summary.count(outcome) > 0 {
            parts.append("\(summary.count(outcome)) \(outcome.rawValue)")
        }
        if summary.leftOut > 0 { parts.append("\(SummaryText.count(summary.leftOut, "other write")) left out") }
        return parts.joined(separator: ", ")
    }
}
