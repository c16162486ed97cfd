/// Cuts a source into words, as Lua 5.4 does.
struct Lexer {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static let keywords = Dictionary(uniqueKeysWithValues: Keyword.allCases.map { ($0.rawValue, $0) })

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    func peek(_ distance: Int) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    mutating func next() throws(SyntaxError) -> Token {
        try skipBlanks()
        let start = position
        guard let byte = current else { return Token(kind: .end, range: SourceRange(start, start)) }
        let kind: Token.Kind
        if isLetter(byte) {
            kind = name()
        } else if isDigit(byte) || (byte == UInt8(ascii: ".") && peek(1).map(isDigit) == true) {
            kind = try numeral()
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            kind = .string(try quoted(byte))
        } else if byte == UInt8(ascii: "["), let level = try longBracketLevel() {
            kind = .string(try long(level, what: "string", from: start))
        } else {
            kind = symbol(byte)
        }
        return Token(kind: kind, range: SourceRange(start, position))
    }

    /// White space and comments.
    private mutating func skipBlanks() throws(SyntaxError) {
        while let byte = current {
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                position += 1
            } else if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(SyntaxError) {
        let start = position
        position += 2
        if current == UInt8(ascii: "["), case let level = bracketLevel(), level >= 0 {
            _ = try long(level, what: "comment", from: start)
            return
        }
        while let byte = current, byte != 0x0A, byte != 0x0D { position += 1 }
    }

    private mutating func name() -> Token.Kind {
        let start = position
        while let byte = current, isLetter(byte) || isDigit(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return Self.keywords[text].map { .keyword($0) } ?? .name(text)
    }

    private static let symbols: [String] = [
        "...", "..", "==", "~=", "<=", ">=", "<<", ">>", "//", "::",
    ]

    private mutating func symbol(_ byte: UInt8) -> Token.Kind {
        for symbol in Self.symbols where bytes[position...].starts(with: symbol.utf8) {
            position += symbol.utf8.count
            return .symbol(symbol)
        }
        // What follows of a character has no place in Lua either.
        let count = byte < 0x80 ? 1 : min(bytes[position...].dropFirst().prefix { $0 & 0xC0 == 0x80 }.count + 1, 4)
        defer { position += count }
        return .symbol(String(decoding: bytes[position..<position + count], as: UTF8.self))
    }

    func fail(_ message: String, from start: Int) -> SyntaxError {
        SyntaxError(message: message, range: SourceRange(start, max(position, start + 1)))
    }
}

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
func isLetter(_ byte: UInt8) -> Bool { byte == 0x5F || (0x61...0x7A).contains(byte | 0x20) }

/// The value of a hexadecimal digit; nil for what is none.
func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    case 0x41...0x46: byte - 0x41 + 10
    default: nil
    }
}
