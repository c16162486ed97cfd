internal import Foundation
internal import JSON
public import Records
internal import Synchronization

/// The page of `run --report`: one file with nothing outside of it, that says what became of a run.
///
/// Rejected records are written as they come, so that memory does not grow with them; the rest when the run has ended.
public final class ReportFile: RunObserver {
    fileprivate struct State {
        var sink: ByteSink
        var timeline = Timeline()
        /// Those shown where no script runs.
        var first: [ReportedReject] = []
        var listed = 0
        var listedBytes = 0
        var lastSample = 0.0
        var failure: RecordsError?
    }

    /// More rejected records are only counted, so that a browser can hold the page.
    public static let rejectLimit = 100_000
    /// The same in bytes.
    static let byteLimit = 64 << 20
    private static let plainLimit = 50

    private let description: RunDescription
    private let calls: @Sendable () -> Int
    private let seconds: @Sendable () -> Double
    private let state: Mutex<State>

    /// Creates the file, which appears when it is complete.
    ///
    /// - Parameters:
    ///   - calls: how many calls have been made so far.
    ///   - seconds: how long the run has taken so far.
    /// - Throws: `RecordsError` where it cannot be created.
    public init(
        path: String, _ description: RunDescription, calls: @escaping @Sendable () -> Int,
        seconds: @escaping @Sendable () -> Double
    ) throws(RecordsError) {
        self.description = description
        self.calls = calls
        self.seconds = seconds
        let sink = try ByteSink(path: path)
        let head = ReportPage.head(description)
        try sink.append { $0 += head.text.utf8 }
        state = Mutex(State(sink: sink))
    }

    public func recordEnded(_ result: RecordResult) {
        let now = seconds()
        state.withLock { state in
            state.timeline.note(result.outcome, at: now)
            // Counting calls costs more than counting records.
            if now - state.lastSample >= state.timeline.slotSeconds / 2 {
                state.timeline.note(calls: calls(), at: now)
                state.lastSample = now
            }
            if let reject = ReportedReject(result) { state.add(reject) }
        }
    }

    /// Completes the page.
    ///
    /// - Parameter error: what kept the run from going on.
    /// - Throws: the first error of any write; there is no file then.
    public func finish(_ summary: RunSummary, error: String?) throws(RecordsError) {
        let failure = state.withLock { state -> RecordsError? in
            state.timeline.note(calls: summary.calls, at: summary.seconds)
            let page = ReportPage(
                description: description, summary: summary, error: error, timeline: state.timeline, first: state.first,
                listed: state.listed)
            state.append(page.rest.text)
            if state.failure == nil {
                do throws(RecordsError) { try state.sink.finish() } catch { state.failure = error }
            }
            return state.failure
        }
        if let failure { throw failure }
    }
}

extension ReportFile.State {
    fileprivate mutating func add(_ reject: ReportedReject) {
        if first.count < ReportFile.plainLimit { first.append(reject) }
        guard listed < ReportFile.rejectLimit, listedBytes < ReportFile.byteLimit else { return }
        let text = (listed == 0 ? "" : ",\n") + reject.embedded
        listed += 1
        listedBytes += text.utf8.count
        append(text)
    }

    fileprivate mutating func append(_ text: String) {
        guard failure == nil else { return }
        do throws(RecordsError) { try sink.append { $0 += text.utf8 } } catch { failure = error }
    }
}
