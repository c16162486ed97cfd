internal import Foundation
public import Ledger

/// A queued run as one worker sees it: it hands out records, and what is written through it is only written as long as the
/// worker has its lease. A record whose outcome is written has left the queue.
///
/// Sendable: everything that changes is only touched while the condition is held.
public final class QueueShare: @unchecked Sendable {
    /// Between two looks at a queue that has nothing for us: a worker may be gone without a word.
    private static let lookPause = 1.0
    /// Between two looks that only tidy up.
    private static let tidyPause = 0.05
    /// Records that are asked for at once, at least.
    private static let batch = LaneBook.capacity / 4

    let worker: QueueWorker
    let run: Int64
    /// From when on others may have written what this worker does not know; milliseconds since 1970.
    private let writesSince: Int64

    private let condition = NSCondition()
    private var book = LaneBook()
    private var buffer: [QueuedRecord] = []
    private var writtenByOthers: [WrittenContact] = []
    private var isStopped = false
    private var hasEnded = false
    /// Whether the last look found nothing, and nothing has been heard since.
    private var isQuiet = false
    private var lookedAt = Date.distantPast

    /// Who is at which contact.
    public var identities: QueueIdentities { QueueIdentities(worker, run: run) }

    public var numberAroundRecords: Int { -Int(worker.lease.worker) }

    init(_ worker: QueueWorker, run: Int64, lag: Duration) {
        self.worker = worker
        self.run = run
        writesSince = LedgerTime.now - lag.milliseconds
    }

    private func locked<Value>(_ body: () throws -> Value) rethrows -> Value {
        condition.lock()
        defer { condition.unlock() }
        return try body()
    }

    /// Something in the queue may have changed.
    func wake() {
        locked {
            isQuiet = false
            condition.signal()
        }
    }

    /// The lanes and numbers of records whose outcomes are about to be written.
    func places(of records: [Int]) -> [(lane: Int, number: Int)] {
        locked { records.compactMap { number in book.lane(of: number).map { ($0, number) } } }
    }

    /// The outcomes of records are written.
    func noteEnded(_ records: [Int]) {
        locked {
            book.end(records)
            condition.signal()
        }
    }
}

extension QueueShare: RunShare {
    public func stop() {
        locked {
            isStopped = true
            condition.signal()
        }
    }

    public func next() throws(LedgerError) -> SharedRecord? {
        while true {
            switch locked({ step() }) {
            case .record(let record): return record
            case .end: return nil
            case .look: try look()
            }
        }
    }

    public func standing() async throws(LedgerError) -> RunStanding {
        try await worker.ledger.session.perform { [run] connection in
            let row = try connection.query(
                """
                SELECT coalesce(sum(records), 0)::bigint AS records, coalesce(sum(problems), 0)::bigint AS problems,
                    (SELECT ending FROM runs WHERE number = $1) AS ending
                FROM queue_counts WHERE run = $1
                """, [.int(run)]
            ).first
            return RunStanding(
                records: Int(row?.int("records") ?? 0), problems: Int(row?.int("problems") ?? 0),
                ending: row?.text("ending"))
        }
    }

    private enum Step {
        case record(SharedRecord)
        case end
        case look
    }

    /// Waits until there is something to do, and says what.
    private func step() -> Step {
        while true {
            if isStopped || (hasEnded && buffer.isEmpty) { return .end }
            if !buffer.isEmpty {
                defer { writtenByOthers = [] }
                return .record(SharedRecord(buffer.removeFirst(), writtenByOthers: writtenByOthers))
            }
            let due = lookedAt + pause
            if Date() >= due { return .look }
            _ = condition.wait(until: due)
        }
    }

    /// How long after the last look the next one is to be; nothing where there is something to find.
    private var pause: Double {
        if !isQuiet, book.room >= Self.batch { return 0 }
        return book.done.isEmpty && book.leaving.isEmpty ? Self.lookPause : Self.tidyPause
    }

    private func look() throws(LedgerError) {
        let book = locked {
            isQuiet = true
            lookedAt = Date()
            return self.book
        }
        let look = try worker.session.performAndWait { connection in
            try QueueLook(book, of: self, writesSince: writesSince, connection)
        }
        locked {
            // Records have ended meanwhile.
            self.book.merge(look)
            buffer = look.records
            writtenByOthers = look.writtenByOthers
            hasEnded = look.hasEnded
            if look.hasNews || !self.book.isExhausted { isQuiet = false }
        }
    }
}
