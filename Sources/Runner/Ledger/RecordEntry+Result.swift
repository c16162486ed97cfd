internal import JSON
internal import Ledger
internal import Records

extension RecordEntry {
    /// What is written down of a record that has ended.
    init(_ result: RecordResult, _ last: RecordJournal.Last, attempts: Int, original: RecordItem, at time: Int64) {
        self.init(
            number: result.record, line: result.line, outcome: result.outcome.rawValue, attempts: attempts,
            endedAt: time)
        action = last.action
        key = last.key
        payload = last.payload
        contactID = result.contactID
        reason = result.reason
        guard let problem = result.problem else { return }
        source = result.source
        self.problem = Problem(
            code: problem.code, message: problem.message, requestID: problem.requestID,
            details: problem.details(original))
        if case .record(let record) = original { self.original = record.text }
    }
}

extension RecordResult.Problem {
    /// What is known of it besides code, message and request; nil where that is nothing.
    fileprivate func details(_ original: RecordItem) -> String? {
        var object = json.object ?? JSONObject()
        for name in ["code", "message", "request_id"] { object[name] = nil }
        if case .rejected(let rejected) = original {
            object["text"] = .string(String(decoding: rejected.text, as: UTF8.self))
        }
        return object.isEmpty ? nil : JSONValue.object(object).text
    }

    init(_ problem: RecordEntry.Problem) {
        self.init(code: problem.code, message: problem.message)
        requestID = problem.requestID
        guard let details = problem.details, let object = (try? JSONValue(parsing: details))?.object else { return }
        advice = object["advice"]?.string
        field = object["field"]?.string
        position = object["position"]?.string
        status = object["status"]?.integer.map(Int.init)
        contactIDs = object["contact_ids"]?.array?.compactMap(\.string) ?? []
    }
}

extension RecordResult {
    /// How a record ended of which the ledger tells.
    ///
    /// - Parameter source: the input, where it is known better than the ledger knows it.
    init(_ entry: RecordEntry, source: String? = nil) {
        self.init(
            record: entry.number, line: entry.line, source: source ?? entry.source ?? "",
            outcome: RecordOutcome(rawValue: entry.outcome) ?? .failed)
        contactID = entry.contactID
        reason = entry.reason
        problem = entry.problem.map(Problem.init)
    }
}
