/// An email address, cleaned up and looked at: what is left can be an address.
struct EmailAddress: Equatable {
    /// In lower case, without anything around it.
    let text: String

    var domain: Substring { text[(text.lastIndex(of: "@").map { text.index(after: $0) } ?? text.startIndex)...] }

    /// Why a text is no address, as what follows "it".
    struct Refusal: Error, Equatable {
        let reason: String
    }

    /// Takes the address out of white space, quotes, `mailto:` and `Ada Lovelace <ada@acme.io>`; what looks the same
    /// becomes the same (NFC).
    ///
    /// What may stand in an address is that of RFC 5322 without quoted names and address literals, with letters of all
    /// languages as in RFC 6531; its lengths are those of RFC 5321.
    init(_ raw: some StringProtocol) throws(Refusal) {
        let text = UnicodeForm.nfc.apply(to: Self.unwrapped(raw).lowercased())
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        if text.isEmpty { throw Refusal(reason: "is blank") }
        if text.contains(where: { $0 == "," || $0 == ";" }) { throw Refusal(reason: "looks like several addresses") }
        if text.contains(where: \.isBlank) { throw Refusal(reason: "has white space inside") }
        if parts.count < 2 { throw Refusal(reason: "has no @") }
        if parts.count > 2 { throw Refusal(reason: "has more than one @") }
        try Self.checkName(parts[0])
        try Self.checkDomain(parts[1])
        if text.utf8.count > 254 { throw Refusal(reason: "is longer than 254 bytes") }
        self.text = text
    }

    private static func unwrapped(_ raw: some StringProtocol) -> Substring {
        var text = Substring(raw).trimmed
        if text.last == ">", let open = text.lastIndex(of: "<") {
            text = text[text.index(after: open)...].dropLast().trimmed
        }
        if text.prefix(7).lowercased() == "mailto:" {
            // Subject and text may follow.
            text = text.dropFirst(7).prefix { $0 != "?" }.trimmed
        }
        if text.count > 1, let quote = text.first, "\"'`".contains(quote), text.last == quote {
            text = text.dropFirst().dropLast().trimmed
        }
        return text
    }

    private static func checkName(_ name: Substring) throws(Refusal) {
        if name.isEmpty { throw Refusal(reason: "has nothing before the @") }
        if name.utf8.count > 64 { throw Refusal(reason: "has more than 64 bytes before the @") }
        if name.first == "." || name.last == "." || name.contains("..") {
            throw Refusal(reason: "has a dot too many before the @")
        }
        if let wrong = name.first(where: { !$0.isLetter && !$0.isNumber && !"!#$%&'*+-/=?^_`{|}~.".contains($0) }) {
            throw Refusal(reason: "has \(wrong) before the @")
        }
    }

    private static func checkDomain(_ domain: Substring) throws(Refusal) {
        if domain.isEmpty { throw Refusal(reason: "has nothing after the @") }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        if labels.contains("") { throw Refusal(reason: "has a dot too many after the @") }
        if labels.count < 2 { throw Refusal(reason: "has no dot after the @") }
        if let wrong = domain.first(where: { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "." }) {
            throw Refusal(reason: "has \(wrong) after the @")
        }
        let isWrong = labels.contains { $0.first == "-" || $0.last == "-" || $0.utf8.count > 63 }
        let ending = labels.last ?? ""
        if isWrong || ending.count < 2 || ending.contains(where: \.isNumber) && !ending.hasPrefix("xn--") {
            throw Refusal(reason: "has no domain after the @")
        }
    }
}
