/// The beginning of a piece of Lua, cut into what completion looks at.
struct LuaTokens {
    enum Token: Hashable {
        case name(String)
        case number
        /// A string; open where the piece ends within it.
        case string(String, isOpen: Bool)
        /// `.`, `..`, `...`, or one other character.
        case symbol(String)
        /// Only where the piece ends within it: all others are left out.
        case openComment
    }

    private(set) var tokens: [Token] = []
    /// Whether the last token ends where the piece does.
    private(set) var endsInToken = false
    private var rest: Substring

    init(_ source: String) {
        rest = source[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
                endsInToken = false
            } else {
                endsInToken = true
                scan(first)
            }
        }
    }

    private mutating func scan(_ first: Character) {
        if rest.hasPrefix("--") { return scanComment() }
        if first == "\"" || first == "'" { return scanString(first) }
        if first == "[", let level = longBracketLevel() { return scanLong(level) }
        if let byte = first.asciiValue, LuaWord.isStart(byte) {
            tokens.append(
                .name(String(take { $0.asciiValue.map { LuaWord.isStart($0) || LuaWord.isDigit($0) } ?? false })))
        } else if first.isNumber {
            take { $0.isNumber || $0.isLetter || $0 == "." }
            tokens.append(.number)
        } else if first == "." {
            tokens.append(.symbol(String(take { $0 == "." })))
        } else {
            rest.removeFirst()
            tokens.append(.symbol(String(first)))
        }
    }

    @discardableResult
    private mutating func take(while matches: (Character) -> Bool) -> Substring {
        let taken = rest.prefix(while: matches)
        rest = rest[taken.endIndex...]
        return taken
    }

    private mutating func scanComment() {
        rest = rest.dropFirst(2)
        endsInToken = false
        if rest.first == "[", let level = longBracketLevel() {
            if takeLong(level).isOpen { tokens.append(.openComment) }
            return
        }
        take { !$0.isNewline }
        if rest.isEmpty { tokens.append(.openComment) }
    }

    private mutating func scanString(_ quote: Character) {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote { return tokens.append(.string(text, isOpen: false)) }
            if character.isNewline { break }
            text.append(character)
            if character == "\\", let escaped = rest.popFirst() { text.append(escaped) }
        }
        tokens.append(.string(text, isOpen: rest.isEmpty))
    }

    /// How many equals signs an opening long bracket has; nil where there is none.
    private func longBracketLevel() -> Int? {
        let inner = rest.dropFirst()
        let level = inner.prefix { $0 == "=" }.count
        return inner.dropFirst(level).first == "[" ? level : nil
    }

    private mutating func scanLong(_ level: Int) {
        let (text, isOpen) = takeLong(level)
        tokens.append(.string(text, isOpen: isOpen))
    }

    private mutating func takeLong(_ level: Int) -> (text: String, isOpen: Bool) {
        rest = rest.dropFirst(level + 2)
        let closing = "]" + String(repeating: "=", count: level) + "]"
        guard let end = rest.firstRange(of: closing) else {
            let text = String(rest)
            rest = rest[rest.endIndex...]
            return (text, true)
        }
        let text = String(rest[..<end.lowerBound])
        rest = rest[end.upperBound...]
        return (text, false)
    }
}
