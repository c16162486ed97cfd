public import Intercom
internal import Synchronization

/// What a script did on behalf of one record: kept as the context of the call that runs it.
public final class ScriptActivity: Sendable {
    private struct State {
        var outcomes: [ContactOutcome: Int] = [:]
        var lastContactID: String?
        var hasOperations = false
    }

    /// The number of the record; 0 for what a script does apart from records.
    public let record: Int
    /// Told before the first write of each operation.
    public let observer: (any EngineObserver)?
    /// Announces to the engine that operations may come, so that lookups go out together.
    public let contributor: Contributor?
    private let whole: ScriptActivity?
    private let state = Mutex(State())

    public init(record: Int, observer: (any EngineObserver)? = nil, contributor: Contributor? = nil) {
        self.record = record
        self.observer = observer
        self.contributor = contributor
        whole = nil
    }

    /// What one of several coroutines does on behalf of the same record; it counts as done by the record.
    public init(partOf whole: ScriptActivity, contributor: Contributor?) {
        record = whole.record
        observer = whole.observer
        self.contributor = contributor
        self.whole = whole
    }

    /// How often its operations ended how.
    public var outcomes: [ContactOutcome: Int] { state.withLock { $0.outcomes } }
    /// The contact of the operation that ended last.
    public var lastContactID: String? { state.withLock { $0.lastContactID } }
    /// Whether an operation was begun, also one that failed.
    public var hasOperations: Bool { state.withLock { $0.hasOperations } }

    func begin() {
        state.withLock { $0.hasOperations = true }
        whole?.begin()
    }

    /// Notes that a contact was changed by something that is no operation of the engine: a merge, a tag.
    func noteChange(of contactID: String) {
        state.withLock { state in
            state.outcomes[.updated, default: 0] += 1
            state.lastContactID = contactID
        }
        whole?.noteChange(of: contactID)
    }

    func note(_ result: ContactResult) {
        state.withLock { state in
            state.outcomes[result.outcome, default: 0] += 1
            state.lastContactID = result.contact.id
        }
        whole?.note(result)
    }
}
