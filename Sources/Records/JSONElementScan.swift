/// Finds where a JSON value ends by its brackets and quotes alone, without judging what is between them; goes on where
/// it stopped when more bytes come.
struct JSONElementScan {
    private enum State {
        case start, scalar, string, escape
        /// Inside brackets, outside strings.
        case container
    }

    private var state = State.start
    private var depth = 0

    private static let quotes = ByteMatch.pattern(UInt8(ascii: "\""))
    private static let backslashes = ByteMatch.pattern(UInt8(ascii: "\\"))
    // Opening, and closing, brackets and braces differ in one bit only.
    private static let bracketBit = ByteMatch.pattern(0x20)
    private static let openings = ByteMatch.pattern(UInt8(ascii: "{"))
    private static let closings = ByteMatch.pattern(UInt8(ascii: "}"))

    /// Scans `bytes[start..<end]`; eight bytes after any of them must be readable.
    ///
    /// - Returns: where the value ends; nil where that is not among these bytes.
    mutating func end(in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
        var position = start
        while position < end {
            switch state {
            case .start:
                if let found = begin(with: bytes[position], at: position) { return found }
                position += 1
            case .scalar:
                if Self.endsScalar(bytes[position]) { return position }
                position += 1
            case .escape:
                state = .string
                position += 1
            case .string, .container:
                let word = ByteMatch.word(at: bytes + position)
                var matches = ByteMatch.equal(word, Self.quotes)
                if state == .string {
                    matches |= ByteMatch.equal(word, Self.backslashes)
                } else {
                    let folded = word | Self.bracketBit
                    matches |= ByteMatch.equal(folded, Self.openings) | ByteMatch.equal(folded, Self.closings)
                }
                guard matches != 0 else {
                    position += 8
                    continue
                }
                position += matches.trailingZeroBitCount >> 3
                guard position < end else { return nil }
                if let found = take(bytes[position], at: position) { return found }
                position += 1
            }
        }
        return nil
    }

    private mutating func begin(with byte: UInt8, at position: Int) -> Int? {
        switch byte {
        case UInt8(ascii: "\""): state = .string
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            state = .container
            depth = 1
        default:
            if Self.endsScalar(byte) { return position }
            state = .scalar
        }
        return nil
    }

    private mutating func take(_ byte: UInt8, at position: Int) -> Int? {
        switch byte {
        case UInt8(ascii: "\""):
            if state == .container {
                state = .string
            } else {
                if depth == 0 { return position + 1 }
                state = .container
            }
        case UInt8(ascii: "\\"): state = .escape
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        default:
            depth -= 1
            if depth == 0 { return position + 1 }
        }
        return nil
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: true
        default: false
        }
    }
}
