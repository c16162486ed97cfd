/// Something that goes wrong with some requests.
public struct Fault: Sendable, Hashable {
    /// Which requests it can hit. Nil stands for all.
    public struct Match: Sendable, Hashable {
        public var method: EmulatorRequest.Method?
        /// A path as in the statistics, `/contacts/{id}`, or a path itself, `/contacts/5f…`.
        public var path: String?
        public var pathPrefix: String?

        public init(method: EmulatorRequest.Method? = nil, path: String? = nil, pathPrefix: String? = nil) {
            self.method = method
            self.path = path
            self.pathPrefix = pathPrefix
        }
    }

    /// Which of the requests that match it hits.
    public struct Frequency: Sendable, Hashable {
        /// Matching requests that it lets pass first.
        public var after: Int
        /// How many it hits; nil: all.
        public var count: Int?
        /// The share that it hits, 0 to 1.
        public var probability: Double

        public init(after: Int = 0, count: Int? = 1, probability: Double = 1) {
            self.after = after
            self.count = count
            self.probability = probability
        }
    }

    public enum Action: Sendable, Hashable {
        /// Carried out and answered as ever; useful with a delay.
        case none
        /// An error with this status instead of carrying the request out; nil code and message: Intercom's own.
        case status(Int, code: String?, message: String?)
        /// The connection is closed and nothing was carried out.
        case dropBefore
        /// The request is carried out, then the connection is closed.
        case dropAfter
        /// The request is carried out; its answer ends after so many bytes of the body; nil: after half of it.
        case truncate(afterBytes: Int?)
        /// The request is carried out; the answer has this body instead, which need not be JSON.
        case body(String, contentType: String, status: Int?)
    }

    public var match: Match
    public var frequency: Frequency
    public var action: Action
    /// How long the answer is held back, in milliseconds of real time.
    public var delay: Int64

    public init(
        _ action: Action, match: Match = Match(), frequency: Frequency = Frequency(), delayMilliseconds delay: Int64 = 0
    ) {
        self.match = match
        self.frequency = frequency
        self.action = action
        self.delay = delay
    }
}

extension Fault.Match {
    func matches(_ request: EmulatorRequest, path: String, template: String) -> Bool {
        if let method, method != request.method { return false }
        if let wanted = self.path, wanted != path, wanted != template { return false }
        if let pathPrefix, !path.hasPrefix(pathPrefix) { return false }
        return true
    }
}

extension APIError {
    /// The error that Intercom gives with a status.
    static func standard(_ status: Int, rateLimit: Int?) -> APIError {
        switch status {
        case 400: APIError(400, "bad_request", "Bad Request")
        case 401: .unauthorized
        case 403: APIError(403, "forbidden", "The request is not allowed")
        case 404: .resourceNotFound
        case 406: .notAcceptable
        case 408: APIError(408, "request_timeout", "The server timed out while processing the request")
        case 409: APIError(409, "conflict", "Conflict")
        case 422: APIError(422, "unprocessable_entity", "The data was well-formed but invalid")
        case 429: .rateLimitExceeded(limit: rateLimit ?? 167)
        case 500: .serverError
        case 502, 503, 504: APIError(status, "service_unavailable", "Sorry, the API service is temporarily unavailable")
        default: APIError(status, status < 500 ? "client_error" : "server_error", ReasonPhrase.of(status))
        }
    }
}
