public import Ledger

extension QueueShare: LedgerStore {
    public var name: String { worker.ledger.name }

    /// Writes as long as the worker has its lease; what has its outcome leaves the queue with it.
    ///
    /// - Throws: `lost` where somebody has taken over.
    public func write(_ batch: LedgerBatch) async throws(LedgerError) {
        let ended = batch.entries.compactMap { if case .record(let record) = $0 { record } else { nil } }
        let records = ended.map(\.number)
        let places = places(of: records)
        let problems = ended.filter { $0.problem != nil }.map(\.number)
        let parameters =
            PostgresLedger.parameters(batch) + [
                .int(worker.lease.worker), .ints(places.map(\.lane)), .ints(places.map(\.number)), .ints(problems),
            ]
        try await worker.ledger.session.perform { connection in
            let rows = try connection.query(Self.writing, parameters)
            guard rows.first?.int("runs") == 1 else { throw LedgerError.leaseLost }
        }
        noteEnded(records)
    }

    private static let writing = {
        // After those of any batch: the worker, the lanes, the numbers, those of records with a problem.
        let nothing = LedgerBatch(run: RunIdentifier(""), workspace: "", entries: [], time: 0)
        let worker = PostgresLedger.parameters(nothing).count + 1
        return PostgresLedger.writing(
            run: """
                SELECT runs.number FROM runs, queue_workers WHERE runs.id = $1 AND queue_workers.id = $\(worker)::bigint
                FOR KEY SHARE OF queue_workers
                """,
            more: """
                , left_queue AS (
                    DELETE FROM queue_records
                    USING run, unnest($\(worker + 1)::bigint[], $\(worker + 2)::bigint[]) AS d (lane, number)
                    WHERE queue_records.run = run.number AND queue_records.lane = d.lane
                        AND queue_records.number = d.number
                    RETURNING queue_records.number
                ), counted AS (
                    INSERT INTO queue_counts AS known
                    SELECT run.number, $\(worker)::bigint, count(*),
                        count(*) FILTER (WHERE left_queue.number = ANY($\(worker + 3)::bigint[]))
                    FROM run, left_queue GROUP BY run.number
                    ON CONFLICT (run, worker) DO UPDATE SET records = known.records + excluded.records,
                        problems = known.problems + excluded.problems
                )
                """)
    }()

    /// Gives the lanes back. The run itself ends when its queue is empty, or when too many of its records went wrong.
    public func end(_ id: RunIdentifier, ending: String, at time: Int64) async throws(LedgerError) {
        try await worker.ledger.session.perform { [run, worker] connection in
            if ending == RunEntry.tooManyFailures {
                try PostgresSession.transaction(connection) {
                    try PostgresLedger.stopQueue(run, ending: ending, reason: nil, at: time, connection)
                }
            }
            let given = try connection.query(
                "UPDATE queue_lanes SET worker = NULL WHERE run = $1 AND worker = $2 RETURNING lane",
                [.int(run), .int(worker.lease.worker)])
            if !given.isEmpty { try connection.execute("NOTIFY \(PostgresSchema.queueChannel)") }
        }
    }

    public func begin(_ run: RunEntry) async throws(LedgerError) -> RunClaim { try await worker.ledger.begin(run) }

    public func claim(_ id: RunIdentifier) async throws(LedgerError) -> RunClaim { try await worker.ledger.claim(id) }

    public func reopen(_ id: RunIdentifier) async throws(LedgerError) { try await worker.ledger.reopen(id) }

    public func runs(_ filter: RunFilter) async throws(LedgerError) -> [RunEntry] {
        try await worker.ledger.runs(filter)
    }

    public func remove(_ id: RunIdentifier) async throws(LedgerError) { try await worker.ledger.remove(id) }

    public func records(
        of run: RunIdentifier, after number: Int, outcomes: [String]?, limit: Int
    ) async throws(LedgerError) -> [RecordEntry] {
        try await worker.ledger.records(of: run, after: number, outcomes: outcomes, limit: limit)
    }

    public func operations(of run: RunIdentifier, record: Int) async throws(LedgerError) -> [OperationEntry] {
        try await worker.ledger.operations(of: run, record: record)
    }

    public func lastRecord(of run: RunIdentifier) async throws(LedgerError) -> Int {
        try await worker.ledger.lastRecord(of: run)
    }

    public func openRecords(of run: RunIdentifier, upTo last: Int) async throws(LedgerError) -> [Int] {
        try await worker.ledger.openRecords(of: run, upTo: last)
    }

    public func identity(_ key: MatchedValue, in workspace: String) async throws(LedgerError) -> IdentityEntry? {
        try await worker.ledger.identity(key, in: workspace)
    }

    public func contactsWritten(
        since time: Int64, in workspace: String
    ) async throws(LedgerError) -> [WrittenContact] {
        try await worker.ledger.contactsWritten(since: time, in: workspace)
    }

    public func contact(
        _ key: MatchedValue, holding payload: [UInt8], in workspace: String
    ) async throws(LedgerError) -> String? {
        try await worker.ledger.contact(key, holding: payload, in: workspace)
    }
}
