internal import Foundation
internal import Ledger

/// A look at the queue, in one transaction: takes over what is abandoned, gives back what others should have, and takes lanes and
/// records.
struct QueueLook: Sendable {
    /// The worker's lanes.
    private(set) var owned: [Int] = []
    private(set) var records: [QueuedRecord] = []
    /// How many records were asked for, and from which lanes.
    private(set) var asked = 0
    private(set) var sources: [Int] = []
    /// The lanes that are to be given back, now or when nothing of them is outstanding.
    private(set) var surplus: [Int] = []
    /// Those that were given back now. Some of them may be the worker's again.
    private(set) var given: [Int] = []
    private(set) var writtenByOthers: [WrittenContact] = []
    /// Whether the run is over.
    private(set) var hasEnded = false
    /// Whether there may be more at once.
    private(set) var hasNews = false

    private static let takeOver = """
        DELETE FROM queue_workers WHERE id IN (
            SELECT id FROM queue_workers WHERE lease_until < clock_timestamp() AND id <> $1 FOR UPDATE SKIP LOCKED)
        """
    private static let done = """
        DELETE FROM queue_lanes USING unnest($3::bigint[]) AS idle (lane)
        WHERE run = $1 AND worker = $2 AND queue_lanes.lane = idle.lane AND NOT EXISTS (
            SELECT 1 FROM queue_records AS r WHERE r.run = queue_lanes.run AND r.lane = queue_lanes.lane)
        RETURNING queue_lanes.lane
        """
    private static let giveBack = """
        UPDATE queue_lanes SET worker = NULL WHERE run = $1 AND worker = $2 AND lane = ANY($3::bigint[]) RETURNING lane
        """
    private static let counts = """
        SELECT (SELECT count(*) FROM queue_lanes WHERE run = $1) AS lanes,
            (SELECT count(*) FROM queue_workers WHERE workspace = $2) AS workers,
            (SELECT ending IS NOT NULL FROM runs WHERE number = $1) AS is_over
        """
    private static let claim = """
        UPDATE queue_lanes SET worker = $2, owners = owners + 1 WHERE run = $1 AND lane IN (
            SELECT lane FROM queue_lanes WHERE run = $1 AND worker IS NULL ORDER BY lane
            LIMIT $3::bigint FOR UPDATE SKIP LOCKED)
        """
    private static let taking = """
        SELECT r.*, EXISTS (SELECT 1 FROM operations AS o WHERE o.run = r.run AND o.record = r.number) AS was_begun
        FROM unnest($2::bigint[], $3::bigint[]) AS mine (lane, after) CROSS JOIN LATERAL (
            SELECT * FROM queue_records WHERE run = $1 AND queue_records.lane = mine.lane AND number > mine.after
            ORDER BY number LIMIT $4::bigint) AS r
        ORDER BY r.number LIMIT $4::bigint
        """

    init(_ book: LaneBook, of queue: QueueShare, writesSince: Int64, _ connection: PostgresConnection) throws {
        self = try PostgresSession.transaction(connection) {
            var look = QueueLook()
            try look.look(book, queue, writesSince, connection)
            return look
        }
    }

    private init() {}

    private mutating func look(
        _ book: LaneBook, _ queue: QueueShare, _ writesSince: Int64, _ connection: PostgresConnection
    ) throws {
        let run = PostgresValue.int(queue.run)
        let me = PostgresValue.int(queue.worker.lease.worker)
        try Self.holdLease(me, connection)
        try connection.query(Self.takeOver, [me])
        if !book.done.isEmpty { try connection.query(Self.done, [run, me, .ints(book.done)]) }
        let counts = try connection.query(Self.counts, [run, .text(queue.worker.workspace)]).first
        if counts?.bool("is_over") == true {
            // Whatever is left of it waits until it is put back.
            hasEnded = true
            return
        }
        let (lanes, workers) = (Int(counts?.int("lanes") ?? 0), Int(counts?.int("workers") ?? 1))
        let share = max(1, (lanes + max(1, workers) - 1) / max(1, workers))
        var book = book
        surplus = book.surplus(beyond: share)
        book.leave(surplus)
        given = book.leaving
        if !given.isEmpty { try connection.query(Self.giveBack, [run, me, .ints(given)]) }
        book.giveBack(given)
        let missing = book.missing(share: share)
        if lanes > 0, missing > 0 { try connection.query(Self.claim, [run, me, .int(missing)]) }
        let mine = try connection.query(
            "SELECT lane, owners FROM queue_lanes WHERE run = $1 AND worker = $2", [run, me])
        owned = mine.map { Int($0.int("lane") ?? 0) }
        let new = Set(book.own(owned))
        // Others had them before.
        if mine.contains(where: { new.contains(Int($0.int("lane") ?? 0)) && ($0.int("owners") ?? 0) > 1 }) {
            writtenByOthers = try PostgresLedger.contactsWritten(
                since: writesSince, in: queue.worker.workspace, connection)
        }
        hasNews = !new.isEmpty || !book.done.isEmpty
        try take(book, run, connection)
        if lanes == 0 {
            hasEnded = try PostgresLedger.completeQueue(queue.run, at: LedgerTime.now, connection)
        }
        if !given.isEmpty || hasEnded { try connection.execute("NOTIFY \(PostgresSchema.queueChannel)") }
    }

    /// Keeps others from taking over until the transaction ends.
    ///
    /// - Throws: `lost` where somebody has.
    static func holdLease(_ worker: PostgresValue, _ connection: PostgresConnection) throws {
        let rows = try connection.query("SELECT id FROM queue_workers WHERE id = $1 FOR KEY SHARE", [worker])
        if rows.isEmpty { throw LedgerError.leaseLost }
    }

    private mutating func take(_ book: LaneBook, _ run: PostgresValue, _ connection: PostgresConnection) throws {
        let sources = book.sources
        guard book.room > 0, !sources.isEmpty else { return }
        asked = book.room
        self.sources = sources.map(\.lane)
        records = try connection.query(
            Self.taking, [run, .ints(sources.map(\.lane)), .ints(sources.map(\.after)), .int(asked)]
        ).map { row in
            var record = QueuedRecord(
                number: Int(row.int("number") ?? 0), line: Int(row.int("line") ?? 0), source: row.text("source") ?? "",
                lane: Int(row.int("lane") ?? 0), content: row.text("content"), problem: row.text("problem"))
            record.wasBegun = row.bool("was_begun")
            return record
        }
    }
}

extension LaneBook {
    /// Takes in what a look has found.
    mutating func merge(_ look: QueueLook) {
        leave(look.surplus)
        giveBack(look.given)
        _ = own(look.owned)
        take(look.records, from: look.sources, asked: look.asked)
    }
}
