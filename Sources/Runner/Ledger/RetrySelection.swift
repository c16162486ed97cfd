public import Ledger

/// Which records of a run are taken up again: those that failed, maybe the rejected ones too, and that no later run has
/// taken up already.
public struct RetrySelection: Sendable {
    /// The run whose records they are.
    public let parent: RunEntry
    public let outcomes: [RecordOutcome]
    /// Later runs that took up records of the same one, the latest first.
    public let earlier: [RunEntry]
    private let store: any LedgerStore
    /// The records that these took up.
    private let takenUp: Set<Int>

    /// - Parameters:
    ///   - takesRejected: take up those too that Intercom or a check said no to, or the script failed on.
    ///   - run: a run that does take them up, which does not count as an earlier one.
    /// - Throws: `LedgerError`.
    public init(
        of parent: RunEntry, takesRejected: Bool, for run: RunIdentifier? = nil, in store: any LedgerStore
    ) async throws(LedgerError) {
        self.parent = parent
        self.store = store
        outcomes = takesRejected ? [.failed, .rejected] : [.failed]
        earlier = try await store.runs(RunFilter(parent: parent.id)).filter { $0.id != run }
        var takenUp: Set<Int> = []
        for run in earlier {
            var pages = RecordPages(store, of: run.id)
            while let page = try await pages.next() { takenUp.formUnion(page.map(\.number)) }
        }
        self.takenUp = takenUp
    }

    /// The records that a run takes up that has begun before; nil where it is one of its own.
    init?(of run: RunEntry, in store: any LedgerStore) async throws(LedgerError) {
        guard let parent = run.parent else { return nil }
        let takesRejected = run.selection.contains(RecordOutcome.rejected.rawValue)
        try await self.init(
            of: try await store.run(named: parent.description), takesRejected: takesRejected, for: run.id, in: store)
    }

    /// Why no run can take them up now.
    var refusal: ResumeRefusal? {
        guard let other = earlier.first(where: { $0.state == .running || $0.state.isResumable }) else { return nil }
        return ResumeRefusal(
            other.state == .running
                ? "Run \(other.id) is taking up records of \(parent.id) now."
                : "Run \(other.id), which takes up records of \(parent.id), ended early. Go on with that one: intercom-lua "
                    + "run --resume \(other.id)")
    }

    /// As it is kept of a run that takes them up.
    var text: String { outcomes.map(\.rawValue).joined(separator: " and ") + " records" }

    /// Its records, some at a time.
    public struct Pages: Sendable {
        fileprivate var pages: RecordPages
        fileprivate let takenUp: Set<Int>

        /// The next records, in their order, at least one; nil at the end.
        public mutating func next(
            isolation: isolated (any Actor)? = #isolation
        ) async throws(LedgerError) -> [RecordEntry]? {
            while let page = try await pages.next() {
                let wanted = page.filter { !takenUp.contains($0.number) }
                if !wanted.isEmpty { return wanted }
            }
            return nil
        }
    }

    /// - Parameter number: begin with the records behind this one.
    public func pages(after number: Int = 0) -> Pages {
        Pages(
            pages: RecordPages(store, of: parent.id, after: number, outcomes: outcomes.map(\.rawValue)),
            takenUp: takenUp)
    }

    /// The runs whose operations count as earlier attempts, the latest first.
    func lineage() async throws(LedgerError) -> [RunIdentifier] {
        var ids = [parent.id]
        var next = parent.parent
        while let id = next {
            ids.append(id)
            // One that was removed has taken its operations along.
            next = try await store.runs(RunFilter(prefix: id.description, limit: 1)).first?.parent
        }
        return ids
    }
}
