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

    /// What is written, and the file; nil where nobody wants it, so that nothing need be counted.
    struct Written: Sendable {
        let counts: RunMetrics
        let file: MetricsFile

        /// Writes the file for the last time.
        ///
        /// - Parameter outcome: how the command ended. Where that was well, a file that cannot be written is what it ends
        ///   with; otherwise that is said besides.
        func finish<Success>(after outcome: Result<Success, any Error>) throws {
            counts.noteEnd()
            do { try file.finish() } catch {
                let failure = CommandFailure(explaining: error)
                if case .success = outcome { throw failure }
                failure.show()
            }
        }
    }

    /// Begins to write the file.
    ///
    /// - Parameters:
    ///   - counts: what is written.
    ///   - update: called before each time.
    func open(
        _ counts: @autoclosure () -> RunMetrics, update: @escaping @Sendable (RunMetrics) -> Void = { _ in }
    ) throws -> Written? {
        guard let path = metrics else { return nil }
        let counts = counts()
        do {
            let file = try MetricsFile(path: path) {
                update(counts)
                return counts.text
            }
            return Written(counts: counts, file: file)
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
