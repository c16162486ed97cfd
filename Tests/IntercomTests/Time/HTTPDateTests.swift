import Testing

@testable import Intercom

@Suite struct HTTPDateTests {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", Int64(784_111_777)), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799), ("Sun, 22 Nov 2026 19:06:00 GMT", 1_795_374_360),
        ("Wed, 31 Dec 2036 12:00:00 GMT", 2_114_337_600),
    ])
    func reads(_ text: String, _ seconds: Int64) { #expect(HTTPDate.unixSeconds(text) == seconds) }

    @Test(arguments: [
        "", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nox 1994 08:49:37 GMT",
        "Sun, 0x Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
    ])
    func refuses(_ text: String) { #expect(HTTPDate.unixSeconds(text) == nil) }
}
