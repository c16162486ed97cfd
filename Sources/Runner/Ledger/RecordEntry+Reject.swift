internal import JSON
public import Ledger

extension RecordEntry {
    /// The record as it was, with its error in `_error`, as JSON; what could not be read as a record has nothing but that.
    public var reject: String {
        let result = RecordResult(self)
        var error = result.problem?.json.object ?? JSONObject()
        error["outcome"] = .string(outcome)
        error["record"] = .integer(Int64(number))
        error["line"] = .integer(Int64(line))
        error["source"] = source.map { .string($0) } ?? .null
        if let text = (problem?.details.flatMap { try? JSONValue(parsing: $0) })?["text"] { error["text"] = text }
        return String(decoding: RejectText.of(original.map { Array($0.utf8) }, error: error), as: UTF8.self)
    }
}

extension RunSummary {
    /// What is known of a run: the errors of its records, grouped.
    ///
    /// - Throws: `LedgerError`.
    public init(of run: RunEntry, in store: any LedgerStore) async throws(LedgerError) {
        self.init()
        self.run = run.id
        var pages = RecordPages(store, of: run.id, outcomes: RecordOutcome.problems.map(\.rawValue))
        while let records = try await pages.next() {
            for record in records { add(RecordResult(record)) }
        }
    }
}
