public import JSON

/// One HTTP answer of the emulator.
public struct EmulatorAnswer: Sendable {
    public var status: Int
    public var body: [UInt8]
    /// The `X-Request-Id` header; an error's body carries the same value as `request_id`.
    public var requestID: String
    /// The `Intercom-Version` header: the version that was answered with. Nil on the admin plane.
    public var version: String?
    /// The `X-RateLimit-*` headers; nil where Intercom sends none (no valid credentials) or limiting is off.
    public var rate: RateHeaders?
    /// The `Link` header, with which a merged contact's 410 names the contact it went into.
    public var link: String?
    /// The time of the answer, Unix seconds of the emulator's own clock: the `Date` header.
    public var date: Int64
    public var contentType: String = EmulatorAnswer.json

    static let json = "application/json; charset=utf-8"

    /// All headers but those that belong to the transport (`Content-Length`, `Connection`).
    public var headers: [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = [
            ("Date", HTTPDate.text(of: date)),
            ("Content-Type", contentType),
            ("Status", "\(status) \(ReasonPhrase.of(status))"),
            ("X-Request-Id", requestID),
        ]
        if let version { headers.append(("Intercom-Version", version)) }
        if let rate {
            headers.append(("X-RateLimit-Limit", String(rate.limit)))
            headers.append(("X-RateLimit-Remaining", String(rate.remaining)))
            headers.append(("X-RateLimit-Reset", String(rate.reset)))
        }
        if let link { headers.append(("Link", link)) }
        return headers
    }

    /// The value of a header, whose name is compared without regard to case.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The body as JSON; nil where it is none.
    public var value: JSONValue? { try? JSONValue(parsing: body) }

    /// The `code` of the first error of an error list.
    public var errorCode: String? { value?["errors"]?[0]?["code"]?.string }

    /// The `message` of the first error of an error list.
    public var errorMessage: String? { value?["errors"]?[0]?["message"]?.string }
}

/// What becomes of an answer on its way to the client: faults act here.
public struct Delivery: Sendable {
    /// How the answer travels.
    public enum Transport: Sendable, Hashable {
        case whole
        /// The connection is closed and the client gets nothing.
        case dropped
        /// The head promises the whole body, and the connection is closed after so many bytes of it.
        case truncated(afterBytes: Int)
    }

    public var answer: EmulatorAnswer
    /// How long the answer is held back, in milliseconds of real time; the request was carried out before.
    public var delay: Int64
    public var transport: Transport
}
