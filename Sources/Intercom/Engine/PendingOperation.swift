internal import Synchronization

/// An operation that has its place in the order and waits to be carried out. Operations that share its contact wait for
/// it: ask for the result soon, or let go of it, which gives the place up.
public final class PendingOperation: Sendable {
    public let operation: ContactOperation
    private let engine: ContactEngine
    private let observer: (any EngineObserver)?
    private let ticket: Turnstile<MatchingKey>.Ticket
    private let hold: RecordHold?
    private let hasLeft = Mutex(false)

    init(_ operation: ContactOperation, engine: ContactEngine, observer: (any EngineObserver)?, hold: RecordHold?) {
        self.operation = operation
        self.engine = engine
        self.observer = observer
        self.hold = hold
        ticket = engine.identities.join(operation.identities, owner: hold?.record ?? 0)
    }

    deinit { leave(isDone: false) }

    /// Carries the operation out. Either this or `found` is to be called, once.
    ///
    /// - Parameter attributes: what is written in place of the operation's own: the same after checks that take time,
    ///   which its place in the order need not wait for.
    public func result(writing attributes: ContactAttributes? = nil) async throws(IntercomError) -> ContactResult {
        try await result(writing: attributes, for: nil)
    }

    /// The contact that a `find` found, after all that began before it for the same contact; nil where there is none.
    public func found() async throws(IntercomError) -> Contact? { try await end(writing: nil, for: nil).contact }

    func result(
        writing attributes: ContactAttributes?, for contributor: Contributor?
    ) async throws(IntercomError) -> ContactResult {
        let end = try await end(writing: attributes, for: contributor)
        guard let contact = end.contact else { throw .noMatch(operation.key) }
        return ContactResult(contact, end.outcome)
    }

    func end(
        writing attributes: ContactAttributes?, for contributor: Contributor?
    ) async throws(IntercomError) -> ContactEngine.End {
        defer { leave(isDone: true) }
        if !engine.identities.mayGo(ticket) {
            contributor?.pause()
            await engine.identities.turn(ticket)
        }
        var operation = operation
        if let attributes { operation.attributes = attributes }
        return try await engine.driveGuarded(operation, observer: observer, for: contributor)
    }

    private func leave(isDone: Bool) {
        let leaves = hasLeft.withLock { hasLeft in
            defer { hasLeft = true }
            return !hasLeft
        }
        guard leaves else { return }
        if isDone, let hold { hold.keep(ticket) } else { engine.identities.leave(ticket) }
    }
}
