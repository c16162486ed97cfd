internal import Synchronization

/// Waiting for one's turn in an `IdentityLine`. Joining is synchronous, so that the order is the caller's order.
final class Turnstile<Identity: Hashable & Sendable>: Sendable {
    typealias Ticket = IdentityLine<Identity>.Ticket

    private struct State: Sendable {
        var line = IdentityLine<Identity>()
        var waiting: [Ticket: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    func join(_ identities: [Identity], owner: Int = 0) -> Ticket {
        state.withLock { $0.line.join(identities, owner: owner) }
    }

    func mayGo(_ ticket: Ticket) -> Bool { state.withLock { $0.line.mayGo(ticket) } }

    /// Returns when it is the ticket's turn.
    func turn(_ ticket: Ticket) async {
        if mayGo(ticket) { return }
        await withCheckedContinuation { continuation in
            let goes = state.withLock { state in
                if state.line.mayGo(ticket) { return true }
                state.waiting[ticket] = continuation
                return false
            }
            if goes { continuation.resume() }
        }
    }

    func leave(_ ticket: Ticket) { change { ((), $0.leave(ticket)) } }

    /// Keeps what the ticket stands for, for its owner. Returns whether it is to be left later; else it has left.
    func hold(_ ticket: Ticket) -> Bool { change { $0.hold(ticket) } }

    /// Changes the line, and tells those whose turn comes by that.
    private func change<Result: Sendable>(
        _ body: (inout IdentityLine<Identity>) -> (Result, ready: [Ticket])
    ) -> Result {
        let (result, ready) = state.withLock { state in
            let (result, ready) = body(&state.line)
            return (result, ready.compactMap { state.waiting.removeValue(forKey: $0) })
        }
        for continuation in ready { continuation.resume() }
        return result
    }
}
