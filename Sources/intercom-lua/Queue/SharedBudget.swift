import Foundation
import Intercom
import Ledger
import PostgresLedger

/// A worker's calls out of those that all workers of a workspace may make together: taken from the database some at a time, so
/// that nobody need be refused by Intercom to learn that others are there. Where Intercom announces no limit, there is none.
actor SharedBudget: CallBudget {
    private let worker: QueueWorker
    /// The window that calls were taken of, and how many are left.
    private var window: Int64 = 0
    private var left = 0
    private var asking: Task<Int, Never>?

    init(_ worker: QueueWorker) { self.worker = worker }

    nonisolated var isOpen: Bool { worker.lease.holds }

    func take(_ window: @Sendable () -> AnnouncedWindow?) async throws(CancellationError) {
        while true {
            // What others may be at by now is not to be done here too.
            guard isOpen else { throw CancellationError() }
            guard let current = window()?.current else { return }
            if current.end != self.window { (self.window, left) = (current.end, 0) }
            if left > 0 {
                left -= 1
                return
            }
            let granted = await ask(current)
            if self.window != current.end || left > 0 || granted > 0 { continue }
            do { try await Task.sleep(for: max(.milliseconds(10), current.endsIn)) } catch {
                throw CancellationError()
            }
        }
    }

    /// Takes some more calls; whoever asks meanwhile gets the same answer.
    private func ask(_ current: AnnouncedWindow) async -> Int {
        if let asking { return await asking.value }
        let wanted = max(1, min(64, current.limit / 50))
        let task = Task {
            // Without the database, Intercom's own answers must do.
            let granted =
                (try? await worker.takeCalls(
                    wanted, of: current.limit, used: current.used, inWindow: current.end)) ?? wanted
            // Before anybody who waits for it goes on.
            asking = nil
            if window == current.end { left += granted }
            return granted
        }
        asking = task
        return await task.value
    }
}
