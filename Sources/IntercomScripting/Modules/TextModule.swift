internal import Lua

extension ModuleDeclaration {
    /// `text`: cleaning up what people typed.
    public static let text = ModuleDeclaration(
        "text",
        """
        Cleans up text, by characters as people see them and not by bytes. A text that is nil, as an empty cell is, stays \
        nil; so rows need no checks before they are cleaned.
        """,
        functions: textShape + textParts + textMeaning)

    // MARK: The same text in another shape

    private static let textShape: [FunctionDeclaration] = [
        shaping(
            "trim", "Removes white space from both ends, invisible characters and those of other scripts too.",
            example: """
                print("[" .. text.trim("  Ada \\u{A0}\\u{FEFF}") .. "]") --> [Ada]
                """
        ) { String($0.trimmed) },
        shaping(
            "squeeze", "Trims, and makes every run of white space inside one space.",
            example: """
                print(text.squeeze("  Ada \\t  King\\nLovelace ")) --> Ada King Lovelace
                """
        ) { $0.squeezed },
        casing(
            "lower", "Makes all letters small, those with accents too.",
            example: """
                print(text.lower("ÉCOLE"), text.lower("DİYARBAKIR", "tr")) --> école	diyarbakır
                """
        ) { $0.lowercased(for: $1) },
        casing(
            "upper", "Makes all letters capital, those with accents too; `ß` becomes `SS`.",
            example: """
                print(text.upper("straße"), text.upper("izmir", "tr")) --> STRASSE	İZMİR
                """
        ) { $0.uppercased(for: $1) },
        casing(
            "title",
            """
            Gives every word a capital letter, as names have. Words that mix cases already, like `McDonald`, stay as they are.
            """,
            example: """
                print(text.title("JEAN-LUC o'brien"), text.title("ronald McDonald")) --> Jean-Luc O'Brien	Ronald McDonald
                """
        ) { $0.titlecased(for: $1) },
        FunctionDeclaration(
            "normalize",
            """
            Writes characters that look the same with the same code points, so that two texts are equal when they look equal.
            """,
            parameters: [
                textParameter,
                ParameterDeclaration(
                    "form", #""NFC"|"NFD"|"NFKC"|"NFKD"?"#,
                    "The normal form of Unicode, `NFC` where none is given. `NFKC` also makes `１` 1 and `ﬁ` fi."),
            ],
            results: [textResult],
            example: """
                print(text.normalize("Ame\\u{301}lie") == "Amélie", text.normalize("ＡＢＣ１２", "NFKC")) --> true	ABC12
                """
        ) { _, call in
            let form = try call.choice(2, as: UnicodeForm.self) ?? .nfc
            call.return(try call.text(1).map(form.apply))
        },
        shaping(
            "slug",
            "Makes a text part of a tag or an address: small letters without accents, digits, and hyphens between.",
            example: """
                print(text.slug("Café & Bar — O'Neil's, Köln")) --> cafe-and-bar-oneils-koln
                """
        ) { $0.slug },
    ]

    // MARK: Declaring

    static let textParameter = ParameterDeclaration("s", "string?", "The text.")
    static let textResult = ParameterDeclaration("s", "string?", "The text, nil for nil.")

    /// A function from a text to a text.
    private static func shaping(
        _ name: String, _ summary: String, example: String, _ body: @escaping @Sendable (String) -> String
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, summary, parameters: [textParameter], results: [textResult], example: example
        ) { _, call in
            call.return(try call.text(1).map(body))
        }
    }

    /// The same where letter case is concerned, which a language may have rules of its own for.
    private static func casing(
        _ name: String, _ summary: String, example: String,
        _ body: @escaping @Sendable (String, CaseLanguage?) -> String
    ) -> FunctionDeclaration {
        let language = ParameterDeclaration(
            "language", #""tr"|"az"?"#, "For Turkish and Azerbaijani text, where i and ı are two letters.")
        return FunctionDeclaration(
            name, summary, parameters: [textParameter, language], results: [textResult], example: example
        ) { _, call in
            let language = try call.choice(2, as: CaseLanguage.self)
            call.return(try call.text(1).map { body($0, language) })
        }
    }
}
