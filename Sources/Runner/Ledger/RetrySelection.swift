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

    /// Records that are asked for at once.
    private static let pageSize = 500

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
        earlier = try await store.runs(RunFilter()).filter { $0.parent == parent.id && $0.id != run }
        var takenUp: Set<Int> = []
        for run in earlier {
            var last = 0
            while true {
                let page = try await store.records(of: run.id, after: last, outcomes: nil, limit: Self.pageSize)
                guard let end = page.last else { break }
                takenUp.formUnion(page.map(\.number))
                last = end.number
            }
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

    /// The next records, in their order; empty at the end.
    ///
    /// - Throws: `LedgerError`.
    public func records(after number: Int) async throws(LedgerError) -> [RecordEntry] {
        var last = number
        while true {
            let page = try await store.records(
                of: parent.id, after: last, outcomes: outcomes.map(\.rawValue), limit: Self.pageSize)
            guard let end = page.last else { return [] }
            let wanted = page.filter { !takenUp.contains($0.number) }
            if !wanted.isEmpty { return wanted }
            last = end.number
        }
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
