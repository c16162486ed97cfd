/// The one way out: everything a client sends goes through one of these.
public protocol HTTPTransport: Sendable {
    /// Sends one request and reads the whole answer, whatever its status; follows no redirects.
    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer
}

/// A request as it goes out.
public struct HTTPCall: Sendable {
    public enum Method: String, Sendable, Hashable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
        case patch = "PATCH"
        case head = "HEAD"
    }

    public var method: Method
    /// Absolute, percent-encoded.
    public var url: String
    /// Holds the access token: never to be logged.
    public var headers: HeaderFields
    public var body: [UInt8]?
    /// For the whole exchange.
    public var timeout: Duration
    public var maximumResponseBytes: Int

    public init(
        method: Method, url: String, headers: HeaderFields = [:], body: [UInt8]? = nil,
        timeout: Duration = .seconds(30),
        maximumResponseBytes: Int = 16 * 1024 * 1024
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumResponseBytes = maximumResponseBytes
    }
}

/// A response with its whole body.
public struct HTTPAnswer: Sendable {
    public var status: Int
    public var headers: HeaderFields
    public var body: [UInt8]

    public init(status: Int, headers: HeaderFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why there is no answer. What matters most about it is whether the request may have been carried out all the same.
public enum TransportError: Error, Sendable, Hashable {
    /// The request did not reach the server: it is safe to send it again, whatever it is.
    case notSent(reason: String)
    /// The server could not prove who it is, so that nothing was sent to it; trying again does not help.
    case untrusted(reason: String)
    /// No answer in time; the request may have been carried out.
    case timedOut(reason: String)
    /// The connection broke after the request may have been sent.
    case connectionLost(reason: String)
    /// The connection broke in the middle of the answer, whose head says this; the request was received.
    case answerCutOff(status: Int, requestID: String?)
    /// The answer was larger than allowed; the request was carried out.
    case responseTooLarge(limit: Int)
    /// The task was cancelled; the request may have been carried out.
    case cancelled

    /// Whether the server may have received the request.
    public var maybeSent: Bool {
        switch self {
        case .notSent, .untrusted: false
        default: true
        }
    }
}
