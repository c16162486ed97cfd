@preconcurrency import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: the first stops a run gently, the second ends the program.
final class Interrupts: Sendable {
    private let sources: [any DispatchSourceSignal]
    private let received: Received

    /// The exit code for the first of them: who sends SIGTERM means to go on later.
    var exit: ProgramExit { received.first.map(Self.exit) ?? .interrupted }

    init(stop: @escaping @Sendable () async -> Void) {
        let received = Received()
        self.received = received
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if !received.isFirst(number) { Foundation.exit(Self.exit(for: number).rawValue) }
                Task { await stop() }
            }
            source.resume()
            return source
        }
    }

    func cancel() { for source in sources { source.cancel() } }

    private static func exit(for signal: Int32) -> ProgramExit { signal == SIGTERM ? .stoppedEarly : .interrupted }

    private final class Received: Sendable {
        private let signal = Mutex<Int32?>(nil)
        var first: Int32? { signal.withLock { $0 } }

        /// Notes a signal, and says whether it is the first.
        func isFirst(_ number: Int32) -> Bool {
            signal.withLock { signal in
                defer { signal = signal ?? number }
                return signal == nil
            }
        }
    }
}
