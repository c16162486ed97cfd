internal import Glibc

/// Reads lines as they are: from a pipe, a file, a list, or a terminal that cannot be edited on. Lines may be of any length.
public final class PlainLineReader: LineReader {
    public let isInteractive: Bool
    public var columns: Int? { nil }
    private let fill: (inout [UInt8]) -> Bool
    private var bytes: [UInt8] = []
    private var start = 0

    /// Reads from a file descriptor, which stays the caller's. Where it is interactive, prompts go to standard output.
    public init(fileDescriptor: Int32 = 0, isInteractive: Bool = false) {
        self.isInteractive = isInteractive
        fill = { bytes in
            withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { piece in
                while true {
                    let count = Glibc.read(fileDescriptor, piece.baseAddress, piece.count)
                    if count < 0, errno == EINTR { continue }
                    if count > 0 { bytes.append(contentsOf: piece[..<count]) }
                    return count > 0
                }
            }
        }
    }

    /// Reads these lines.
    public init(lines: [String]) {
        isInteractive = false
        bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        fill = { _ in false }
    }

    public func read(_ prompt: Prompt) -> LineInput {
        if isInteractive { Streams.write(prompt.text + " ", to: .output) }
        var searched = start
        while true {
            if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(to: end, skipping: 1) }
            searched = bytes.count
            if start > 0 {
                bytes.removeFirst(start)
                searched -= start
                start = 0
            }
            guard fill(&bytes) else {
                return start < bytes.count ? take(to: bytes.count, skipping: 0) : .end
            }
        }
    }

    private func take(to end: Int, skipping rest: Int) -> LineInput {
        var line = bytes[start..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        start = end + rest
        return .line(String(decoding: line, as: UTF8.self))
    }

    /// There is nobody to call it up again.
    public func remember(_ entry: String) {}
}
