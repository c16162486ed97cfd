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

    /// Seconds in a window.
    private static let length: Int64 = 10

    init(_ worker: QueueWorker) { self.worker = worker }

    func take(_ limits: @Sendable () -> RateLimits?) async throws(CancellationError) {
        while true {
            // What others may be at by now is not to be done here too.
            guard worker.lease.holds else { throw CancellationError() }
            guard let limits = limits() else { return }
            let now = Date().timeIntervalSince1970
            let end = Self.end(of: limits, at: now)
            if end != window { (window, left) = (end, 0) }
            if left > 0 {
                left -= 1
                return
            }
            let granted = await ask(limits.limit, end)
            if window != end || left > 0 || granted > 0 { continue }
            do { try await Task.sleep(for: .seconds(max(0.01, Double(end) - now))) } catch { throw CancellationError() }
        }
    }

    /// When the window ends that is going on, in Unix seconds.
    static func end(of limits: RateLimits, at now: Double) -> Int64 {
        let late = Int64(now.rounded(.down)) - limits.reset
        return late < 0 ? limits.reset : limits.reset + (late / length + 1) * length
    }

    /// Takes some more calls; whoever asks meanwhile gets the same answer.
    private func ask(_ limit: Int, _ end: Int64) async -> Int {
        if let asking { return await asking.value }
        let wanted = max(1, min(64, limit / 50))
        let task = Task {
            // Without the database, Intercom's own answers must do.
            let granted = (try? await worker.takeCalls(wanted, of: limit, inWindow: end)) ?? wanted
            // Before anybody who waits for it goes on.
            asking = nil
            if window == end { left += granted }
            return granted
        }
        asking = task
        return await task.value
    }
}
