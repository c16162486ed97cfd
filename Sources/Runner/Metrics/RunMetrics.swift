internal import Foundation
public import Intercom
internal import Synchronization

/// Counts what a run does, for Prometheus.
public final class RunMetrics: Sendable {
    /// What every metric's name begins with.
    static let prefix = "intercom_lua_"

    private struct State: Sendable {
        var outcomes: [String: Int] = [:]
        var endedAt: Double?
        /// Records in a queue that others take too.
        var queue: Int?
    }

    private let labels: PrometheusText.Labels
    private let words: [String]
    private let client: IntercomClient?
    private let input: @Sendable () -> InputProgress
    private let startedAt: Double
    private let now: @Sendable () -> Double
    private let state = Mutex(State())

    /// - Parameters:
    ///   - labels: what tells the run from others on the same machine, such as its script.
    ///   - words: the outcomes that a record may have.
    ///   - client: makes the calls; nil for a transform.
    ///   - input: how far into its input the run has read.
    ///   - now: Unix seconds; nil asks the system.
    public init(
        labels: PrometheusText.Labels, words: [String] = RecordOutcome.allCases.map(\.rawValue),
        client: IntercomClient?,
        input: @escaping @Sendable () -> InputProgress,
        now: (@Sendable () -> Double)? = nil
    ) {
        self.labels = labels
        self.words = words
        self.client = client
        self.input = input
        let now = now ?? { Date().timeIntervalSince1970 }
        self.now = now
        startedAt = now()
    }

    public func count(_ outcome: String) { state.withLock { $0.outcomes[outcome, default: 0] += 1 } }

    /// The counts as somebody else has them.
    public func note(_ outcomes: [String: Int]) { state.withLock { $0.outcomes = outcomes } }

    /// How many records are in a queue that others take too, and have not ended.
    public func note(queue: Int) { state.withLock { $0.queue = queue } }

    /// The run has ended.
    public func noteEnd() { state.withLock { $0.endedAt = now() } }

    public var text: PrometheusText {
        let state = state.withLock { $0 }
        let input = input()
        var text = PrometheusText(prefix: Self.prefix, labels: labels)
        text.counter(
            "records_total", "Records that have ended, by outcome.",
            words.map { ([("outcome", $0)], Double(state.outcomes[$0] ?? 0)) })
        text.gauge(
            "queue_records", "Records that were read, or put into a queue, and have not ended.",
            Double(state.queue ?? max(0, input.records - state.outcomes.values.reduce(0, +))))
        if let client {
            text.counter("input_bytes_total", "Bytes of the input that were read.", Double(input.bytes))
            addCalls(of: client, to: &text)
        }
        text.gauge("start_time_seconds", "When the run began, in Unix seconds.", startedAt)
        text.gauge(
            "seconds", "How long the run has taken.", (((state.endedAt ?? now()) - startedAt) * 1000).rounded() / 1000)
        text.gauge("finished", "1 once the run has ended.", state.endedAt == nil ? 0 : 1)
        return text
    }

    private func addCalls(of client: IntercomClient, to text: inout PrometheusText) {
        let statistics = client.statistics
        text.counter(
            "calls_total", "API calls, by endpoint.",
            statistics.byEndpoint.sorted { $0.key < $1.key }.map { ([("endpoint", $0.key)], Double($0.value)) })
        text.counter("call_retries_total", "API calls that repeated an earlier one.", Double(statistics.retries))
        text.counter("calls_refused_total", "API calls that were answered with 429.", Double(statistics.rateLimited))
        text.counter("call_waits_total", "API calls that had to wait before they were sent.", Double(statistics.waits))
        text.counter("call_wait_seconds_total", "How long these waited.", statistics.secondsWaited)
        text.gauge("calls_waiting", "API calls that wait to be sent.", Double(client.waitingCalls))
        text.histogram(
            "call_duration_seconds", "How long API calls took.", bounds: DurationHistogram.bounds,
            counts: statistics.durations.counts, sum: statistics.durations.seconds)
        guard let limits = client.limits else { return }
        text.gauge("rate_limit_calls", "API calls that Intercom allows in ten seconds.", Double(limits.limit))
        text.gauge(
            "rate_limit_remaining_calls", "API calls left in the window that was last heard of.",
            Double(limits.remaining))
    }
}

extension RunMetrics: RunObserver {
    public func recordEnded(_ result: RecordResult) { count(result.outcome.rawValue) }
}
