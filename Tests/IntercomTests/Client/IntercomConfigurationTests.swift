import Testing

@testable import Intercom

@Suite struct IntercomConfigurationTests {
    private func configuration() throws -> IntercomConfiguration {
        IntercomConfiguration(token: try AccessToken("secret-token-1234"), region: .eu)
    }

    @Test func defaultsAreSound() throws {
        let configuration = try configuration()
        try configuration.validate()
        #expect(configuration.version == "2.16")
        #expect(configuration.baseURL.description == "https://api.eu.intercom.io")
        #expect(configuration.concurrency == 16)
        #expect(configuration.maximumResponseBytes == 16 * 1024 * 1024)
    }

    static let spoilt: [(String, @Sendable (inout IntercomConfiguration) -> Void)] = [
        ("version", { $0.version = "2.16\r\nX: y" }), ("version", { $0.version = "" }),
        ("user_agent", { $0.userAgent = "a\nb" }), ("concurrency", { $0.concurrency = 0 }),
        ("timeout", { $0.callTimeout = .zero }), ("timeout", { $0.connectTimeout = .seconds(-1) }),
        ("maximum_response_bytes", { $0.maximumResponseBytes = 0 }),
    ]

    @Test(arguments: spoilt.indices)
    func nonsenseIsRefused(_ index: Int) throws {
        let (field, spoil) = Self.spoilt[index]
        var configuration = try configuration()
        spoil(&configuration)
        let spoilt = configuration
        let error = #expect(throws: IntercomError.self) { try spoilt.validate() }
        #expect(error?.field == field)
        #expect(throws: IntercomError.self) { try IntercomClient(spoilt, transport: ScriptedTransport([])) }
    }
}
