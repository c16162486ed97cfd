public import JSON

/// One HTTP request as the emulator sees it: a value, so that a test needs no socket.
public struct EmulatorRequest: Sendable {
    /// The HTTP methods that matter; every other one is `other`.
    public enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
        case patch = "PATCH"
        case head = "HEAD"
        case options = "OPTIONS"
        case other = "OTHER"

        /// - Parameter name: the method as it stands in the request line, upper case.
        public init(name: String) { self = Method(rawValue: name) ?? .other }
    }

    public var method: Method
    /// Path and query as in the request line, percent-encoded: `/contacts?per_page=150`.
    public var target: String
    /// The `Authorization` header.
    public var authorization: String?
    /// The `Intercom-Version` header.
    public var version: String?
    /// The `Accept` header.
    public var accept: String?
    /// The `Host` header: links in answers lead there.
    public var host: String?
    public var body: [UInt8]

    public init(
        method: Method, target: String, authorization: String?, version: String?, accept: String?,
        host: String? = nil, body: [UInt8]
    ) {
        self.method = method
        self.target = target
        self.authorization = authorization
        self.version = version
        self.accept = accept
        self.host = host
        self.body = body
    }

    /// A request as a well-behaved client sends it.
    /// - Parameters:
    ///   - token: the bearer token; nil sends no `Authorization` header.
    ///   - version: the `Intercom-Version` header; nil sends none.
    ///   - body: encoded as JSON; nil sends no body.
    public init(
        _ method: Method, _ target: String, token: String? = "test-token", version: String? = nil,
        accept: String? = "application/json", body: JSONValue? = nil
    ) {
        self.init(
            method: method, target: target, authorization: token.map { "Bearer " + $0 }, version: version,
            accept: accept, body: body?.encoded() ?? [])
    }
}
