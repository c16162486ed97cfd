public import Intercom
internal import Synchronization

/// Follows what the operations of one record do.
public protocol OperationJournal: Sendable {
    /// An operation begins; called in the order in which the script begins them.
    ///
    /// - Parameter operation: what is known of an earlier attempt at it may be added.
    /// - Returns: who is told what the operation does.
    func begin(_ operation: inout ContactOperation) -> (any EngineObserver)?
    /// Contacts are about to be written to by something that is no operation of the engine. An error keeps it from being done.
    func willRewrite(_ contacts: [String]) async throws(IntercomError)
}

extension OperationJournal {
    public func willRewrite(_ contacts: [String]) async throws(IntercomError) {}
}

/// What a script did on behalf of one record: kept as the context of the call that runs it.
public final class ScriptActivity: Sendable {
    private struct State {
        var outcomes: [ContactOutcome: Int] = [:]
        var lastContactID: String?
        var hasOperations = false
    }

    /// The number of the record; 0 for what a script does apart from records.
    public let record: Int
    /// Follows what its operations do.
    public let journal: (any OperationJournal)?
    /// Announces to the engine that operations may come, so that lookups go out together.
    public let contributor: Contributor?
    /// Keeps later records from the contacts of its operations until it is let go of.
    public let hold: RecordHold?
    private let whole: ScriptActivity?
    private let state = Mutex(State())

    public init(
        record: Int, journal: (any OperationJournal)? = nil, contributor: Contributor? = nil, hold: RecordHold? = nil
    ) {
        self.record = record
        self.journal = journal
        self.contributor = contributor
        self.hold = hold
        whole = nil
    }

    /// What one of several coroutines does on behalf of the same record; it counts as done by the record.
    ///
    /// - Parameter journal: in place of the whole's own.
    public init(partOf whole: ScriptActivity, contributor: Contributor?, journal: (any OperationJournal)? = nil) {
        record = whole.record
        self.journal = journal ?? whole.journal
        self.contributor = contributor
        hold = whole.hold
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
