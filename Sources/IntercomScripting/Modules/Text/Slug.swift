extension String {
    /// The text as part of a tag or an address: lower-case letters without accents, digits, and single hyphens between.
    var slug: String {
        var slug = ""
        for scalar in UnicodeForm.nfkd.apply(to: lowercased()).unicodeScalars {
            // Accents and apostrophes leave no gap: "Café O'Neil" is cafe-oneil.
            if scalar.properties.generalCategory == .nonspacingMark || scalar == "'" || scalar == "’" { continue }
            if let replacement = Self.slugLetters[scalar] {
                slug += replacement
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                slug.unicodeScalars.append(scalar)
            } else if slug.unicodeScalars.last != "-", !slug.isEmpty {
                slug += "-"
            }
        }
        return slug.unicodeScalars.last == "-" ? String(slug.dropLast()) : slug
    }

    /// Latin letters that do not decompose into one of a to z and an accent.
    private static let slugLetters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
        "&": "and",
    ]
}
