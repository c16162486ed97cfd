import Runner

/// Hands what happens to the progress line, the results file, the report and the metrics.
final class RunWatcher: RunObserver {
    private let progress: ProgressLine
    private let results: ResultsFile?
    private let report: ReportFile?
    private let metrics: RunMetrics?
    private let plan: DryRunText?

    init(
        progress: ProgressLine, results: ResultsFile?, report: ReportFile?, metrics: RunMetrics?,
        plan: DryRunText? = nil
    ) {
        self.progress = progress
        self.results = results
        self.report = report
        self.metrics = metrics
        self.plan = plan
    }

    func recordEnded(_ result: RecordResult) {
        progress.count(result.outcome)
        metrics?.recordEnded(result)
        results?.add(result)
        report?.recordEnded(result)
        if let plan { show(plan.text(of: result)) }
    }

    func changesPlanned(_ changes: [PlannedChange]) {
        if let plan { show(changes.map(plan.text).joined()) }
    }

    private func show(_ text: String) {
        guard !text.isEmpty else { return }
        Terminal.standardOutput.write(text)
    }

    /// Completes what is written to files.
    ///
    /// - Parameter error: what kept the run from going on.
    func finish(_ summary: RunSummary, error: String? = nil) throws {
        progress.finish()
        do {
            try results?.finish()
            try report?.finish(summary, error: error)
        } catch {
            throw CommandFailure(.cannotWrite, "\(error)")
        }
    }
}
