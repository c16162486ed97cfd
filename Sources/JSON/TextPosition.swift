/// A place in a text, both counted from 1. Columns count Unicode scalars, so that an editor agrees.
public struct TextPosition: Sendable, Hashable, CustomStringConvertible {
    public var line: Int
    public var column: Int

    public init(line: Int = 1, column: Int = 1) {
        self.line = line
        self.column = column
    }

    /// The position of the byte at `offset` in `bytes`. Lines end with a line feed. Costs a pass over the bytes before.
    public init(of offset: Int, in bytes: UnsafeRawBufferPointer) {
        self.init()
        advance(over: UnsafeRawBufferPointer(rebasing: bytes.prefix(offset)))
    }

    /// Moves on over `bytes`, to the position of the byte after them.
    public mutating func advance(over bytes: UnsafeRawBufferPointer) {
        let lineBreaks = bytes.count { $0 == UInt8(ascii: "\n") }
        line += lineBreaks
        var lastLine = bytes[...]
        if lineBreaks > 0, let lastBreak = bytes.lastIndex(of: UInt8(ascii: "\n")) {
            lastLine = bytes[(lastBreak + 1)...]
            column = 1
        }
        column += lastLine.count { $0 & 0xC0 != 0x80 }
    }

    public var description: String { "\(line):\(column)" }
}
