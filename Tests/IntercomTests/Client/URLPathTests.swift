import Testing

@testable import Intercom

@Suite struct URLPathTests {
    @Test(arguments: [
        ("abc-DEF_1.2~3", "/contacts/abc-DEF_1.2~3"),
        ("a/b", "/contacts/a%2Fb"),
        ("a?b=c", "/contacts/a%3Fb%3Dc"),
        ("a#b", "/contacts/a%23b"),
        ("100%", "/contacts/100%25"),
        ("%2F", "/contacts/%252F"),
        ("..", "/contacts/%2E%2E"),
        (".", "/contacts/%2E"),
        ("../me", "/contacts/..%2Fme"),
        ("a b+c", "/contacts/a%20b%2Bc"),
        ("é", "/contacts/%C3%A9"),
        ("a\r\nb", "/contacts/a%0D%0Ab"),
        ("\\..\\", "/contacts/%5C..%5C"),
    ])
    func aValueStaysOneSegment(_ value: String, _ expected: String) throws {
        #expect(try ("/contacts" as URLPath).segment(value, of: "id").text == expected)
    }

    @Test func anEmptySegmentIsRefused() {
        let error = #expect(throws: IntercomError.self) { try ("/contacts" as URLPath).segment("", of: "id") }
        #expect(error?.field == "id")
    }

    @Test func queriesAreEncodedAndJoined() {
        let path = ("/x" as URLPath).query("per_page", "5").query("after", nil).query("starting_after", "a=b&c d")
        #expect(path.text == "/x?per_page=5&starting_after=a%3Db%26c%20d")
        #expect(URLPath(checked: "/x?a=1").query("b", "2").text == "/x?a=1&b=2")
    }
}
