internal import Synchronization

/// Says from any thread that no further records are wanted.
final class StopSign: Sendable {
    private struct State {
        var isUp = false
        var actions: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    var isUp: Bool { state.withLock { $0.isUp } }

    func raise() {
        let actions = state.withLock { state in
            defer { state = State(isUp: true) }
            return state.actions
        }
        for action in actions { action() }
    }

    /// Does something when the sign goes up; at once where it is up already.
    func whenUp(_ action: @escaping @Sendable () -> Void) {
        let isUp = state.withLock { state in
            if !state.isUp { state.actions.append(action) }
            return state.isUp
        }
        if isUp { action() }
    }
}
