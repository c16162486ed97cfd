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
        switch self {
        case .nfc: text.precomposedStringWithCanonicalMapping
        case .nfd: text.decomposedStringWithCanonicalMapping
        case .nfkc: text.precomposedStringWithCompatibilityMapping
        case .nfkd: text.decomposedStringWithCompatibilityMapping
        }
    }
}
