internal import Intercom
internal import IntercomScripting
internal import Ledger

/// Counts results and hands them on in the order of the records.
struct RunProgress {
    var summary = RunSummary()
    /// What ends the run early.
    var maximumFailures: FailureLimit?
    /// The same, counted over all who take part in the run.
    var sharedMaximumFailures: FailureLimit?
    private let observer: any RunObserver
    private var waiting: [Int: RecordResult] = [:]
    /// The records that were begun and have not been handed on, in order.
    private var begun: [Int] = []
    private var handedOn = 0

    init(observer: any RunObserver, maximumFailures: FailureLimit?) {
        self.observer = observer
        self.maximumFailures = maximumFailures
    }

    /// Whether no further records are to be begun.
    var isOver: Bool { summary.ending != .complete }

    /// A record's turn has come; its result will follow, or it is left out.
    mutating func begin(_ record: Int) { begun.append(record) }

    /// A record that was begun has no result.
    mutating func leaveOut(_ record: Int) {
        begun.removeAll { $0 == record }
        handOn()
    }

    mutating func add(_ result: RecordResult) {
        if let problem = result.problem, problem.endsRun, !isOver { summary.ending = .refused(problem.message) }
        addPast(result)
        judge(isAtEnd: false)
    }

    /// Takes in a record that was done before, which decides nothing any more.
    mutating func addPast(_ result: RecordResult) {
        summary.add(result)
        waiting[result.record] = result
        handOn()
    }

    /// Hands on what is not behind a record that has not ended.
    private mutating func handOn() {
        while handedOn < begun.count, let ready = waiting.removeValue(forKey: begun[handedOn]) {
            observer.recordEnded(ready)
            handedOn += 1
        }
        if handedOn > 1024 || handedOn == begun.count {
            begun.removeFirst(handedOn)
            handedOn = 0
        }
    }

    /// Ends the run where too many records were rejected or failed.
    mutating func judge(isAtEnd: Bool = true) {
        guard let maximumFailures, !isOver else { return }
        if maximumFailures.isExceeded(by: summary.problems, of: summary.records, isAtEnd: isAtEnd) {
            summary.ending = .tooManyFailures(maximumFailures)
        }
    }

    /// The same over all who take part in it.
    mutating func judge(_ standing: RunStanding) {
        summary.standing = standing
        guard let maximumFailures = sharedMaximumFailures, !isOver else { return }
        let isAtEnd = standing.ending == RunEntry.complete
        if standing.ending == RunEntry.tooManyFailures
            || maximumFailures.isExceeded(by: standing.problems, of: standing.records, isAtEnd: isAtEnd)
        {
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
        summary.plan(changes)
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
