/// A record as it waits in a queue, or a place in the input where a record should be and is none.
public struct QueuedRecord: Sendable, Hashable {
    /// Counted from 1 over all inputs.
    public var number: Int
    /// The line in its input.
    public var line: Int
    /// The input.
    public var source: String
    /// One worker at a time works on a lane: records that must stay in order have the same.
    public var lane: Int
    /// The record as JSON; nil where there is none.
    public var content: String?
    /// Why there is none, as the program wrote it down: JSON.
    public var problem: String?
    /// Whether an earlier worker began operations for it.
    public var wasBegun = false

    public init(number: Int, line: Int, source: String, lane: Int, content: String?, problem: String? = nil) {
        self.number = number
        self.line = line
        self.source = source
        self.lane = lane
        self.content = content
        self.problem = problem
    }
}
