extension Lexer {
    // MARK: Long brackets

    /// How many equals signs stand between the brackets `[==[`; -1 where there is no second bracket.
    func bracketLevel() -> Int {
        var level = 0
        while peek(1 + level) == UInt8(ascii: "=") { level += 1 }
        return peek(1 + level) == UInt8(ascii: "[") ? level : -1
    }

    /// The same for a string; nil for a bracket that stands alone.
    func longBracketLevel() throws(SyntaxError) -> Int? {
        let level = bracketLevel()
        if level < 0, peek(1) == UInt8(ascii: "=") { throw fail("invalid long string delimiter", from: position) }
        return level < 0 ? nil : level
    }

    /// What stands in long brackets; a line end right behind the first one is left out.
    mutating func long(_ level: Int, what: String, from start: Int) throws(SyntaxError) -> [UInt8] {
        position += level + 2
        var text: [UInt8] = []
        if let byte = current, byte == 0x0A || byte == 0x0D { takeLineEnd(byte) }
        while let byte = current {
            if byte == UInt8(ascii: "]"), closes(level) {
                position += level + 2
                return text
            }
            if byte == 0x0A || byte == 0x0D {
                takeLineEnd(byte)
                text.append(0x0A)
            } else {
                text.append(byte)
                position += 1
            }
        }
        throw fail("unfinished long \(what) near <eof>", from: start)
    }

    private func closes(_ level: Int) -> Bool {
        for distance in 0..<level where peek(1 + distance) != UInt8(ascii: "=") { return false }
        return peek(1 + level) == UInt8(ascii: "]")
    }

    private mutating func takeLineEnd(_ byte: UInt8) {
        position += 1
        if let second = current, second == 0x0A || second == 0x0D, second != byte { position += 1 }
    }

    // MARK: Quotes

    mutating func quoted(_ quote: UInt8) throws(SyntaxError) -> [UInt8] {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case quote:
                position += 1
                return text
            case 0x0A, 0x0D: throw fail("unfinished string", from: start)
            case UInt8(ascii: "\\"): try escape(into: &text)
            default:
                text.append(byte)
                position += 1
            }
        }
        throw fail("unfinished string near <eof>", from: start)
    }

    private mutating func escape(into text: inout [UInt8]) throws(SyntaxError) {
        let start = position
        position += 1
        guard let byte = current else { throw fail("unfinished string near <eof>", from: start) }
        switch byte {
        case 0x0A, 0x0D:
            takeLineEnd(byte)
            return text.append(0x0A)
        case UInt8(ascii: "x"): return text.append(try hexadecimalEscape(start))
        case UInt8(ascii: "u"): return try unicodeEscape(start, into: &text)
        case UInt8(ascii: "z"):
            position += 1
            while let blank = current, blank == 0x20 || (0x09...0x0D).contains(blank) { position += 1 }
            return
        case 0x30...0x39: return text.append(try decimalEscape(start))
        default: break
        }
        let plain: [UInt8: UInt8] = [
            0x61: 7, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9, 0x76: 11, 0x5C: 0x5C, 0x22: 0x22, 0x27: 0x27,
        ]
        position += 1
        guard let value = plain[byte] else { throw fail("invalid escape sequence", from: start) }
        text.append(value)
    }

    private mutating func hexadecimalEscape(_ start: Int) throws(SyntaxError) -> UInt8 {
        position += 1
        guard let high = current.flatMap(hexadecimalValue), let low = peek(1).flatMap(hexadecimalValue) else {
            throw fail("hexadecimal digit expected", from: start)
        }
        position += 2
        return high << 4 | low
    }

    private mutating func decimalEscape(_ start: Int) throws(SyntaxError) -> UInt8 {
        var value = 0
        var count = 0
        while count < 3, let digit = current, isDigit(digit) {
            value = value * 10 + Int(digit - 0x30)
            position += 1
            count += 1
        }
        guard let byte = UInt8(exactly: value) else { throw fail("decimal escape too large", from: start) }
        return byte
    }

    /// `\u{XXX}`, up to 2^31, in the UTF-8 that reaches so far.
    private mutating func unicodeEscape(_ start: Int, into text: inout [UInt8]) throws(SyntaxError) {
        position += 1
        guard current == UInt8(ascii: "{") else { throw fail("missing '{' in \\u{xxxx}", from: start) }
        position += 1
        guard var value = current.flatMap(hexadecimalValue).map(UInt32.init) else {
            throw fail("hexadecimal digit expected", from: start)
        }
        position += 1
        while let digit = current.flatMap(hexadecimalValue) {
            guard value <= 0x7FFF_FFFF >> 4 else { throw fail("UTF-8 value too large", from: start) }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        guard current == UInt8(ascii: "}") else { throw fail("missing '}' in \\u{xxxx}", from: start) }
        position += 1
        if value < 0x80 { return text.append(UInt8(value)) }
        var rest = value
        var tail: [UInt8] = []
        var limit: UInt32 = 0x3F
        repeat {
            tail.append(UInt8(0x80 | rest & 0x3F))
            rest >>= 6
            limit >>= 1
        } while rest > limit
        text.append(UInt8(truncatingIfNeeded: ~limit << 1 | rest))
        text += tail.reversed()
    }
}
