import Foundation
import Ledger
import Runner

/// Watches a run by its ledger: on a terminal a line that is redrawn, elsewhere a line now and then.
struct RunFollower {
    /// Seconds between two looks.
    private static let interval = 1.0
    /// Looks for each line where lines stay.
    private static let looksPerLine = 5

    let store: any LedgerStore
    let run: RunIdentifier
    /// Writes a line of JSON instead.
    let isJSON: Bool

    /// Returns when the run has ended.
    ///
    /// - Throws: `CancellationError` when it is no longer wanted; `LedgerError`.
    func follow() async throws -> RunEntry {
        let terminal = Terminal.standardError
        defer { terminal.show(status: "") }
        let began = ContinuousClock.now
        var rate = RateEstimate()
        var looks = 0
        var before = 0
        while true {
            let run = try await store.run(named: run.description)
            let records = run.outcomes.values.reduce(0, +)
            if looks == 0 { before = records }
            // What was there at the first look did not happen since.
            rate.note(records - before, at: began.duration(to: .now) / .seconds(1))
            guard run.state == .running || run.state == .queued else { return run }
            show(run, rate.perSecond, isLineDue: looks % Self.looksPerLine == 0)
            looks += 1
            try await Task.sleep(for: .seconds(Self.interval))
        }
    }

    private func show(_ run: RunEntry, _ rate: Double, isLineDue: Bool) {
        let terminal = Terminal.standardError
        if isJSON {
            if isLineDue { Terminal.standardOutput.write(run.json.text + "\n") }
            return
        }
        let snapshot = ProgressSnapshot(run, rate: rate)
        if terminal.isAnimated {
            terminal.show(status: snapshot.text(columns: terminal.width - 1))
        } else if isLineDue {
            terminal.write(snapshot.text() + "\n")
        }
    }
}
