/// Lua's reserved words, and what can be a name.
enum LuaWord {
    static let reserved: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not",
        "or", "repeat", "return", "then", "true", "until", "while",
    ]

    /// Whether a table constructor can have it as `name = …`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isStart(first), !reserved.contains(text) else { return false }
        return text.utf8.allSatisfy { isStart($0) || isDigit($0) }
    }

    static func isStart(_ byte: UInt8) -> Bool {
        // Upper and lower case letters differ in one bit.
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
