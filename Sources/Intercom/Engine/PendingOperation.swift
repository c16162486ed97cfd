internal import Synchronization

/// An operation that has its place in the order and waits to be carried out. Operations that share its contact wait for
/// it: ask for the result soon, or let go of it, which gives the place up.
public final class PendingOperation: Sendable {
    public let operation: ContactOperation
    private let engine: ContactEngine
    private let observer: (any EngineObserver)?
    private let ticket: Turnstile<MatchingKey>.Ticket
    private let hasLeft = Mutex(false)

    init(_ operation: ContactOperation, engine: ContactEngine, observer: (any EngineObserver)?) {
        self.operation = operation
        self.engine = engine
        self.observer = observer
        ticket = engine.identities.join(operation.identities)
    }

    deinit { leave() }

    /// Carries the operation out. To be called once.
    public func result() async throws(IntercomError) -> ContactResult { try await result(for: nil) }

    func result(for contributor: Contributor?) async throws(IntercomError) -> ContactResult {
        defer { leave() }
        if !engine.identities.mayGo(ticket) {
            contributor?.pause()
            await engine.identities.turn(ticket)
        }
        let end = try await engine.drive(operation, observer: observer, for: contributor)
        guard let contact = end.contact else { throw .noMatch(operation.key) }
        return ContactResult(contact, end.outcome)
    }

    private func leave() {
        let leaves = hasLeft.withLock { hasLeft in
            defer { hasLeft = true }
            return !hasLeft
        }
        if leaves { engine.identities.leave(ticket) }
    }
}
