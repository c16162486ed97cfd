import Testing

@testable import Runner

/// What stands between a record's data and a page's structure.
struct HTMLTests {
    @Test func dataIsEscapedAndMarkupIsNot() {
        let data = "<script>alert('1') & \"2\"</script>"
        let inner: HTML = "<b>\(data)</b>"
        let page: HTML = "<p title=\"\(data)\">\(inner)\([inner, "<br>"])\(5)</p>"
        let escaped = "&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;"
        #expect(page.text == "<p title=\"\(escaped)\"><b>\(escaped)</b><b>\(escaped)</b><br>5</p>")
    }

    @Test func controlCharactersAreNoneOfAPage() {
        let page: HTML = "\("a\u{0}b\u{1B}[31mc\u{7F}\u{9F}\td\ne é 🚀")"
        #expect(page.text == "a\u{FFFD}b\u{FFFD}[31mc\u{FFFD}\u{FFFD}\td\ne é 🚀")
    }
}
