public import JSON

/// An answer to a request written by hand.
public struct RawAnswer: Sendable {
    public var status: Int
    public var headers: HeaderFields
    /// Null where the answer has no body.
    public var body: JSONValue
}

extension IntercomClient {
    /// Sends any request to Intercom's API: the way out for what this library has no words for. Limits, retries and
    /// authorization are those of every call; POST is not repeated after a failure that may have had an effect.
    ///
    /// - Parameters:
    ///   - path: begins with `/`, its parts percent-encoded; it cannot name another host.
    ///   - query: names and values, encoded here.
    /// - Returns: the answer, also one that reports an error in the sense of HTTP (400…499).
    /// - Throws: where no answer can be had: `unavailable`, `timeout`, `outcome_unknown`, `rate_limited`,
    ///   `unexpected_response` for a body that is no JSON.
    public func request(
        _ method: HTTPCall.Method, _ path: String, query: KeyValuePairs<String, String> = [:], body: JSONValue? = nil
    ) async throws(IntercomError) -> RawAnswer {
        try await request(method, path, queryItems: query.map { ($0.key, $0.value) }, body: body)
    }

    /// The same with a query that is put together while the program runs.
    public func request(
        _ method: HTTPCall.Method, _ path: String, queryItems: [(name: String, value: String)], body: JSONValue? = nil
    ) async throws(IntercomError) -> RawAnswer {
        try Self.validate(path: path)
        var url = URLPath(checked: path)
        for (name, value) in queryItems { url = url.query(name, value) }
        let isOnce = method == .post || method == .patch
        let call = APICall(
            endpoint: .other, method: method, path: url, body: body?.encoded(),
            repeatability: isOnce ? .once : .idempotent, acceptsRefusals: true)
        return try await perform(call) { (answer) throws(UnreadableAnswer) -> RawAnswer in
            let value: JSONValue = answer.body.isEmpty ? .null : try Self.root(of: answer).value
            return RawAnswer(status: answer.status, headers: answer.headers, body: value)
        }
    }

    private static func validate(path: String) throws(IntercomError) {
        func refuse(_ why: String) -> IntercomError {
            IntercomError(.invalidArgument, "The path \"\(path)\" \(why).", field: "path")
        }
        guard path.hasPrefix("/"), !path.hasPrefix("//") else { throw refuse("does not begin with one /") }
        guard
            path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\\") })
        else { throw refuse("holds characters that must be percent-encoded") }
        let steps = path.prefix { $0 != "?" }.split(separator: "/")
        guard !steps.contains("."), !steps.contains("..") else { throw refuse("must not hold . or .. as a part") }
    }
}
