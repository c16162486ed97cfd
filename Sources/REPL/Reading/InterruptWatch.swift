@preconcurrency internal import Dispatch
internal import Glibc
internal import Synchronization

/// Turns SIGINT, which a terminal sends at Ctrl-C while a script runs, into calls.
///
/// Until it is ended the signal does not end the process.
final class InterruptWatch: Sendable {
    private let handler = Handler()
    private let source: any DispatchSourceSignal

    init() {
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        let handler = self.handler
        source.setEventHandler { handler.body.withLock { $0 }?() }
        source.resume()
    }

    /// Ends the watch; the signal ends the process again.
    func end() {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }

    /// Calls `body` at every signal until the next call of this.
    func onInterrupt(_ body: (@Sendable () -> Void)?) { handler.body.withLock { $0 = body } }

    private final class Handler: Sendable {
        let body = Mutex<(@Sendable () -> Void)?>(nil)
    }
}
