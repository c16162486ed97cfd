internal import Foundation
public import Ledger
internal import Synchronization

/// One of the processes that work on a queue.
public final class QueueWorker: Sendable {
    public let ledger: PostgresLedger
    public let workspace: String
    public let lease: WorkerLease
    /// For taking records, so that this does not wait behind what is written.
    let session: PostgresSession
    /// For what need not survive a failure of the database's machine.
    let aside: PostgresSession
    private let listener: Mutex<QueueListener?> = Mutex(nil)
    private let share = Mutex<QueueShare?>(nil)
    private let bell = Bell()

    /// Enters a worker; see `WorkerLease`.
    public init(
        _ ledger: PostgresLedger, name: String, workspace: String, lease length: Duration,
        lost: @escaping @Sendable (LedgerError) -> Void
    ) async throws(LedgerError) {
        self.ledger = ledger
        self.workspace = workspace
        session = PostgresSession(ledger.address)
        aside = PostgresSession(ledger.address) { try $0.execute("SET synchronous_commit = off") }
        lease = try await WorkerLease(ledger, name: name, workspace: workspace, length: length, lost: lost)
        let listener = QueueListener(ledger.address) { [weak self] in self?.wake() }
        self.listener.withLock { $0 = listener }
    }

    deinit { listener.withLock { $0?.stop() } }

    private func wake() {
        share.withLock { $0 }?.wake()
        bell.ring()
    }

    /// Returns when something in the queue may have changed, a while later all the same, or when `stopWaiting` says so.
    public func waitForChange() async { await bell.wait(for: .seconds(5)) }

    public func stopWaiting() { bell.ring() }

    /// Takes part in a run.
    ///
    /// - Parameter lag: how far the workspace's search may be behind writes.
    /// - Throws: `running` where somebody has it for themselves, `unknownRun`.
    public func join(_ run: RunIdentifier, lag: Duration) async throws(LedgerError) -> (
        share: QueueShare, claim: RunClaim
    ) {
        let claim = try await ledger.claim(run, isShared: true)
        let number = try await ledger.session.perform { try PostgresLedger.number(of: run, $0) }
        let share = QueueShare(self, run: number, lag: lag)
        self.share.withLock { $0 = share }
        return (share, claim)
    }

    /// Gives everything back.
    public func leave() async {
        share.withLock { $0 = nil }
        listener.withLock { $0?.stop() }
        await lease.giveUp()
    }
}

/// Something to wait for that rings now and then: what rang while nobody waited counts for the next one.
final class Bell: Sendable {
    private struct State: Sendable {
        var hasRung = false
        var generation = 0
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiting = state.withLock { state in
            state.hasRung = state.waiting == nil
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// For one at a time.
    func wait(for patience: Duration) async {
        let generation = state.withLock { state in
            state.generation += 1
            return state.generation
        }
        let timer = Task {
            try await Task.sleep(for: patience)
            giveUp(generation)
        }
        await withCheckedContinuation { continuation in
            let hasRung = state.withLock { state in
                defer { state.hasRung = false }
                if !state.hasRung { state.waiting = continuation }
                return state.hasRung
            }
            if hasRung { continuation.resume() }
        }
        timer.cancel()
    }

    private func giveUp(_ generation: Int) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.generation == generation else { return nil }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
