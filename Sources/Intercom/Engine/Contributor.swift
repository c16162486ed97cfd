internal import Synchronization

/// Somebody who may bring further operations: a record whose script is running, or input that is still to be read.
///
/// While a contributor is active, lookups that do not fill a batch wait for it, for `EngineOptions.lookupPatience` at
/// most. Be active while work is being done that may end in an operation; pause while waiting for something else, and
/// use `run` for operations, which sees to it by itself without a gap. It ends when it is let go of.
public final class Contributor: Sendable {
    private let engine: ContactEngine
    private let isActive = Mutex(true)

    init(engine: ContactEngine) {
        self.engine = engine
        engine.desk.arrive()
    }

    deinit { pause() }

    /// Nothing is to be expected for the time being.
    public func pause() {
        let changes = isActive.withLock { isActive in
            defer { isActive = false }
            return isActive
        }
        if changes { engine.desk.depart() }
    }

    /// Operations may come again.
    public func resume() {
        let changes = isActive.withLock { isActive in
            defer { isActive = true }
            return !isActive
        }
        if changes { engine.desk.arrive() }
    }

    /// Carries out an operation that was begun, see `PendingOperation.result`. Active again, without a gap, when it
    /// returns.
    public func run(
        _ pending: PendingOperation, writing attributes: ContactAttributes? = nil
    ) async throws(IntercomError) -> ContactResult {
        try await pending.result(writing: attributes, for: self)
    }

    /// The contact that a `find` finds; nil where there is none. Active again, without a gap, when it returns.
    public func find(_ pending: PendingOperation) async throws(IntercomError) -> Contact? {
        try await pending.end(writing: nil, for: self).contact
    }
}
