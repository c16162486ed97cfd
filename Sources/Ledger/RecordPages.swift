/// The records of a run in their order, some at a time.
public struct RecordPages: Sendable {
    private let store: any LedgerStore
    private let run: RunIdentifier
    private let outcomes: [String]?
    private let size: Int
    private var last: Int

    /// - Parameters:
    ///   - number: begin with the records behind this one.
    ///   - outcomes: only those with one of these words; nil for all.
    ///   - size: so many at a time, at most.
    public init(
        _ store: any LedgerStore, of run: RunIdentifier, after number: Int = 0, outcomes: [String]? = nil,
        size: Int = 1000
    ) {
        self.store = store
        self.run = run
        self.outcomes = outcomes
        self.size = size
        last = number
    }

    /// The next records, at least one; nil at the end.
    public mutating func next(
        isolation: isolated (any Actor)? = #isolation
    ) async throws(LedgerError) -> [RecordEntry]? {
        let page = try await store.records(of: run, after: last, outcomes: outcomes, limit: size)
        guard let end = page.last else { return nil }
        last = end.number
        return page
    }
}
