import JSON

/// The emulator's own endpoints, under `/_emulator/`: for tests and for the curious, without authentication, never
/// counted and never limited. All of them speak JSON.
enum AdminPlane {
    /// The first segment of their paths.
    static let root = "_emulator"

    /// Why a request to the admin plane cannot be carried out.
    struct Refusal: Error {
        var status = 400
        var message: String
    }
}

extension CoreState {
    /// What `reset` can go back to.
    enum Part: String, CaseIterable, Sendable {
        case workspace
        case statistics = "stats"
        case faults
        case requests
        case clock
    }

    mutating func administer(_ request: EmulatorRequest, _ target: RequestTarget) -> EmulatorAnswer {
        do throws(AdminPlane.Refusal) {
            if request.method == .get, target.segments.dropFirst() == ["contacts"] {
                var answer = adminAnswer(200, .null)
                answer.body = contacts(target)
                return answer
            }
            return adminAnswer(200, try administered(request, target))
        } catch {
            return adminAnswer(error.status, ["error": .string(error.message)])
        }
    }

    mutating func adminAnswer(_ status: Int, _ value: JSONValue) -> EmulatorAnswer {
        EmulatorAnswer(
            status: status, body: value.encoded(), requestID: nextRequestID(), version: nil, rate: nil, link: nil,
            date: clock.now)
    }

    private mutating func administered(
        _ request: EmulatorRequest, _ target: RequestTarget
    ) throws(AdminPlane.Refusal) -> JSONValue {
        let name = target.segments.dropFirst().joined(separator: "/")
        switch (request.method, name) {
        case (.get, "stats"): return statistics.value
        case (.post, "reset"): return try reset(asIn: Self.body(request))
        case (.post, "seed"):
            let document = try Self.body(request) ?? [:]
            do throws(SeedError) {
                return try seed(document).value
            } catch {
                throw AdminPlane.Refusal(message: error.description)
            }
        case (.get, "faults"): return faults.value
        case (.post, "faults"): return try addFaults(try Self.body(request))
        case (.delete, "faults"):
            faults.removeAll()
            return faults.value
        case (.get, "clock"): return clock.value
        case (.post, "clock"): return try setClock(try Self.body(request))
        case (.get, "requests"): return requests(target)
        default:
            throw AdminPlane.Refusal(
                status: 404,
                message: "there is no \(request.method.rawValue) \(target.path); there are GET stats, POST reset, "
                    + "POST seed, GET, POST and DELETE faults, GET and POST clock, GET requests, GET contacts "
                    + "and POST save")
        }
    }

    private static func body(_ request: EmulatorRequest) throws(AdminPlane.Refusal) -> JSONValue? {
        if request.body.isEmpty { return nil }
        do {
            return try JSONValue(parsing: request.body)
        } catch {
            throw AdminPlane.Refusal(message: "the body is not JSON: \(error)")
        }
    }

    // MARK: Reset and seed

    /// `{"only": ["stats", "faults"]}` goes back on these only.
    private mutating func reset(asIn body: JSONValue?) throws(AdminPlane.Refusal) -> JSONValue {
        var parts = Part.allCases
        if let only = body?["only"] {
            parts = []
            for name in only.array ?? [only] {
                guard let part = name.string.flatMap(Part.init(rawValue:)) else {
                    let known = Part.allCases.map(\.rawValue).joined(separator: ", ")
                    throw AdminPlane.Refusal(message: "\(name.text) cannot be reset; \(known) can")
                }
                parts.append(part)
            }
        }
        reset(Set(parts))
        return ["reset": .array(parts.map { .string($0.rawValue) })]
    }

    mutating func reset(_ parts: Set<Part>) {
        if parts.contains(.clock) {
            clock = configuration.clock
            resetLimiter()
        }
        if parts.contains(.workspace) {
            workspace = initialWorkspace
            rebuildIndexes()
        }
        if parts.contains(.statistics) { statistics = Statistics() }
        if parts.contains(.faults) { faults = FaultPlan() }
        if parts.contains(.requests) { log.removeAll() }
    }

    /// Seeded contacts are shown at once, and with them whatever was still on its way into the indexes.
    mutating func seed(_ document: JSONValue) throws(SeedError) -> SeedReport {
        let report = try workspace.seed(document, now: clock.now)
        passChangesOn()
        searchIndex?.catchUpFully()
        listIndex?.catchUpFully()
        return report
    }

    // MARK: Looking inside

    /// The log, `?limit=` its newest, `?endpoint=` those of one endpoint ("POST /contacts").
    private func requests(_ target: RequestTarget) -> JSONValue {
        var records = log.records
        if let endpoint = target.parameter("endpoint") {
            records = records.filter { "\($0.method.rawValue) \($0.template)" == endpoint }
        }
        if let limit = target.parameter("limit").flatMap({ Int($0) }) { records = records.suffix(max(0, limit)) }
        return ["requests": .array(records.map(\.value))]
    }

    /// Every contact with its `state`; `?state=` those of one state, `?offset=` and `?limit=` a part of them.
    private func contacts(_ target: RequestTarget) -> [UInt8] {
        var contacts = workspace.allContacts[...]
        if let state = target.parameter("state") { contacts = contacts.filter { $0.state.name == state }[...] }
        let total = contacts.count
        contacts = contacts.dropFirst(max(0, target.parameter("offset").flatMap { Int($0) } ?? 0))
        if let limit = target.parameter("limit").flatMap({ Int($0) }) { contacts = contacts.prefix(max(0, limit)) }
        let encoder = ContactEncoder(version: .v2_16, workspaceID: workspace.id)
        var out: [UInt8] = []
        out.append(#"{"total":"#)
        out.append(json: total)
        out.append(#","contacts":"#)
        out.append(list: contacts) { contact, out in
            encoder.append(contact, to: &out)
            // Within the contact's own object.
            out.removeLast()
            out.append(#","state":"#)
            out.append(json: contact.state.name)
            if case .merged(let target) = contact.state {
                out.append(#","merged_into":"#)
                out.append(json: target)
            }
            out.append("}")
        }
        out.append("}")
        return out
    }
}
