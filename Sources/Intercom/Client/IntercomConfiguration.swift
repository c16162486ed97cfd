/// Everything that decides how a client talks to Intercom.
public struct IntercomConfiguration: Sendable {
    /// The version of the API that this library knows: its request and response shapes are those of 2.16.
    public static let pinnedVersion = "2.16"

    /// What authorizes the calls.
    public var token: AccessToken
    /// Where they go.
    public var baseURL: BaseURL
    /// Sent as `Intercom-Version` with every call; without it, the app's own setting would decide the shapes.
    public var version = IntercomConfiguration.pinnedVersion
    public var userAgent = "intercom-lua/1.0"
    /// How long one attempt at a call may take from its first byte to its last; waiting for the rate limit is not part
    /// of it.
    public var callTimeout: Duration = .seconds(30)
    /// How long setting up a connection may take.
    public var connectTimeout: Duration = .seconds(10)
    /// Responses larger than this are an error (`unexpected_response`). A full search page is some hundred kB.
    public var maximumResponseBytes = 16 * 1024 * 1024
    /// Calls in flight at most.
    public var concurrency = 16
    /// HTTP/1.1 connections at most, opened as they are needed; nil for as many as calls in flight.
    public var connections: Int?
    /// Calls in any ten seconds at most, for a process that is to keep to its share of the rate limit; nil for as many as
    /// Intercom's answers say are left.
    public var rate: Int?
    public var retry = RetryPolicy()

    /// What ``rate`` can be.
    public static let rateRange = 1...100_000

    public init(token: AccessToken, region: Region = .us) {
        self.token = token
        baseURL = region.baseURL
    }

    public init(token: AccessToken, baseURL: BaseURL) {
        self.token = token
        self.baseURL = baseURL
    }

    /// Checks what could otherwise fail late or make a header of its own.
    func validate() throws(IntercomError) {
        for (name, value) in [("version", version), ("user_agent", userAgent)]
        where value.isEmpty || !value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            throw IntercomError(.invalidArgument, "\(name) must be visible ASCII text.", field: name)
        }
        guard concurrency >= 1 else {
            throw IntercomError(.invalidArgument, "concurrency must be at least 1.", field: "concurrency")
        }
        guard rate.map({ Self.rateRange.contains($0) }) ?? true else {
            throw IntercomError(
                .invalidArgument, "rate must be 1 to \(Self.rateRange.upperBound) calls in ten seconds.", field: "rate")
        }
        guard callTimeout > .zero, connectTimeout > .zero else {
            throw IntercomError(.invalidArgument, "Timeouts must be longer than nothing.", field: "timeout")
        }
        guard maximumResponseBytes > 0 else {
            throw IntercomError(
                .invalidArgument, "The largest response allowed must have at least a byte.",
                field: "maximum_response_bytes")
        }
    }
}
