public import Emulator
public import Intercom
public import JSON

/// An emulator whose clock stands still, and a client of it.
public struct EmulatedWorkspace: Sendable {
    /// Tuesday, 14 November 2023, 22:13:20 UTC.
    public static let start: Int64 = 1_700_000_000

    public let core: EmulatorCore
    public let client: IntercomClient

    public init(
        time: any TimeSource = InstantTime(), _ configure: (inout EmulatorConfiguration) -> Void = { _ in },
        client configureClient: (inout IntercomConfiguration) -> Void = { _ in },
        willSend: @escaping @Sendable (HTTPCall) async -> Void = { _ in }
    ) throws {
        var configuration = EmulatorConfiguration()
        configuration.clock = .frozen(at: Self.start)
        configuration.rateLimit = nil
        configuration.log(into: .everywhere)
        configure(&configuration)
        core = try EmulatorCore(configuration)
        var clientConfiguration = IntercomConfiguration(token: try AccessToken("test-token"))
        configureClient(&clientConfiguration)
        client = try IntercomClient(
            clientConfiguration, transport: EmulatorTransport(core, willSend: willSend), time: time)
    }

    /// Puts contacts there, and returns their ids.
    @discardableResult
    public func seed(_ contacts: JSONValue...) throws -> [String] {
        try core.seed(["contacts": .array(contacts)]).contacts
    }

    /// Calls so far, by endpoint: `POST /contacts`.
    public var calls: [String: Int] { core.statistics.byEndpoint }

    /// The contact with an email, as the emulator keeps it.
    public func person(_ email: String) throws -> Emulator.Contact {
        guard let contact = core.contacts.first(where: { $0.email == email && $0.state == .active }) else {
            throw Nobody(email: email)
        }
        return contact
    }

    /// Nobody has that email.
    public struct Nobody: Error {
        public var email: String
    }

    /// The bodies of the requests to an endpoint.
    public func bodies(_ template: String) -> [JSONValue] {
        core.requests.filter { "\($0.method.rawValue) \($0.template)" == template }
            .compactMap { try? JSONValue(parsing: $0.body) }
    }
}
