extension Character {
    /// Whether it shows nothing: Unicode white space, and the invisible characters that spreadsheets and web pages leave
    /// behind (zero-width space, word joiner, byte order mark).
    var isBlank: Bool { isWhitespace || self == "\u{200B}" || self == "\u{2060}" || self == "\u{FEFF}" }
}

extension StringProtocol {
    /// The text without blank characters at its ends.
    var trimmed: SubSequence {
        let start = firstIndex { !$0.isBlank } ?? endIndex
        let end = lastIndex { !$0.isBlank }.map { index(after: $0) } ?? start
        return self[start..<end]
    }

    /// The trimmed text, in which a run of blank characters is one space.
    var squeezed: String {
        split(whereSeparator: \.isBlank).joined(separator: " ")
    }

    /// Whether there is nothing in it but blank characters.
    var isBlank: Bool { allSatisfy(\.isBlank) }
}
