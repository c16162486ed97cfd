import Testing

@testable import IntercomScripting

struct WhitespaceTests {
    @Test(arguments: [
        ("", "", ""), (" \t\r\n", "", ""), ("a", "a", "a"), ("  a  b ", "a  b", "a b"),
        ("\u{A0}\u{3000}a\u{2003}b\u{FEFF}\u{200B}", "a\u{2003}b", "a b"), ("a\u{200D}b", "a\u{200D}b", "a\u{200D}b"),
        ("\r\na\r\n\r\nb", "a\r\n\r\nb", "a b"), (" 👩‍👩‍👧 ", "👩‍👩‍👧", "👩‍👩‍👧"), ("e\u{301} ", "e\u{301}", "e\u{301}"),
    ])
    func trimsAndSqueezes(text: String, trimmed: String, squeezed: String) {
        #expect(Array(text.trimmed.unicodeScalars) == Array(trimmed.unicodeScalars))
        #expect(Array(text.squeezed.unicodeScalars) == Array(squeezed.unicodeScalars))
        #expect(text.isBlank == trimmed.isEmpty)
    }
}

struct LetterCaseTests {
    @Test(
        arguments: [
            (nil, "İIıi", "i\u{307}iıi", "İIII"), (.turkish, "İIıi", "iııi", "İIIİ"), (.azerbaijani, "I", "ı", "I"),
            (nil, "Straße", "straße", "STRASSE"), (nil, "ﬁx", "ﬁx", "FIX"), (nil, "ÉÑ", "éñ", "ÉÑ"),
            (nil, "E\u{301}", "e\u{301}", "E\u{301}"), (nil, "👍🏽", "👍🏽", "👍🏽"), (nil, "ǆ", "ǆ", "Ǆ"),
        ] as [(CaseLanguage?, String, String, String)])
    func lowersAndUppers(language: CaseLanguage?, text: String, lower: String, upper: String) {
        #expect(Array(text.lowercased(for: language).unicodeScalars) == Array(lower.unicodeScalars))
        #expect(Array(text.uppercased(for: language).unicodeScalars) == Array(upper.unicodeScalars))
    }

    @Test(arguments: [
        ("ada lovelace", "Ada Lovelace"), ("ADA KING-LOVELACE", "Ada King-Lovelace"), ("o'brien", "O'Brien"),
        ("O’NEIL", "O’Neil"), ("john's diner", "John's Diner"), ("McDonald", "McDonald"), ("iPhone", "iPhone"),
        ("élodie ÖZIL", "Élodie Özil"), ("ßx", "Ssx"), ("ǆ", "ǅ"), ("e\u{301}a", "E\u{301}a"), ("  a  ", "  A  "),
        ("3rd street", "3rd Street"), ("", ""), ("van der berg", "Van Der Berg"), ("👍 ok", "👍 Ok"),
        ("rock'n'roll", "Rock'n'roll"),
    ])
    func titles(text: String, title: String) {
        #expect(text.titlecased(for: nil) == title)
    }

    @Test func titlesInTurkish() {
        #expect("istanbul IŞIK".titlecased(for: .turkish) == "İstanbul Işık")
    }
}

struct SlugTests {
    @Test(arguments: [
        ("Hello, World!", "hello-world"), ("  --a--  ", "a"), ("Crème Brûlée", "creme-brulee"), ("Straße", "strasse"),
        ("Łódź", "lodz"), ("Ørsted & Søn", "orsted-and-son"), ("O'Neil’s", "oneils"), ("ＡＢＣ１", "abc1"), ("", ""),
        ("!!!", ""), ("İstanbul", "istanbul"), ("日本 語", "日本-語"), ("a👍b", "a-b"), ("v2.0", "v2-0"),
    ])
    func makesSlugs(text: String, slug: String) {
        #expect(text.slug == slug)
    }
}

struct PersonNameTests {
    @Test(
        arguments: [
            ("Ada Lovelace", "Ada", "Lovelace"), ("  Ada   King  Lovelace ", "Ada King", "Lovelace"),
            ("Ada", "Ada", nil),
            ("", nil, nil), ("Lovelace, Ada", "Ada", "Lovelace"), ("Lovelace,", nil, "Lovelace"), (", Ada", "Ada", nil),
            ("Ludwig van Beethoven", "Ludwig", "van Beethoven"), ("Maria de la Cruz", "Maria", "de la Cruz"),
            ("de la Cruz", "de", "la Cruz"), ("Van Morrison", "Van", "Morrison"),
            ("de la Cruz, Maria", "Maria", "de la Cruz"),
        ] as [(String, String?, String?)])
    func splits(text: String, first: String?, last: String?) {
        let name = PersonName(text)
        #expect(name.first == first)
        #expect(name.last == last)
    }
}

struct YesNoTests {
    @Test(
        arguments: [
            ("Yes", true), (" TRUE ", true), ("1", true), ("✓", true), ("no", false), ("Off", false), ("0", false),
            ("", nil),
            ("maybe", nil), ("10", nil),
        ] as [(String, Bool?)])
    func reads(text: String, answer: Bool?) {
        #expect(YesNo.read(text) == answer)
    }
}

struct UnicodeFormTests {
    @Test func normalizes() {
        let composed = UnicodeForm.nfc.apply(to: "e\u{301}")
        #expect(Array(composed.unicodeScalars) == ["é"])
        #expect(Array(UnicodeForm.nfd.apply(to: "é").unicodeScalars) == ["e", "\u{301}"])
        #expect(Array(UnicodeForm.nfkc.apply(to: "ﬁ１²").unicodeScalars) == ["f", "i", "1", "2"])
        #expect(Array(UnicodeForm.nfkd.apply(to: "ﬁé").unicodeScalars) == ["f", "i", "e", "\u{301}"])
        #expect(UnicodeForm.nfc.apply(to: "👩‍👩‍👧") == "👩‍👩‍👧")
    }
}
