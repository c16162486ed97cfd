@preconcurrency internal import Dispatch
public import Records
internal import Synchronization

/// A file of metrics that is written anew every few seconds, and at the end. Whoever reads it finds it whole at any moment.
public final class MetricsFile: Sendable {
    /// Seconds from one time to the next.
    public static let interval = 5.0

    private let path: String
    private let metrics: @Sendable () -> PrometheusText
    private let timer: any DispatchSourceTimer
    /// Held while the file is written.
    private let isOver = Mutex(false)

    /// Writes the file for the first time.
    ///
    /// - Throws: `RecordsError` where that is not possible.
    public init(path: String, _ metrics: @escaping @Sendable () -> PrometheusText) throws(RecordsError) {
        try Self.write(metrics(), to: path)
        self.path = path
        self.metrics = metrics
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "metrics"))
        timer.setEventHandler { [weak self] in self?.renew() }
        timer.schedule(deadline: .now() + Self.interval, repeating: Self.interval)
        timer.resume()
    }

    deinit { timer.cancel() }

    /// A write that fails now may succeed the next time; the last one says whether it did.
    private func renew() {
        isOver.withLock { isOver in
            if !isOver { try? Self.write(metrics(), to: path) }
        }
    }

    /// Writes the file for the last time.
    ///
    /// - Throws: `RecordsError` where that is not possible.
    public func finish() throws(RecordsError) {
        timer.cancel()
        try isOver.withLock { isOver in
            isOver = true
            return Result { () throws(RecordsError) in try Self.write(metrics(), to: path) }
        }.get()
    }

    private static func write(_ metrics: PrometheusText, to path: String) throws(RecordsError) {
        let sink = try ByteSink(path: path)
        try sink.append { $0 += metrics.text.utf8 }
        try sink.finish()
    }
}
