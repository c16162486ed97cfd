/// What became of one record of a run.
public struct RecordEntry: Sendable, Hashable {
    /// What was wrong with it.
    public struct Problem: Sendable, Hashable {
        public var code: String
        public var message: String
        public var requestID: String?
        /// All else that is known, as the program wrote it down: JSON.
        public var details: String?

        public init(code: String, message: String, requestID: String?, details: String?) {
            self.code = code
            self.message = message
            self.requestID = requestID
            self.details = details
        }
    }

    /// Counted from 1 over all inputs.
    public var number: Int
    /// The line in its input.
    public var line: Int
    /// The input; only kept of records with a problem.
    public var source: String?
    /// The outcome word.
    public var outcome: String
    /// What was written last: create, update, delete, unarchive.
    public var action: String?
    /// What its last operation matched by.
    public var key: MatchedValue?
    public var contactID: String?
    /// How often it was begun, in this run and those that this one takes up again.
    public var attempts: Int
    public var problem: Problem?
    /// Why it was skipped.
    public var reason: String?
    /// Stands for what its last operation was to write.
    public var payload: [UInt8]?
    /// The record as it was read, as JSON; only kept of records with a problem.
    public var original: String?
    /// Milliseconds since 1970.
    public var endedAt: Int64

    public init(number: Int, line: Int, outcome: String, attempts: Int = 1, endedAt: Int64) {
        self.number = number
        self.line = line
        self.outcome = outcome
        self.attempts = attempts
        self.endedAt = endedAt
    }
}
