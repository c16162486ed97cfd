import IntercomScripting
import JSON
import LuaSyntax
import Runner
import ScriptCheck

/// What `check` says: lines for a person as they are found, or one JSON object at the end.
struct CheckReport {
    private let isJSON: Bool
    private var found: [JSONValue] = []
    /// What is wrong, without what is only warned about.
    private var findings = 0
    /// What is warned about, each once.
    private var warnings: [String] = []
    private var records: RecordCheck.Outcome?

    init(isJSON: Bool) { self.isJSON = isJSON }

    var hasFindings: Bool { findings > 0 || (records?.summary.problems ?? 0) > 0 }

    mutating func add(_ diagnostics: [Diagnostic], file: String, _ source: SourceText) {
        found += diagnostics.map { $0.json(file: file) }
        findings += diagnostics.count { !$0.code.isWarning }
        for diagnostic in diagnostics where diagnostic.code.isWarning { _ = warn(diagnostic.message) }
        guard !isJSON else { return }
        let terminal = Terminal.standardOutput
        let text = DiagnosticText { text, part in
            switch part {
            case .place, .message: terminal.styled(text, .bold)
            case .advice: text
            case .caret: terminal.styled(text, .red)
            }
        }
        for diagnostic in diagnostics { terminal.write(text.text(diagnostic, file: file, source: source)) }
    }

    mutating func add(_ outcome: RecordCheck.Outcome) {
        records = outcome
        let archived = outcome.archivedAttributes.map(\.archivedWarning).filter { warn($0.message) }
        guard !isJSON else { return }
        for warning in archived {
            let message = Terminal.standardOutput.styled("warning: \(warning.message)", .bold)
            Terminal.standardOutput.write("\(message) \(warning.advice)\n")
        }
        let groups = outcome.summary.groups.sorted { ($1.count, $0.record) < ($0.count, $1.record) }
        for group in groups { Terminal.standardOutput.write(Self.text(group)) }
    }

    /// - Returns: whether it was not warned about before.
    private mutating func warn(_ message: String) -> Bool {
        let isNew = !warnings.contains { $0.lowercased() == message.lowercased() }
        if isNew { warnings.append(message) }
        return isNew
    }

    private static func text(_ group: RunSummary.ProblemGroup) -> String {
        let problem = group.problem
        let count = group.count == 1 ? "" : " (\(group.count) records)"
        let place = Terminal.standardOutput.styled("\(group.source.shownOnOneLine):\(group.line):1:", .bold)
        let field = problem.field.map { ", \($0.shownOnOneLine)" } ?? ""
        let head =
            "\(place) record \(group.record) would be \(group.outcome.rawValue)\(count): \(problem.code)\(field)"
        let lines = [head] + SummaryText.details(of: problem)
        return lines.joined(separator: "\n") + "\n"
    }

    func finish(isQuiet: Bool, scripts: [String]) {
        if isJSON {
            var object: JSONObject = ["diagnostics": .array(found)]
            if let records {
                var summary = records.summary.json.object ?? JSONObject()
                for name in ["calls", "seconds", "operations", "run"] { summary[name] = nil }
                summary["unknown_contacts"] = .integer(Int64(records.unknownContacts))
                summary["archived_attributes"] = .array(records.archivedAttributes.map { .string($0.name) })
                object["records"] = .object(summary)
            }
            Terminal.standardOutput.write(JSONValue.object(object).text + "\n")
        }
        guard !isQuiet else { return }
        Terminal.standardError.write(closing(scripts))
    }

    private func closing(_ scripts: [String]) -> String {
        var lines: [String] = []
        if let records {
            let summary = records.summary
            let all = summary.records + records.unknownContacts
            lines.append(
                "\(SummaryText.count(all, "record")): \(summary.problems) would be rejected, \(summary.count(.skipped)) skipped."
            )
            if records.unknownContacts > 0 {
                lines.append(
                    "\(records.unknownContacts) need a contact that only Intercom knows of; --workspace FILE can say who is there."
                )
            }
        }
        let what = scripts.count == 1 ? scripts[0] : "\(scripts.count) scripts"
        let ending = warnings.isEmpty ? "." : ", \(SummaryText.count(warnings.count, "warning"))."
        lines.append(
            findings == 0
                ? "\(what): nothing wrong found\(ending)"
                : "\(SummaryText.count(findings, "finding")) in \(what)\(ending)")
        return lines.joined(separator: "\n") + "\n"
    }
}
