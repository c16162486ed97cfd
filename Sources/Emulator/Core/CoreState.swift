import JSON

/// Everything that an emulator is, as a value: a request goes in, what is delivered comes out, and the state is the
/// next one. Only the clock, where it runs, is not in here.
struct CoreState: Sendable {
    let configuration: EmulatorConfiguration
    /// What `reset` goes back to.
    let initialWorkspace: Workspace
    var clock: EmulatorClock
    var workspace: Workspace
    /// What search and list show, where they lag.
    var searchIndex: LaggingContacts?
    var listIndex: LaggingContacts?
    var limiter: RateLimiter
    var faults = FaultPlan()
    var statistics = Statistics()
    var log: RequestLog
    private var requestIDs: IdentifierGenerator

    init(_ configuration: EmulatorConfiguration, workspace: Workspace) {
        self.configuration = configuration
        initialWorkspace = workspace
        clock = configuration.clock
        self.workspace = workspace
        limiter = Self.limiter(configuration)
        log = RequestLog(limit: configuration.requestLogLimit)
        requestIDs = IdentifierGenerator(seed: configuration.seed ^ 0x5EED_0F1D)
        rebuildIndexes()
    }

    private static func limiter(_ configuration: EmulatorConfiguration) -> RateLimiter {
        RateLimiter(
            limit: configuration.rateLimit, resetSkew: configuration.rateLimitResetSkew,
            remainingHeader: configuration.behaviour.remainingHeader)
    }

    var behaviour: EmulatorBehaviour { configuration.behaviour }

    mutating func handle(_ request: EmulatorRequest) -> Delivery {
        let target = RequestTarget(request.target)
        if target.segments.first == AdminPlane.root {
            return Delivery(answer: administer(request, target), delay: 0, transport: .whole)
        }
        let resource = Resource(target.segments)
        let template = resource.template
        statistics.count(request.method, template)
        let fault = faults.hit(request, path: target.path, template: template)
        let delivery = deliver(request, target, resource, fault: fault)
        log.append(
            RequestRecord(
                time: clock.milliseconds, request: request, path: target.path, template: template,
                delivery: delivery, isFaulted: fault != nil))
        return delivery
    }

    private mutating func deliver(
        _ request: EmulatorRequest, _ target: RequestTarget, _ resource: Resource, fault: Fault?
    ) -> Delivery {
        let delay = configuration.latency + (fault?.delay ?? 0)
        if fault?.action == .dropBefore {
            let nothing = EmulatorAnswer(
                status: 0, body: [], requestID: requestIDs.uuid(), version: nil, rate: nil, link: nil, date: clock.now)
            return Delivery(answer: nothing, delay: delay, transport: .dropped)
        }
        var answer = answer(request, target, resource, fault: fault)
        configuration.onAnswer?(request, answer)
        switch fault?.action {
        case .dropAfter: return Delivery(answer: answer, delay: delay, transport: .dropped)
        case .truncate(let bytes):
            let kept = min(bytes ?? answer.body.count / 2, max(0, answer.body.count - 1))
            return Delivery(answer: answer, delay: delay, transport: .truncated(afterBytes: kept))
        case .body(let text, let contentType, let status):
            answer.body = Array(text.utf8)
            answer.contentType = contentType
            answer.status = status ?? answer.status
        default: break
        }
        return Delivery(answer: answer, delay: delay, transport: .whole)
    }

    /// Lets a request in, or not, and carries it out.
    private mutating func answer(
        _ request: EmulatorRequest, _ target: RequestTarget, _ resource: Resource, fault: Fault?
    ) -> EmulatorAnswer {
        let now = clock.now
        var answer = EmulatorAnswer(
            status: 200, body: [], requestID: requestIDs.uuid(), version: configuration.defaultVersion.description,
            rate: nil, link: nil, date: now)
        do throws(APIError) {
            let token = try authenticate(request)
            let rate = limiter.count(app: token, now: now)
            answer.rate = rate?.headers
            let version = try version(of: request)
            answer.version = version.description
            if let rate, rate.isExceeded { throw APIError.rateLimitExceeded(limit: rate.headers.limit) }
            if case .status(let status, let code, let message) = fault?.action {
                var error = APIError.standard(status, rateLimit: configuration.rateLimit)
                error.code = code ?? error.code
                error.message = message ?? error.message
                throw error
            }
            let call = Call(request: request, target: target, version: version, now: now)
            answer.body = try respond(to: resource, call)
            if workspace.recordsChanges { passChangesOn() }
        } catch {
            answer.status = error.status
            answer.link = error.link
            answer.body = error.body(requestID: answer.requestID)
        }
        return answer
    }

    /// - Returns: the token.
    private func authenticate(_ request: EmulatorRequest) throws(APIError) -> String {
        guard let header = request.authorization, !header.isEmpty else { throw .missingAuthorization }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw .unauthorized }
        let token = parts[1].drop { $0 == " " }
        guard !token.isEmpty else { throw .unauthorized }
        if case .listed(let tokens) = configuration.tokens, !tokens.contains(String(token)) { throw .unauthorized }
        return String(token)
    }

    private func version(of request: EmulatorRequest) throws(APIError) -> APIVersion {
        guard let header = request.version, !header.isEmpty else { return configuration.defaultVersion }
        guard let version = APIVersion(header) else { throw .unknownVersion }
        return version
    }

    // MARK: Lag

    /// Makes search and list show what is now in the workspace.
    mutating func rebuildIndexes() {
        let lags = (search: configuration.searchLag, list: configuration.listLag)
        workspace.recordsChanges = lags.search > 0 || lags.list > 0
        _ = workspace.takeChanges()
        searchIndex = index(lag: lags.search)
        listIndex = index(lag: lags.list)
    }

    private func index(lag seconds: Double) -> LaggingContacts? {
        guard seconds > 0 else { return nil }
        return LaggingContacts(lag: Int64(min(seconds, 1e9) * 1000), table: workspace.contacts)
    }

    /// Tells the lagging indexes of the contacts that just changed.
    mutating func passChangesOn() {
        let now = clock.milliseconds
        for slot in workspace.takeChanges() {
            searchIndex?.record(workspace.contacts[slot], at: slot, now: now)
            listIndex?.record(workspace.contacts[slot], at: slot, now: now)
        }
    }

    /// What a search sees.
    mutating func searchTable() -> ContactTable {
        searchIndex?.catchUp(to: clock.milliseconds)
        return searchIndex?.table ?? workspace.contacts
    }

    /// What a list sees.
    mutating func listTable() -> ContactTable {
        listIndex?.catchUp(to: clock.milliseconds)
        return listIndex?.table ?? workspace.contacts
    }

    mutating func nextRequestID() -> String { requestIDs.uuid() }

    mutating func resetLimiter() { limiter = Self.limiter(configuration) }
}
