import Foundation
import Runner
import Synchronization

/// The line that shows how far a run is: redrawn on a terminal ten times a second at most, elsewhere a line every five
/// seconds.
final class ProgressLine: Sendable {
    private struct State {
        var counts: [RecordOutcome: Int] = [:]
        var records = 0
        var drawn = Date.distantPast
        var isOnScreen = false
        let began = Date()
    }

    private let isShown: Bool
    private let calls: @Sendable () -> Int
    private let state = Mutex(State())

    init(isShown: Bool, calls: @escaping @Sendable () -> Int) {
        self.isShown = isShown
        self.calls = calls
        state.withLock { if !Terminal.standardError.isTerminal { $0.drawn = Date() } }
    }

    func count(_ outcome: RecordOutcome) {
        state.withLock { state in
            state.counts[outcome, default: 0] += 1
            state.records += 1
            guard isShown else { return }
            let now = Date()
            let pause = Terminal.standardError.isTerminal ? 0.1 : 5
            guard now.timeIntervalSince(state.drawn) >= pause else { return }
            state.drawn = now
            draw(&state, now)
        }
    }

    /// Says something without breaking the line.
    func say(_ text: String) {
        state.withLock { state in
            erase(&state)
            Terminal.standardError.write(text + "\n")
        }
    }

    func finish() { state.withLock { erase(&$0) } }

    private func erase(_ state: inout State) {
        if state.isOnScreen { Terminal.standardError.write("\r\u{1B}[K") }
        state.isOnScreen = false
    }

    private func draw(_ state: inout State, _ now: Date) {
        let seconds = max(now.timeIntervalSince(state.began), 0.001)
        let rate = Int(Double(state.records) / seconds)
        let counts = RecordOutcome.allCases.compactMap { outcome in
            state.counts[outcome].map { "\($0) \(outcome.rawValue)" }
        }
        let line = "\(state.records) records · \(rate)/s · \(counts.joined(separator: ", ")) · \(calls()) calls"
        if Terminal.standardError.isTerminal {
            Terminal.standardError.write("\r\u{1B}[K" + line.prefix(max(Terminal.standardError.width - 1, 20)))
            state.isOnScreen = true
        } else {
            Terminal.standardError.write(line + "\n")
        }
    }
}
