@preconcurrency import Dispatch
import Foundation
import Intercom
import Runner
import Synchronization

/// Shows how far a run is: on a terminal a line that is redrawn ten times a second at most, elsewhere a line every few
/// seconds.
final class ProgressLine: Sendable {
    private struct State {
        var outcomes: [RecordOutcome: Int] = [:]
        var records = 0
        var rate = RateEstimate()
        var isOver = false
    }

    /// Seconds between two lines where they stay.
    private static let lineInterval = 5.0
    private static let redrawInterval = 0.1

    private let client: IntercomClient
    private let input: @Sendable () -> InputProgress
    private let began = ContinuousClock.now
    private let state = Mutex(State())
    private let timer: (any DispatchSourceTimer)?

    init(isShown: Bool, client: IntercomClient, input: @escaping @Sendable () -> InputProgress) {
        self.client = client
        self.input = input
        timer = isShown ? DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress")) : nil
        let interval = Terminal.standardError.isAnimated ? Self.redrawInterval : Self.lineInterval
        timer?.setEventHandler { [weak self] in self?.draw() }
        timer?.schedule(deadline: .now() + interval, repeating: interval)
        timer?.resume()
    }

    deinit { timer?.cancel() }

    func count(_ outcome: RecordOutcome) {
        state.withLock { state in
            state.outcomes[outcome, default: 0] += 1
            state.records += 1
        }
    }

    func finish() {
        timer?.cancel()
        state.withLock { $0.isOver = true }
        Terminal.standardError.show(status: "")
    }

    private func draw() {
        let snapshot = state.withLock { state -> ProgressSnapshot? in
            guard !state.isOver else { return nil }
            state.rate.note(state.records, at: began.duration(to: .now) / .seconds(1))
            var snapshot = ProgressSnapshot()
            snapshot.outcomes = state.outcomes
            snapshot.rate = state.rate.perSecond
            return snapshot
        }
        guard var snapshot else { return }
        snapshot.calls = client.statistics.total
        snapshot.budget = client.limits.map(ProgressSnapshot.Budget.init)
        let input = input()
        snapshot.expectedRecords = input.expectedRecords
        snapshot.isEstimate = input.isEstimate
        let terminal = Terminal.standardError
        if terminal.isAnimated {
            // In the last column the cursor of some terminals is on the next line already.
            terminal.show(status: snapshot.text(columns: terminal.width - 1))
        } else {
            terminal.write(snapshot.text() + "\n")
        }
    }
}

extension ProgressSnapshot.Budget {
    fileprivate init(_ limits: RateLimits) {
        // What was reported of a window that is over says that the next one is whole.
        let isOver = Date().timeIntervalSince1970 >= Double(limits.reset)
        self.init(left: isOver ? limits.limit : limits.remaining, limit: limits.limit)
    }
}
