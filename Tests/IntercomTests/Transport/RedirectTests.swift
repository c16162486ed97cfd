import Intercom
import LoopbackTesting
import Testing

/// Redirects between real servers: they are answers like any other, so that nobody else ever sees the token.
@Suite struct RedirectTests {
    private static let statuses = [
        "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect",
    ]

    private func client(_ base: String) throws -> IntercomClient {
        try IntercomClient(IntercomConfiguration(token: AccessToken("secret-token-1234"), baseURL: BaseURL(base)))
    }

    @Test(arguments: statuses, ["GET", "POST", "DELETE"])
    func theTokenStaysWithItsHost(_ status: String, _ method: String) async throws {
        let thief = try LoopbackServer([.bytes("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"id\":\"evil\"}")])
        let thiefBase = try await thief.start()
        let server = try LoopbackServer([
            .bytes(
                "HTTP/1.1 \(status)\r\nLocation: \(thiefBase)/contacts\r\nX-Request-Id: r1\r\nContent-Length: 0\r\n\r\n"
            )
        ])
        let client = try client(try await server.start())
        let error = await intercomError {
            switch method {
            case "GET": _ = try await client.contact(id: "c1")
            case "POST": _ = try await client.createContact(ContactAttributes(email: "a@b.c"))
            default: _ = try await client.deleteContact(id: "c1")
            }
        }
        #expect(error?.code == .unexpectedResponse && error?.requestID == "r1")
        #expect(error?.message.contains("redirect") == true)
        #expect(server.requests.count == 1 && server.requests[0].contains("Bearer secret-token-1234"))
        #expect(thief.requests.isEmpty)
        try await server.stop()
        try await thief.stop()
    }

    /// Nor are they followed on the same host: what comes back would be the answer to another request.
    @Test func theSameHostIsNotAskedAgain() async throws {
        let server = try LoopbackServer([
            .bytes("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
            .bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
        ])
        let client = try client(try await server.start())
        #expect(await intercomError { try await client.me() }?.code == .unexpectedResponse)
        let raw = await intercomError { try await client.request(.get, "/anything") }
        #expect(raw == nil && server.requests.count == 2)
        try await server.stop()
    }
}
