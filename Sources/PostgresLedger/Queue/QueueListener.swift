internal import Foundation
internal import Synchronization

/// Hears when something in the queue has changed: on a thread and a connection of its own.
final class QueueListener: Sendable {
    private let address: PostgresAddress
    private let heard: @Sendable () -> Void
    private let isOver = Mutex(false)

    /// How long it takes at most to notice that nobody wants to hear any more, in milliseconds.
    private static let patience: Int32 = 500

    /// - Parameter heard: called when something may have changed, also where that was missed.
    init(_ address: PostgresAddress, heard: @escaping @Sendable () -> Void) {
        self.address = address
        self.heard = heard
        Thread.detachNewThread { [self] in listen() }
    }

    func stop() { isOver.withLock { $0 = true } }

    private func listen() {
        var connection: PostgresConnection?
        var pause = 0.1
        while !isOver.withLock({ $0 }) {
            do {
                if let connection {
                    if try connection.hears(within: Self.patience) { heard() }
                } else {
                    let made = try PostgresConnection(address)
                    try made.execute("LISTEN \(PostgresSchema.queueChannel)")
                    connection = made
                    pause = 0.1
                    heard()
                }
            } catch {
                connection = nil
                Thread.sleep(forTimeInterval: pause)
                pause = min(pause * 2, 5)
            }
        }
    }
}
