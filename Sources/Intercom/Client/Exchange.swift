/// Turns a call into the request that goes out: adds host, version and authorization.
struct Exchange: Sendable {
    private let base: String
    private let transport: any HTTPTransport
    private let timeout: Duration
    private let maximumResponseBytes: Int
    private let headersForReading: HeaderFields
    private let headersForWriting: HeaderFields

    init(configuration: IntercomConfiguration, transport: any HTTPTransport) {
        base = configuration.baseURL.description
        self.transport = transport
        timeout = configuration.callTimeout
        maximumResponseBytes = configuration.maximumResponseBytes
        var headers: HeaderFields = [
            "Authorization": configuration.token.authorization,
            "Intercom-Version": configuration.version,
            "Accept": "application/json",
            "User-Agent": configuration.userAgent,
        ]
        headersForReading = headers
        headers.append("Content-Type", "application/json")
        headersForWriting = headers
    }

    func send(_ call: APICall) async throws(TransportError) -> HTTPAnswer {
        try await transport.send(
            HTTPCall(
                method: call.method, url: base + call.path.text,
                headers: call.body == nil ? headersForReading : headersForWriting, body: call.body, timeout: timeout,
                maximumResponseBytes: maximumResponseBytes))
    }
}
