import Runner

/// Hands what happens to the progress line and the results file.
final class RunWatcher: RunObserver {
    private let progress: ProgressLine
    private let results: ResultsFile?
    private let plan: DryRunText?

    init(progress: ProgressLine, results: ResultsFile?, plan: DryRunText? = nil) {
        self.progress = progress
        self.results = results
        self.plan = plan
    }

    func recordEnded(_ result: RecordResult) {
        progress.count(result.outcome)
        results?.add(result)
        if let plan { show(plan.text(of: result)) }
    }

    func changesPlanned(_ changes: [PlannedChange]) {
        if let plan { show(changes.map(plan.text).joined()) }
    }

    private func show(_ text: String) {
        guard !text.isEmpty else { return }
        Terminal.standardOutput.write(text)
    }

    func finish() throws {
        progress.finish()
        do { try results?.finish() } catch { throw CommandFailure(.cannotWrite, "\(error)") }
    }
}
