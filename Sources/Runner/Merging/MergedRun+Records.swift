public import Ledger

extension MergedRun {
    /// Hands on the records of all shares in the order of the input.
    ///
    /// - Returns: the totals. Whether all was done is in ``isComplete``; calls are in no ledger.
    /// - Throws: `LedgerError`.
    public func go(
        through take: (RecordResult, _ endedAt: Int64) -> Void = { _, _ in }
    ) async throws(LedgerError) -> RunSummary {
        var summary = RunSummary()
        var readers = parts.map(Reader.init)
        for index in readers.indices { try await readers[index].fill() }
        while let next = readers.indices.filter({ readers[$0].first != nil }).min(by: {
            (readers[$0].first?.number ?? .max) < (readers[$1].first?.number ?? .max)
        }), let record = readers[next].first {
            let result = readers[next].result(of: record)
            summary.add(result)
            take(result, record.endedAt)
            try await readers[next].advance()
        }
        if !isComplete { summary.ending = .interrupted }
        let ends = parts.map { $0.entry.endedAt ?? $0.entry.touchedAt }
        if let began = parts.map(\.entry.startedAt).min(), let ended = ends.max() {
            summary.seconds = Double(ended - began) / 1000
        }
        return summary
    }

    /// The records of one run, a page at a time.
    private struct Reader {
        private var pages: RecordPages
        private var page: ArraySlice<RecordEntry> = []
        /// The input of records of which the ledger does not say it: where there is but one.
        private let source: String?

        init(_ run: KeptRun) {
            pages = RecordPages(run.store, of: run.entry.id)
            source = run.entry.inputs.count == 1 ? run.entry.inputs[0].name : nil
        }

        var first: RecordEntry? { page.first }

        func result(of record: RecordEntry) -> RecordResult {
            var result = RecordResult(record, source: record.source ?? source)
            if result.problem != nil { result.original = record.original }
            return result
        }

        mutating func advance() async throws(LedgerError) {
            page.removeFirst()
            if page.isEmpty { try await fill() }
        }

        mutating func fill() async throws(LedgerError) { page = try await pages.next()?[...] ?? [] }
    }
}
