import EmulatorTesting
import Foundation
import Testing

@testable import Emulator

/// Somebody else's client, which knows nothing of this emulator, works with it.
@Suite struct ThirdPartyClientTests {
    private static let hasClient = Python.has("intercom.types.starting_after_paging")

    @Test(.enabled(if: hasClient, "needs Python 3 with python-intercom 5, in .build/python or everywhere"))
    func intercomsOwnPythonClient() async throws {
        var configuration = EmulatorConfiguration()
        configuration.log(into: .everywhere)
        let server = try await EmulatorServer.start(configuration)
        let result = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    returning: Result { try Python.run([Python.script("third_party_client.py"), server.baseURL]) })
            }
        }
        await server.stop()
        let (status, output) = try result.get()
        #expect(status == 0 && output == "every operation went well\n", "\(output)")
    }
}
