import JSON

extension CoreState {
    /// One fault, a list of them, or `{"faults": […], "seed": 7}`.
    mutating func addFaults(_ body: JSONValue?) throws(AdminPlane.Refusal) -> JSONValue {
        guard let body else { throw AdminPlane.Refusal(message: "the body says which faults") }
        var added: [Fault] = []
        for value in body.array ?? body["faults"]?.array ?? [body] { added.append(try Fault(value)) }
        if let seed = body["seed"]?.integer { faults.seed(UInt64(bitPattern: seed)) }
        for fault in added { faults.add(fault) }
        return faults.value
    }
}

extension Fault {
    private static let keys: Set<String> = [
        "method", "path", "path_prefix", "after", "count", "probability", "delay_ms", "status", "code", "message",
        "drop", "truncate", "body", "content_type", "seed",
    ]

    /// Reads a fault of the admin plane: whom it hits (`method`, `path`, `path_prefix`), how often (`after`, `count`,
    /// `probability`) and what happens (`status` with `code` and `message`; `drop`: `"before"` or `"after"`;
    /// `truncate`: true or a number of bytes; `body` with `content_type` and `status`; `delay_ms`). Without a count, a
    /// fault with a probability stays, and one without hits once.
    init(_ value: JSONValue) throws(AdminPlane.Refusal) {
        guard let object = value.object else { throw AdminPlane.Refusal(message: "a fault is an object") }
        for key in object.keys where !Self.keys.contains(key) {
            throw AdminPlane.Refusal(
                message: "a fault has no '\(key)'; it has \(Self.keys.sorted().joined(separator: ", "))")
        }
        let method = object["method"]?.string.map { EmulatorRequest.Method(name: $0.uppercased()) }
        if method == .other { throw AdminPlane.Refusal(message: "there is no method \(object["method"]?.text ?? "")") }
        let probability = object["probability"]?.number ?? 1
        guard (0...1).contains(probability) else {
            throw AdminPlane.Refusal(message: "probability is a number from 0 to 1")
        }
        let count = try Self.count(object["count"], "count") ?? (object["probability"] == nil ? 1 : nil)
        self.init(
            try Self.action(object),
            match: Match(
                method: method, path: object["path"]?.string, pathPrefix: object["path_prefix"]?.string),
            frequency: Frequency(
                after: try Self.count(object["after"], "after") ?? 0, count: count, probability: probability),
            delayMilliseconds: Int64(try Self.count(object["delay_ms"], "delay_ms") ?? 0))
    }

    private static func count(_ value: JSONValue?, _ name: String) throws(AdminPlane.Refusal) -> Int? {
        guard let value, !value.isNull else { return nil }
        guard let number = value.integer, number >= 0, let count = Int(exactly: number) else {
            throw AdminPlane.Refusal(message: "\(name) is a whole number, 0 or more")
        }
        return count
    }

    private static func action(_ object: JSONObject) throws(AdminPlane.Refusal) -> Action {
        let status = try count(object["status"], "status")
        if let status, !(200...599).contains(status) {
            throw AdminPlane.Refusal(message: "status is a number from 200 to 599")
        }
        if let body = object["body"] {
            return .body(
                body.string ?? body.text, contentType: object["content_type"]?.string ?? "text/html", status: status)
        }
        if let status {
            return .status(status, code: object["code"]?.string, message: object["message"]?.string)
        }
        switch object["drop"]?.string {
        case "before": return .dropBefore
        case "after": return .dropAfter
        case nil where object["drop"] == nil: break
        default: throw AdminPlane.Refusal(message: "drop is \"before\" or \"after\"")
        }
        switch object["truncate"] {
        case .bool(true): return .truncate(afterBytes: nil)
        case nil, .null, .bool(false): break
        case let bytes: return .truncate(afterBytes: try count(bytes, "truncate"))
        }
        guard object["delay_ms"] != nil else {
            throw AdminPlane.Refusal(message: "a fault needs one of status, drop, truncate, body, delay_ms")
        }
        return .none
    }
}

extension FaultPlan {
    var value: JSONValue {
        ["faults": .array(entries.map(\.value))]
    }
}

extension FaultPlan.Entry {
    fileprivate var value: JSONValue {
        [
            "method": fault.match.method.map { .string($0.rawValue) } ?? .null,
            "path": (fault.match.path ?? fault.match.pathPrefix.map { $0 + "*" }).map(JSONValue.string) ?? .null,
            "action": .string(fault.action.name), "delay_ms": .integer(fault.delay),
            "count": fault.frequency.count.map { .integer(Int64($0)) } ?? .null,
            "probability": .number(fault.frequency.probability), "after": .integer(Int64(fault.frequency.after)),
            "matches": .integer(Int64(matches)), "hits": .integer(Int64(hits)),
        ]
    }
}

extension Fault.Action {
    fileprivate var name: String {
        switch self {
        case .none: "delay"
        case .status(let status, _, _): "status \(status)"
        case .dropBefore: "drop before"
        case .dropAfter: "drop after"
        case .truncate: "truncate"
        case .body: "body"
        }
    }
}
