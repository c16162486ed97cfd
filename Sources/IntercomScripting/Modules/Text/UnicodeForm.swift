// The Swift library normalises text only inside of its comparisons; Foundation gives it away.
internal import Foundation

/// The normal forms of Unicode: ways to write characters that look the same with the same code points.
enum UnicodeForm: String, CaseIterable {
    /// Composed: `é` is one code point.
    case nfc = "NFC"
    /// Decomposed: `é` is e and an accent.
    case nfd = "NFD"
    /// Composed, and variants replaced by what they stand for: `ﬁ` is fi, `１` is 1.
    case nfkc = "NFKC"
    /// Decomposed, and variants replaced by what they stand for.
    case nfkd = "NFKD"

    func apply(to text: String) -> String {
        if text.utf8.count < Self.piece { return map(text) }
        var result = ""
        var start = text.startIndex
        while start < text.endIndex {
            let end = Self.cut(text, from: start)
            result += map(String(text[start..<end]))
            start = end
        }
        return result
    }

    /// About how many bytes are mapped at once: many accents take Foundation a time that grows faster than their number.
    private static let piece = 4096

    /// Where a piece that begins at `start` can end: before a character of ASCII, which changes nothing that stands before it.
    private static func cut(_ text: String, from start: String.Index) -> String.Index {
        let bytes = text.utf8
        guard let least = bytes.index(start, offsetBy: piece, limitedBy: bytes.endIndex) else { return bytes.endIndex }
        return bytes[least...].firstIndex { $0 < 0x80 } ?? bytes.endIndex
    }

    private func map(_ text: String) -> String {
        switch self {
        case .nfc: text.precomposedStringWithCanonicalMapping
        case .nfd: text.decomposedStringWithCanonicalMapping
        case .nfkc: text.precomposedStringWithCompatibilityMapping
        case .nfkd: text.decomposedStringWithCompatibilityMapping
        }
    }
}
