extension String {
    /// The text as it may be shown at a terminal: of control characters, which could move its cursor, change its title or
    /// what it says already, `\x1B` is shown. Lines and tabs stay.
    public var shown: String { escaped { $0 == "\n" || $0 == "\t" } }

    /// The same on one line.
    public var shownOnOneLine: String { escaped { _ in false } }

    private func escaped(except isKept: (Unicode.Scalar) -> Bool) -> String {
        guard unicodeScalars.contains(where: { $0.isControl && !isKept($0) }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isControl, !isKept(scalar) {
                text += scalar.escape
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Whether it is of C0, C1, or delete.
    fileprivate var isControl: Bool { properties.generalCategory == .control }

    fileprivate var escape: String {
        switch self {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            let digits = String(value, radix: 16, uppercase: true)
            return (value < 0x80 ? "\\x" : "\\u00") + (digits.count < 2 ? "0" : "") + digits
        }
    }
}
