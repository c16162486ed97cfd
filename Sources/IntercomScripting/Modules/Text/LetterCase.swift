/// The languages whose letter case is not that of Unicode's default.
enum CaseLanguage: String, CaseIterable {
    /// Turkish and Azerbaijani tell i with a dot from i without one, in both cases.
    case turkish = "tr"
    case azerbaijani = "az"
}

extension String {
    /// In lower case.
    func lowercased(for language: CaseLanguage?) -> String {
        guard language != nil else { return lowercased().withFinalSigmas(of: self) }
        return String(flatMap { $0 == "I" ? "ı" : $0 == "İ" ? "i" : $0.lowercased() }).withFinalSigmas(of: self)
    }

    /// Greek writes a small sigma at the end of a word as ς: Unicode's Final_Sigma, which depends on what is around it.
    ///
    /// - Parameter original: the text before its letters were made small; a ς of its own stays.
    private func withFinalSigmas(of original: String) -> String {
        guard original.contains("Σ") else { return self }
        let characters = Array(self)
        var result = ""
        for (position, character) in characters.enumerated() {
            let follows = position > 0 && characters[position - 1].isLetter
            let isLast = position + 1 == characters.count || !characters[position + 1].isLetter
            result.append(character == "σ" && follows && isLast ? "ς" : character)
        }
        return result
    }

    /// In upper case.
    func uppercased(for language: CaseLanguage?) -> String {
        guard language != nil else { return uppercased() }
        return String(flatMap { $0 == "i" ? "İ" : $0.uppercased() })
    }

    /// Each word with a capital letter in front. A word that mixes cases already (`McDonald`, `iPhone`) stays as it is.
    func titlecased(for language: CaseLanguage?) -> String {
        var result = ""
        var rest = self[...]
        while let start = rest.firstIndex(where: \.isPartOfWord) {
            result += rest[..<start]
            let end = rest[start...].firstIndex { !$0.isPartOfWord } ?? rest.endIndex
            result += String(rest[start..<end]).titlecasedWord(for: language)
            rest = rest[end...]
        }
        return result + rest
    }

    /// A word may be a short prefix, an apostrophe and a name: `O'Brien`, `d'Angelo`.
    private func titlecasedWord(for language: CaseLanguage?) -> String {
        let isMixed = contains(where: \.isLowercase) && dropFirst().contains(where: \.isUppercase)
        if isMixed { return self }
        guard let apostrophe = firstIndex(where: \.isApostrophe) else { return capitalized(for: language) }
        let prefix = String(self[..<apostrophe])
        let rest = String(self[index(after: apostrophe)...])
        let isPrefix = prefix.count <= 2 && rest.count > 2
        return prefix.capitalized(for: language) + String(self[apostrophe])
            + (isPrefix ? rest.capitalized(for: language) : rest.lowercased(for: language))
    }

    private func capitalized(for language: CaseLanguage?) -> String {
        guard let first else { return self }
        let rest = String(dropFirst()).lowercased(for: language)
        return first.titlecased(for: language) + rest
    }
}

extension Character {
    fileprivate var isApostrophe: Bool { self == "'" || self == "’" }
    fileprivate var isPartOfWord: Bool { isLetter || isNumber || isApostrophe }

    /// As the first letter of a capitalised word: `ǆ` becomes `ǅ`, `ß` becomes `Ss`.
    fileprivate func titlecased(for language: CaseLanguage?) -> String {
        if language != nil, self == "i" { return "İ" }
        guard let first = unicodeScalars.first else { return "" }
        return first.properties.titlecaseMapping + String(String.UnicodeScalarView(unicodeScalars.dropFirst()))
    }
}
