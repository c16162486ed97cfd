import Intercom
import LoopbackTesting
import Testing

/// TLS with real servers whose certificates nobody has signed.
@Suite(.enabled(if: TestCertificate.isAvailable, "needs openssl"))
struct CertificateTests {
    private func refusal(_ certificate: TestCertificate?) async throws -> (IntercomError?, [String]) {
        let server = try LoopbackServer(
            [.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")], certificate: certificate,
            greeting: certificate == nil ? "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n" : nil)
        let base = try await server.start()
        let url = "https:" + (base.split(separator: ":", maxSplits: 1).last ?? "")
        let client = try IntercomClient(
            IntercomConfiguration(token: AccessToken("secret-token-1234"), baseURL: BaseURL(url)))
        let error = await intercomError { try await client.createContact(ContactAttributes(email: "a@b.c")) }
        #expect(client.statistics.total == 1, "trying again does not help")
        try await server.stop()
        return (error, server.requests)
    }

    @Test(arguments: ["IP:127.0.0.1", "DNS:api.intercom.io"])
    func anUntrustedCertificateEndsIt(_ name: String) async throws {
        let (error, requests) = try await refusal(TestCertificate(for: name))
        #expect(error?.code == .unavailable && error?.status == nil && error?.mayHaveBeenApplied == false)
        #expect(
            error?.message
                == "The server cannot be trusted to be Intercom: its certificate is not signed by anybody this machine trusts, or out of date"
        )
        #expect(requests.isEmpty, "nothing was sent")
    }

    @Test func aServerWithoutTLSIsNotSpokenTo() async throws {
        let (error, requests) = try await refusal(nil)
        #expect(error?.code == .unavailable && error?.message.contains("does not speak TLS") == true)
        #expect(requests.allSatisfy { !$0.contains("secret-token-1234") })
    }
}
