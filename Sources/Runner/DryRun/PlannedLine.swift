public import JSON

/// The lines of `run --dry-run --json`: an object for each planned change, and for each record that has a problem.
public struct PlannedLine: Sendable {
    private let showsUnchanged: Bool

    /// - Parameter showsUnchanged: whether records that would change nothing get a line too.
    public init(showsUnchanged: Bool) { self.showsUnchanged = showsUnchanged }

    /// What a record would change, in the order in which it would, and what is wrong with it.
    public func lines(of result: RecordResult) -> [JSONValue] {
        var lines = result.changes.map { line(of: $0, record: result.record) }
        if let problem = result.problem {
            lines.append([
                "record": .integer(Int64(result.record)), "outcome": .string(result.outcome.rawValue),
                "error": problem.json, "line": .integer(Int64(result.line)), "source": .string(result.source),
            ])
        } else if result.outcome == .unchanged, lines.isEmpty, showsUnchanged {
            lines.append([
                "record": .integer(Int64(result.record)), "change": "unchanged",
                "contact_id": result.contactID.map { .string($0) } ?? .null,
            ])
        }
        return lines
    }

    /// - Parameter record: nil for what a script does outside of its records.
    public func line(of change: PlannedChange, record: Int?) -> JSONValue {
        var fields = JSONObject()
        for field in change.fields { fields[field.path] = ["from": field.old ?? .null, "to": field.new] }
        var key = JSONObject()
        if let known = change.key { key[known.field.rawValue] = .string(known.original) }
        return [
            "record": record.map { .integer(Int64($0)) } ?? .null, "change": .string(change.action.rawValue),
            "contact_id": change.contactID.map { .string($0) } ?? .null,
            "key": change.key == nil ? .null : .object(key), "fields": .object(fields),
        ]
    }
}
