public import JSON

/// How many requests came to which endpoint, the admin plane's own left out.
public struct Statistics: Sendable, Hashable {
    private struct Endpoint: Sendable, Hashable {
        var method: EmulatorRequest.Method
        var template: String
    }

    /// All requests, whatever came of them.
    public private(set) var total = 0
    private var counts: [Endpoint: Int] = [:]

    /// Counts by method and path, ids replaced by their names: `POST /contacts`, `PUT /contacts/{id}`. Paths that lead
    /// nowhere are counted as `/*`.
    public var byEndpoint: [String: Int] {
        Dictionary(
            counts.map { ("\($0.key.method.rawValue) \($0.key.template)", $0.value) }, uniquingKeysWith: +)
    }

    mutating func count(_ method: EmulatorRequest.Method, _ template: String) {
        total += 1
        counts[Endpoint(method: method, template: template), default: 0] += 1
    }

    /// `{"total": 12, "by_endpoint": {"POST /contacts": 3, …}}`, endpoints in alphabetical order.
    public var value: JSONValue {
        var endpoints = JSONObject()
        for (name, count) in byEndpoint.sorted(by: { $0.key < $1.key }) { endpoints[name] = .integer(Int64(count)) }
        return ["total": .integer(Int64(total)), "by_endpoint": .object(endpoints)]
    }
}
