import Testing

@testable import Intercom

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://api.intercom.io", "https://api.intercom.io"),
        ("https://api.eu.intercom.io/", "https://api.eu.intercom.io"),
        ("HTTPS://API.Example.COM:8443", "https://api.example.com:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:1234/", "http://127.0.0.1:1234"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://[::1]:99", "http://[::1]:99"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ])
    func reads(_ text: String, _ expected: String) throws {
        #expect(try BaseURL(text).description == expected)
    }

    @Test(arguments: [
        "", "api.intercom.io", "ftp://api.intercom.io", "https://", "https:///", "https://host/path",
        "https://host?x=1", "https://host#f", "https://user@host", "https://user:pw@host", "https://host:0",
        "https://host:70000", "https://host:", "https://host:8x", "https://ho st", "https://[::1", "https://[]",
        "http://api.intercom.io", "http://127.0.0.1.example.com", "http://127.0.0.1@example.com",
        "http://localhost.example.com", "http://10.0.0.1", "http://127.0.0.300", "http://[::2]", "http://0x7f.1",
        "https://hö.example", "https://host\r\nX: y",
    ])
    func refuses(_ text: String) {
        let error = #expect(throws: IntercomError.self) { try BaseURL(text) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.field == "base_url")
    }

    @Test func knowsWhatStaysOnThisMachine() throws {
        #expect(try BaseURL("http://127.0.0.1:1").isLoopback)
        #expect(!Region.us.baseURL.isLoopback)
    }

    @Test func regionsHaveTheirHosts() {
        #expect(Region.us.baseURL.description == "https://api.intercom.io")
        #expect(Region.eu.baseURL.description == "https://api.eu.intercom.io")
        #expect(Region.au.baseURL.description == "https://api.au.intercom.io")
    }
}
