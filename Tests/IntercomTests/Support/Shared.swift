import Synchronization

/// A value that concurrent tasks of a test write to.
final class Shared<Value: Sendable>: Sendable {
    private let storage: Mutex<Value>

    init(_ value: Value) { storage = Mutex(value) }

    var value: Value { storage.withLock { $0 } }

    @discardableResult
    func update<Result: Sendable>(_ change: (inout Value) -> sending Result) -> Result {
        storage.withLock { change(&$0) }
    }
}
