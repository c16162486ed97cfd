internal import Intercom
internal import IntercomScripting

/// Counts results and hands them on in the order of the records.
struct RunProgress {
    var summary = RunSummary()
    /// What ends the run early.
    var maximumFailures: FailureLimit?
    private let observer: any RunObserver
    private var waiting: [Int: RecordResult] = [:]
    private var next = 1

    init(observer: any RunObserver, maximumFailures: FailureLimit?) {
        self.observer = observer
        self.maximumFailures = maximumFailures
    }

    /// Whether no further records are to be begun.
    var isOver: Bool { summary.ending != .complete }

    mutating func add(_ result: RecordResult) {
        summary.add(result)
        if let problem = result.problem, problem.endsRun, !isOver { summary.ending = .refused(problem.message) }
        judge(isAtEnd: false)
        waiting[result.record] = result
        while let ready = waiting.removeValue(forKey: next) {
            observer.recordEnded(ready)
            next += 1
        }
    }

    /// Ends the run where too many records were rejected or failed.
    mutating func judge(isAtEnd: Bool = true) {
        guard let maximumFailures, !isOver else { return }
        if maximumFailures.isExceeded(by: summary.problems, of: summary.records, isAtEnd: isAtEnd) {
            summary.ending = .tooManyFailures(maximumFailures)
        }
    }

    /// Ends the run where a call was refused for want of rights, also where the script caught the error.
    mutating func noteRefusal(_ client: IntercomClient?) {
        if case .refused = summary.ending { return }
        if let error = client?.refusal { summary.ending = .refused(error.message) }
    }

    /// Takes in what the script would change apart from records.
    mutating func plan(_ changes: [PlannedChange]) {
        summary.plannedChanges += changes.count
        observer.changesPlanned(changes)
    }

    /// Fills in what is only known at the end.
    ///
    /// - Parameter around: what the script did before, after and instead of records.
    mutating func conclude(_ client: IntercomClient?, _ around: ScriptActivity, since began: ContinuousClock.Instant) {
        summary.operations = around.outcomes
        for (_, result) in waiting.sorted(by: { $0.key < $1.key }) { observer.recordEnded(result) }
        waiting = [:]
        let (seconds, attoseconds) = (ContinuousClock.now - began).components
        summary.seconds = Double(seconds) + Double(attoseconds) / 1e18
        guard let statistics = client?.statistics else { return }
        summary.calls = statistics.total
        summary.callsByEndpoint = statistics.byEndpoint
        summary.retries = statistics.retries
    }
}
