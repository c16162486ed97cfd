import Foundation
import LoopbackTesting
import Testing

extension EndToEnd {
    /// The program in front of a server that cannot prove who it is.
    @Suite(.enabled(if: TestCertificate.isAvailable, "needs openssl"))
    struct CertificateTests {
        @Test func anUntrustedServerGetsNothing() async throws {
            let server = try LoopbackServer([], certificate: TestCertificate(for: "IP:127.0.0.1"))
            let base = try await server.start()
            let folder = try TemporaryFolder()
            let token = try folder.write("a-secret-token-4711", to: "token")
            for script in [
                ["-e", #"return intercom.create_contact { mappings = { email = "a@b.c" } }"#],
                ["scripts/examples/sync_leads.lua", "scripts/examples/leads.csv", "--limit", "3"],
            ] {
                let result = try await Program.run(["run"] + script + ["--base-url", base, "--token-file", token])
                #expect(result.status == 69)
                #expect(
                    result.errors.contains("The server cannot be trusted to be Intercom: its certificate is not signed")
                )
                #expect(!result.errors.contains("a-secret-token-4711"))
            }
            #expect(server.requests.isEmpty)
            try await server.stop()
        }
    }
}
