@preconcurrency internal import Dispatch
internal import Glibc

/// Tells the editor when the window may have another size: SIGWINCH, as a byte in a pipe.
final class ResizeWatch: Sendable {
    private let source: any DispatchSourceSignal

    /// - Parameter descriptor: written to without waiting; it is closed at the end.
    init(waking descriptor: Int32) {
        source = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .global())
        source.setEventHandler {
            var byte: UInt8 = 0
            _ = write(descriptor, &byte, 1)
        }
        source.setCancelHandler { close(descriptor) }
        source.resume()
    }

    func end() { source.cancel() }
}
