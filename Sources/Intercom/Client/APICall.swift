/// One call as the client's operations describe it; everything that is the same for all calls is added on the way out.
struct APICall: Sendable {
    var endpoint: Endpoint
    var method: HTTPCall.Method
    var path: URLPath
    var body: [UInt8]?
    var repeatability: Repeatability
    /// Whether an answer of 400…499 is a result like any other; 429 is still waited out.
    var acceptsRefusals = false

    /// Whether the call changes nothing.
    var isRead: Bool { method == .get || endpoint == .searchContacts }

    /// A read.
    static func get(_ endpoint: Endpoint, _ path: URLPath) -> APICall {
        APICall(endpoint: endpoint, method: .get, path: path, repeatability: .idempotent)
    }

    static func delete(_ endpoint: Endpoint, _ path: URLPath) -> APICall {
        APICall(endpoint: endpoint, method: .delete, path: path, repeatability: .idempotent)
    }

    static func put(_ endpoint: Endpoint, _ path: URLPath, _ body: [UInt8]) -> APICall {
        APICall(endpoint: endpoint, method: .put, path: path, body: body, repeatability: .idempotent)
    }

    static func post(
        _ endpoint: Endpoint, _ path: URLPath, _ body: [UInt8], _ repeatability: Repeatability
    ) -> APICall {
        APICall(endpoint: endpoint, method: .post, path: path, body: body, repeatability: repeatability)
    }
}
