@preconcurrency internal import Dispatch
internal import Foundation
public import Ledger
internal import Synchronization

/// What makes a worker one: a row that it renews. Whoever finds the row not renewed for the length of the lease takes over.
///
/// The worker itself is gone before that: it is told when it could not renew for two thirds of the length, by a clock that goes
/// on while the machine sleeps. What it still writes after somebody took over is not written, since the row is not there.
public final class WorkerLease: Sendable {
    /// What the worker's row is found by.
    public let worker: Int64
    private let session: PostgresSession
    private let length: Duration
    private let lost: @Sendable (LedgerError) -> Void
    private let renewedAt: Mutex<ContinuousClock.Instant>
    private let isOver = Mutex(false)
    private let renewing = DispatchQueue(label: "lease")
    private let watching = DispatchQueue(label: "lease watch")
    private let timers = Mutex<[any DispatchSourceTimer]>([])

    /// How long a lease can be, in seconds.
    public static let lengths = 1.0...3600.0

    private static let insertion = """
        INSERT INTO queue_workers (name, workspace, lease_until)
        VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3::bigint / 1000.0)) RETURNING id
        """
    private static let renewal = """
        UPDATE queue_workers SET lease_until = clock_timestamp() + make_interval(secs => $2::bigint / 1000.0)
        WHERE id = $1 RETURNING id
        """

    /// Enters a worker.
    ///
    /// - Parameters:
    ///   - name: what people know it by.
    ///   - workspace: the key of the workspace that it works on.
    ///   - lost: told once that the lease is as good as over: no call may be made from then on.
    public init(
        _ ledger: PostgresLedger, name: String, workspace: String, length: Duration,
        lost: @escaping @Sendable (LedgerError) -> Void
    ) async throws(LedgerError) {
        self.length = length
        self.lost = lost
        session = PostgresSession(ledger.address, patience: length / .seconds(3))
        let began = ContinuousClock.now
        worker = try await session.perform { [length = length.milliseconds] connection in
            let rows = try connection.query(Self.insertion, [.text(name), .text(workspace), .int(length)])
            guard let id = rows.first?.int("id") else { throw PostgresError(message: "the worker was not entered") }
            return id
        }
        renewedAt = Mutex(began)
        repeats(on: renewing, every: length / 3) { [weak self] in self?.renew() }
        repeats(on: watching, every: length / 24) { [weak self] in self?.watch() }
    }

    deinit { for timer in timers.withLock({ $0 }) { timer.cancel() } }

    /// Whether calls may still be made.
    public var holds: Bool { renewedAt.withLock { $0.duration(to: .now) < length * 2 / 3 } }

    private func repeats(on queue: DispatchQueue, every interval: Duration, _ body: @escaping @Sendable () -> Void) {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler(handler: body)
        timer.schedule(deadline: .now() + interval / .seconds(1), repeating: interval / .seconds(1))
        timer.resume()
        timers.withLock { $0.append(timer) }
    }

    private func renew() {
        let began = ContinuousClock.now
        do throws(LedgerError) {
            let rows = try session.performAndWait { [worker, length] connection in
                try connection.query(Self.renewal, [.int(worker), .int(length.milliseconds)])
            }
            if rows.isEmpty { return end(LedgerError.leaseLost) }
            renewedAt.withLock { $0 = began }
        } catch {
            // The watch decides how long that can be borne.
        }
    }

    private func watch() {
        if !holds { end(LedgerError.leaseNotRenewed) }
    }

    private func end(_ error: LedgerError) {
        let isFirst = isOver.withLock { isOver in
            defer { isOver = true }
            return !isOver
        }
        if isFirst { lost(error) }
    }

    /// Takes the worker's row away, and with it all that it has.
    public func giveUp() async {
        isOver.withLock { $0 = true }
        for timer in timers.withLock({ $0 }) { timer.cancel() }
        _ = try? await session.perform { [worker] connection in
            try connection.query("DELETE FROM queue_workers WHERE id = $1", [.int(worker)])
            try connection.execute("NOTIFY \(PostgresSchema.queueChannel)")
        }
    }
}

extension LedgerError {
    static let leaseLost = LedgerError(
        .lost, "the lease ran out, and other workers have taken over",
        advice: "nothing of what they have is written here any more")
    static let leaseNotRenewed = LedgerError(
        .lost, "the lease could not be renewed in time",
        advice: "no call is made any more, for other workers take over what this one had")
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
