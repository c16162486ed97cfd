import ArgumentParser
import Intercom
import Runner

/// Where a command says how it is getting on, for Prometheus.
struct MetricsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write metrics in the text format of Prometheus to a file, every few seconds and at the end: records by outcome, \
            API calls, how long they took and waited, what is still to do.
            """, valueName: "file"),
        completion: .file())
    var metrics: String?

    /// Checks that it is a file.
    func validate() throws {
        if metrics == "-" { throw ValidationError("Metrics are read while the run goes on: give --metrics a file.") }
    }

    /// Begins to write the file.
    ///
    /// - Parameter update: called before each time.
    func open(_ metrics: RunMetrics, update: @escaping @Sendable () -> Void = {}) throws -> MetricsFile? {
        guard let path = self.metrics else { return nil }
        do {
            return try MetricsFile(path: path) {
                update()
                return metrics.text
            }
        } catch {
            throw CommandFailure(explaining: error)
        }
    }
}

extension ScriptOptions {
    /// What tells the metrics of this process from those of others on the same machine.
    func metricLabels(_ command: String) -> PrometheusText.Labels {
        var labels = [(name: "command", value: command), (name: "script", value: path.map(Self.lastPart) ?? "-e")]
        if code != nil { labels[1].value = "-e" }
        if let shard = try? recordShard() { labels.append((name: "shard", value: "\(shard.number)/\(shard.count)")) }
        return labels
    }

    private static func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
