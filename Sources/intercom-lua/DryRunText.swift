import Intercom
import JSON
import Runner

/// What a dry run shows of a record: `+` create, `~` update, `-` delete, `=` unchanged.
struct DryRunText {
    private let terminal: Terminal
    private let showsUnchanged: Bool

    init(terminal: Terminal, showsUnchanged: Bool) {
        self.terminal = terminal
        self.showsUnchanged = showsUnchanged
    }

    /// The lines of a record; empty where there is nothing to show.
    func text(of result: RecordResult) -> String {
        let changes = result.changes.map(text).joined()
        if changes.isEmpty, result.outcome == .unchanged, showsUnchanged {
            return "= record \(result.record): \(result.contactID ?? "") unchanged\n"
        }
        return changes
    }

    func text(of change: PlannedChange) -> String {
        let id = change.contactID.map { " (\($0))" } ?? ""
        let head =
            switch change.action {
            case .create: terminal.styled("+ create \(change.name)", .green)
            case .update: terminal.styled("~ update \(change.name)", .yellow) + id
            case .delete: terminal.styled("- delete \(change.name)", .red) + id
            case .unarchive: terminal.styled("~ unarchive \(change.name)", .yellow) + id
            }
        return head + "\n" + change.fields.map { line(of: $0, isNew: change.action == .create) }.joined()
    }

    private func line(of field: FieldChange, isNew: Bool) -> String {
        let new = Self.shown(field.new)
        return isNew ? "    \(field.path): \(new)\n" : "    \(field.path): \(Self.shown(field.old)) → \(new)\n"
    }

    private static func shown(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "nothing" }
        return value.text
    }

    /// The totals: "12 to create, 30 to update, 0 to delete, 958 unchanged, 2 rejected".
    static func totals(_ summary: RunSummary) -> String {
        var parts = [
            "\(summary.count(.created)) to create", "\(summary.count(.updated)) to update",
            "\(summary.count(.deleted)) to delete", "\(summary.count(.unchanged)) unchanged",
        ]
        for outcome in [RecordOutcome.skipped, .rejected, .failed] where summary.count(outcome) > 0 {
            parts.append("\(summary.count(outcome)) \(outcome.rawValue)")
        }
        return parts.joined(separator: ", ")
    }
}
