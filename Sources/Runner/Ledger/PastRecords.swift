internal import Ledger

/// What a run had done before this process went on with it, in the order of its records.
final class PastRecords {
    private static let pageSize = 1000

    private let store: any LedgerStore
    private let run: RunIdentifier
    /// The last record that was begun.
    let last: Int
    /// Records up to that one which have no outcome.
    let open: Set<Int>
    private var page: [RecordEntry] = []
    private var position = 0

    init(_ store: any LedgerStore, _ run: RunIdentifier) async throws(LedgerError) {
        self.store = store
        self.run = run
        last = try await store.lastRecord(of: run)
        open = Set(try await store.openRecords(of: run, upTo: last))
    }

    func isDone(_ record: Int) -> Bool { record <= last && !open.contains(record) }

    /// The outcome of a record that is done. To be asked for in ascending order.
    func entry(
        _ record: Int, isolation: isolated (any Actor)? = #isolation
    ) async throws(LedgerError) -> RecordEntry? {
        while true {
            while position < page.count, page[position].number < record { position += 1 }
            if position < page.count { return page[position].number == record ? page[position] : nil }
            page = try await store.records(of: run, after: record - 1, outcomes: nil, limit: Self.pageSize)
            position = 0
            if page.isEmpty { return nil }
        }
    }
}
