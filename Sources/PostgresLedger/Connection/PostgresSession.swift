internal import Dispatch
internal import Foundation
internal import Ledger
internal import Synchronization

/// A connection that has a thread to itself and is made anew, with growing pauses, when it is lost.
final class PostgresSession: Sendable {
    /// What a session has to set up before anything else, every time it is connected.
    typealias Preparation = @Sendable (PostgresConnection) throws -> Void

    let address: PostgresAddress
    private let patience: Double
    private let prepare: Preparation
    private let queue: DispatchQueue
    private let connection = Mutex<PostgresConnection?>(nil)

    /// - Parameter patience: for how many seconds work is tried again before it fails.
    init(_ address: PostgresAddress, patience: Double = 60, prepare: @escaping Preparation = { _ in }) {
        self.address = address
        self.patience = patience
        self.prepare = prepare
        queue = DispatchQueue(label: "postgres")
    }

    /// Connects, if that succeeds at once: whoever begins wants to know.
    func connect() async throws(LedgerError) {
        try await perform(patience: 0) { _ in }
    }

    /// Does something with the connection, again where it was lost: the same done twice must be as good as once.
    func perform<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws(LedgerError) -> Value {
        try await perform(patience: patience, body)
    }

    private func perform<Value: Sendable>(
        patience: Double, _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws(LedgerError) -> Value {
        let result: Result<Value, LedgerError> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.attempt(patience, body)) }
        }
        return try result.get()
    }

    /// The same for a thread that has nothing else to do until it is done.
    func performAndWait<Value>(
        patience: Double? = nil, _ body: (PostgresConnection) throws -> Value
    ) throws(LedgerError) -> Value {
        try queue.sync { attempt(patience ?? self.patience, body) }.get()
    }

    private func attempt<Value>(
        _ patience: Double, _ body: (PostgresConnection) throws -> Value
    ) -> Result<Value, LedgerError> {
        let end = DispatchTime.now() + patience
        var pause = 0.05
        while true {
            do {
                return .success(try body(try connected()))
            } catch let error as LedgerError {
                return .failure(error)
            } catch {
                let reason = error as? PostgresError ?? PostgresError(message: "\(error)")
                if reason.isLostConnection { connection.withLock { $0 = nil } }
                guard reason.isTransient, DispatchTime.now() + pause < end else {
                    return .failure(reason.explained(address))
                }
                // The thread has nothing else to do.
                Thread.sleep(forTimeInterval: pause * Double.random(in: 0.5...1))
                pause = min(pause * 2, 5)
            }
        }
    }

    private func connected() throws -> PostgresConnection {
        if let known = connection.withLock({ $0 }) { return known }
        let made = try PostgresConnection(address)
        try prepare(made)
        connection.withLock { $0 = made }
        return made
    }

    /// Does something with the connection, if there is one, and waits for it. Not to be called from `perform`.
    func performNow(_ body: (PostgresConnection) throws -> Void) {
        queue.sync {
            guard let known = connection.withLock({ $0 }) else { return }
            do { try body(known) } catch { connection.withLock { $0 = nil } }
        }
    }

    /// Runs statements as one transaction.
    static func transaction<Value>(
        _ connection: PostgresConnection, _ body: () throws -> Value
    ) throws -> Value {
        try connection.execute("BEGIN")
        do {
            let value = try body()
            try connection.execute("COMMIT")
            return value
        } catch {
            // Where that fails too, the connection is gone and the transaction with it.
            try? connection.execute("ROLLBACK")
            throw error
        }
    }
}
