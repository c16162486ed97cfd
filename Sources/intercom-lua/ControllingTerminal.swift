import Foundation

/// The terminal that the program was started at, whatever its streams are.
enum ControllingTerminal {
    static let path = "/dev/tty"

    /// Whether there is one.
    static var isThere: Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }
}
