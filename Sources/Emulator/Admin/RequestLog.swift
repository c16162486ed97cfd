import JSON

/// One request in the log, and what came of it. The token is not kept.
public struct RequestRecord: Sendable {
    /// Longer bodies are not kept.
    static let bodyLimit = 16_384

    /// Milliseconds since 1970, of the emulator's clock.
    public let time: Int64
    public let method: EmulatorRequest.Method
    /// The target without the query, and the query with it.
    public let path: String
    public let target: String
    /// The path with names in place of ids.
    public let template: String
    public let version: String?
    public let body: [UInt8]
    /// 0 where nothing was answered.
    public let status: Int
    public let requestID: String
    public let transport: Delivery.Transport
    public let isFaulted: Bool

    init(
        time: Int64, request: EmulatorRequest, path: String, template: String, delivery: Delivery, isFaulted: Bool
    ) {
        self.time = time
        method = request.method
        self.path = path
        target = request.target
        self.template = template
        version = request.version
        body = request.body.count <= Self.bodyLimit ? request.body : []
        status = delivery.answer.status
        requestID = delivery.answer.requestID
        transport = delivery.transport
        self.isFaulted = isFaulted
    }

    var value: JSONValue {
        let transport =
            switch transport {
            case .whole: "whole"
            case .dropped: "dropped"
            case .truncated: "truncated"
            }
        let body =
            body.isEmpty
            ? JSONValue.null
            : (try? JSONValue(parsing: self.body))
                ?? .string(
                    String(decoding: self.body, as: UTF8.self))
        return [
            "time": .number(Double(time) / 1000), "method": .string(method.rawValue), "target": .string(target),
            "endpoint": .string("\(method.rawValue) \(template)"), "version": version.map(JSONValue.string) ?? .null,
            "status": .integer(Int64(status)), "request_id": .string(requestID), "transport": .string(transport),
            "faulted": .bool(isFaulted), "body": body,
        ]
    }
}

/// The last requests, the oldest first.
struct RequestLog: Sendable {
    let limit: Int
    private var ring: [RequestRecord] = []
    private var oldest = 0

    init(limit: Int) { self.limit = max(0, limit) }

    mutating func append(_ record: RequestRecord) {
        guard limit > 0 else { return }
        if ring.count < limit {
            ring.append(record)
        } else {
            ring[oldest] = record
            oldest = (oldest + 1) % limit
        }
    }

    mutating func removeAll() {
        ring.removeAll()
        oldest = 0
    }

    var records: [RequestRecord] { Array(ring[oldest...] + ring[..<oldest]) }
}
