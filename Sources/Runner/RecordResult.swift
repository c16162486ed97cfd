public import JSON

/// How one record ended.
public struct RecordResult: Sendable {
    /// The number of the record, from 1 over all inputs.
    public var record: Int
    /// The line on which it starts in its input.
    public var line: Int
    /// The input it came from.
    public var source: String
    public var outcome: RecordOutcome
    /// The contact of the last operation.
    public var contactID: String?
    /// Why it was rejected or failed.
    public var problem: Problem?
    /// What a dry run would change.
    public var changes: [PlannedChange] = []
    /// Why it was skipped.
    public var reason: String?
    /// The record as it was read, where there was a problem with it: JSON, or what stands in the input.
    public var original: String?

    /// What was wrong with a record.
    public struct Problem: Sendable, Hashable {
        /// One of the error codes of scripts, `script_error`, `script_timeout`, `script_memory` or `bad_record`.
        public var code: String
        /// The message for a person, without the record's own data where that can be told apart.
        public var message: String
        public var advice: String?
        public var field: String?
        /// Where in the script, as "name:line".
        public var position: String?
        public var status: Int?
        public var requestID: String?
        public var contactIDs: [String] = []
        public var traceback: String?

        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }

    public init(record: Int, line: Int, source: String, outcome: RecordOutcome) {
        self.record = record
        self.line = line
        self.source = source
        self.outcome = outcome
    }

    /// A line of the results file.
    public var json: JSONValue {
        var object: JSONObject = [
            "record": .integer(Int64(record)),
            "outcome": .string(outcome.rawValue),
            "contact_id": contactID.map { .string($0) } ?? .null,
            "error": problem?.json ?? .null,
        ]
        if !changes.isEmpty { object["changes"] = .array(changes.map(\.json)) }
        if let reason { object["reason"] = .string(reason) }
        object["line"] = .integer(Int64(line))
        object["source"] = .string(source)
        return .object(object)
    }
}

extension RecordResult.Problem {
    /// As in results files and summaries.
    public var json: JSONValue {
        var object: JSONObject = ["code": .string(code), "message": .string(message)]
        if let field { object["field"] = .string(field) }
        if let advice { object["advice"] = .string(advice) }
        if let position { object["position"] = .string(position) }
        if let status { object["status"] = .integer(Int64(status)) }
        if let requestID { object["request_id"] = .string(requestID) }
        if !contactIDs.isEmpty { object["contact_ids"] = .array(contactIDs.map { .string($0) }) }
        return .object(object)
    }
}
