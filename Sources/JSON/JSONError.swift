/// Why some bytes are not a JSON document.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in words a person can act on, without a full stop.
    public var message: String
    /// Where the first wrong byte lies, counted from 0 at the first byte given; nil where no byte is to blame
    /// (the document is too large, memory ran out).
    public var offset: Int?

    public init(message: String, offset: Int? = nil) {
        self.message = message
        self.offset = offset
    }

    public var description: String {
        guard let offset else { return "invalid JSON: \(message)" }
        return "invalid JSON at byte \(offset): \(message)"
    }
}

/// A place in a text, both counted from 1. Columns count Unicode scalars, so that an editor agrees.
public struct TextPosition: Sendable, Hashable, CustomStringConvertible {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The position of the byte at `offset` in `bytes`. Lines end with a line feed. Costs a pass over the bytes before.
    public init(of offset: Int, in bytes: UnsafeRawBufferPointer) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.init(line: line, column: column)
    }

    public var description: String { "\(line):\(column)" }
}
