import Records
import Synchronization

/// Stops a run whose output goes nowhere: what it did would not be written down.
final class OutputFailure: Sendable {
    private let first = Mutex<RecordsError?>(nil)
    private let stop: @Sendable () -> Void

    init(stop: @escaping @Sendable () -> Void) { self.stop = stop }

    /// What went wrong first.
    var error: RecordsError? { first.withLock { $0 } }

    func note(_ error: RecordsError) {
        let isFirst = first.withLock { first in
            if first != nil { return false }
            first = error
            return true
        }
        if isFirst { stop() }
    }
}
