import Foundation
import Records
import Runner
import Synchronization

/// One of the program's output streams, as a person sees it.
///
/// Sendable: everything that is written goes through one lock for both streams, for both may be the same screen.
final class Terminal: Sendable {
    static let standardOutput = Terminal(STDOUT_FILENO)
    static let standardError = Terminal(STDERR_FILENO)

    /// The line at the bottom that is redrawn in place; empty where there is none.
    private static let status = Mutex("")

    /// Told of the first write that fails.
    private let handler = Mutex<(@Sendable (RecordsError) -> Void)?>(nil)
    private let firstFailure = Mutex<RecordsError?>(nil)

    let descriptor: Int32
    let isTerminal: Bool
    /// Whether what was written can be written over.
    let isAnimated: Bool
    let usesColour: Bool

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) != 0
        let environment = ProcessInfo.processInfo.environment
        isAnimated = isTerminal && environment["TERM"] != "dumb"
        usesColour = isAnimated && (environment["NO_COLOR"] ?? "").isEmpty
    }

    /// Sees to it that no file that is opened later takes the place of a stream that is closed, to have written into it what
    /// was meant for the stream. Writing to the output and reading the input still fail; messages are lost.
    static func occupyClosedStreams() {
        for (descriptor, mode) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
        ] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", mode)  // takes the lowest number that is free
        }
    }

    /// Columns of the terminal; 80 where nobody says.
    var width: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes all of it. Returns false where nobody reads any more, or there is no room.
    @discardableResult
    func write(_ text: String) -> Bool {
        let text = descriptor == STDERR_FILENO ? forPeople(text) : text
        let isWritten = Self.status.withLock { status in
            if isTerminal { Self.standardError.erase(&status) }
            return put(text)
        }
        if !isWritten { fail(errno) }
        return isWritten
    }

    /// What may come from data is shown, and does nothing to the terminal.
    private func forPeople(_ text: String) -> String {
        guard usesColour else { return text.shown }
        var parts: [String] = []
        var rest = text[...]
        while let style = rest.firstMatch(of: Style.sequence) {
            parts += [String(rest[..<style.range.lowerBound]).shown, String(style.output)]
            rest = rest[style.range.upperBound...]
        }
        return parts.joined() + String(rest).shown
    }

    /// Has a failed write, which is the first or else the next, told to somebody.
    func whenFailed(_ handler: @escaping @Sendable (RecordsError) -> Void) { self.handler.withLock { $0 = handler } }

    /// The first write that failed; nil where all went well. That nobody reads any more counts too.
    var failure: RecordsError? { firstFailure.withLock { $0 } }

    private func fail(_ code: Int32) {
        let name = descriptor == STDOUT_FILENO ? "standard output" : "standard error"
        let error = RecordsError(writing: name, code: code)
        firstFailure.withLock { $0 = $0 ?? error }
        let handler = handler.withLock { handler in
            defer { handler = nil }
            return handler
        }
        handler?(error)
    }

    /// Draws a line over the one that was drawn before; other output goes above it. Empty takes it away.
    func show(status text: String) {
        Self.status.withLock { status in
            guard isAnimated, text != status else { return }
            let erasure = erasure(of: status)
            status = put(erasure + text) ? text : ""
        }
    }

    private func erase(_ status: inout String) {
        if !status.isEmpty { put(erasure(of: status)) }
        status = ""
    }

    /// What takes a line away. A terminal that was made narrower since has broken it into several.
    private func erasure(of line: String) -> String {
        guard !line.isEmpty else { return "" }
        let rows = (line.count - 1) / max(1, width)
        return "\r" + String(repeating: "\u{1B}[A", count: rows) + "\u{1B}[J"
    }

    @discardableResult
    private func put(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return true
        }
    }

    /// The text in a style, where the stream shows styles.
    func styled(_ text: String, _ style: Style) -> String {
        usesColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"

        /// What begins and ends styles.
        static var sequence: Regex<Substring> { /\u{1B}\[(?:0|1|2|31|32|33|36)m/ }
    }
}
