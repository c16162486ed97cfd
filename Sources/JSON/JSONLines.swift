internal import Glibc

/// Newline-delimited JSON, fed in pieces of any size: each line is a document of its own, so that a line that is wrong
/// costs that line only.
///
/// Lines end with a line feed, one before it a carriage return or not; lines of nothing but white space are skipped,
/// and so is a byte order mark before the first. Memory is that of one piece plus the longest line. One thread at a
/// time.
public final class JSONLines {
    /// What one line holds.
    public enum Content: Sendable {
        case document(JSONDocument)
        /// The line is no document; the error's offset counts from the line's first byte. The bytes are the line's.
        case invalid(JSONError, bytes: [UInt8])
    }

    public struct Line: Sendable {
        /// Counted from 1, skipped lines included.
        public fileprivate(set) var number: Int
        public let content: Content
    }

    /// A line longer than this many bytes is reported as invalid, with its beginning, and passed over without being
    /// held.
    public let maximumLineLength: Int

    private let parser = JSONParser()
    private let buffer = PaddedBuffer()
    /// There is no line feed in this many bytes at the start of the buffer.
    private var searched = 0
    private var lineNumber = 0
    private var isFinished = false
    private var isPassingOver = false

    public init(maximumLineLength: Int = 64 << 20) { self.maximumLineLength = maximumLineLength }

    /// Has `body` write the next piece, up to `count` bytes, straight into the buffer.
    ///
    /// - Returns: what `body` returns, which must be the number of bytes it wrote.
    @discardableResult
    public func feed<E>(
        upTo count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) -> Int {
        try buffer.feed(upTo: count, body)
    }

    /// Copies the next piece into the buffer.
    public func feed(_ bytes: UnsafeRawBufferPointer) {
        feed(upTo: bytes.count) { room in
            room.copyMemory(from: bytes)
            return bytes.count
        }
    }

    /// Bytes that have been fed and are not yet part of a line that was given out.
    package var unread: Int { buffer.count }

    /// Says that nothing more will come, so that the last line counts without a line feed at its end.
    public func finish() { isFinished = true }

    /// The next line that is not blank. Nil when more must be fed first, or at the end after `finish()`.
    public func next() -> Line? {
        while let line = nextRawLine() {
            lineNumber += 1
            if isPassingOver {
                isPassingOver = false
                continue
            }
            var bytes = line
            if lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
                bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(3))
            }
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            if bytes.count > maximumLineLength { return overlong(bytes) }
            do {
                return Line(number: lineNumber, content: .document(try parser.parse(bytes, isPadded: true)))
            } catch {
                return Line(number: lineNumber, content: .invalid(error, bytes: Array(bytes)))
            }
        }
        return passOverLine()
    }

    /// Consumes a line that is complete, its line feed too. The bytes are valid until the next piece is fed.
    private func nextRawLine() -> UnsafeRawBufferPointer? {
        let start = buffer.start
        if let found = memchr(buffer.bytes + start + searched, 0x0A, buffer.count - searched) {
            let end = UnsafeRawPointer(found) - UnsafeRawPointer(buffer.bytes)
            buffer.consume(to: end + 1)
            searched = 0
            return buffer[start..<end]
        }
        searched = buffer.count
        guard isFinished, buffer.count > 0 else { return nil }
        let end = buffer.end
        buffer.consume(to: end)
        searched = 0
        return buffer[start..<end]
    }

    /// Drops what has come of a line that is too long to be held; reported once, when it grows too long.
    private func passOverLine() -> Line? {
        guard buffer.count > maximumLineLength || isPassingOver else { return nil }
        let bytes = buffer[buffer.start..<buffer.end]
        buffer.consume(to: buffer.end)
        searched = 0
        if isPassingOver { return nil }
        isPassingOver = true
        var line = overlong(bytes)
        line.number += 1
        return line
    }

    private func overlong(_ bytes: UnsafeRawBufferPointer) -> Line {
        let error = JSONError(message: "a line of more than \(maximumLineLength) bytes")
        return Line(
            number: lineNumber, content: .invalid(error, bytes: Array(bytes.prefix(min(maximumLineLength, 1024)))))
    }
}
