public import JSON
import Synchronization

/// An emulated workspace with its API and its admin plane, without any socket: requests go in as values and answers
/// come out. Safe to use from any thread; requests are carried out one after another.
public final class EmulatorCore: Sendable {
    private let state: Mutex<CoreState>
    private let file: WorkspaceFile?

    /// - Throws: `EmulatorError.workspaceFile` where the configured file is there and cannot be used.
    public init(_ configuration: EmulatorConfiguration = EmulatorConfiguration()) throws(EmulatorError) {
        file = configuration.workspaceFile.map(WorkspaceFile.init(path:))
        let now = configuration.clock.now
        let loaded = try file?.load(seed: configuration.seed, now: now)
        let workspace = loaded ?? configuration.workspace ?? .standard(seed: configuration.seed, now: now)
        state = Mutex(CoreState(configuration, workspace: workspace))
    }

    /// Carries a request out and says what reaches the client, and when.
    public func deliver(_ request: EmulatorRequest) -> Delivery {
        if request.method == .post, request.target == "/\(AdminPlane.root)/save" { return saveOnRequest() }
        return state.withLock { $0.handle(request) }
    }

    /// Carries a request out. Delays and cut connections, which faults can cause, are for `deliver`.
    public func handle(_ request: EmulatorRequest) -> EmulatorAnswer { deliver(request).answer }

    // MARK: Looking inside

    /// The workspace as it is now, a copy.
    public var workspace: Workspace { state.withLock { $0.workspace } }

    /// Every contact in order of creation, with those that are archived, deleted, blocked or merged.
    public var contacts: [Contact] { state.withLock { $0.workspace.allContacts } }

    public func contact(id: String) -> Contact? { state.withLock { $0.workspace.contact(id: id) } }

    public var statistics: Statistics { state.withLock { $0.statistics } }

    /// The last requests, the oldest first.
    public var requests: [RequestRecord] { state.withLock { $0.log.records } }

    // MARK: Changing what is there

    /// Adds to the workspace; see `Workspace.seed`. Searches and lists show it at once, whatever their lag.
    @discardableResult
    public func seed(_ document: JSONValue) throws(SeedError) -> SeedReport {
        let result = state.withLock { state -> Result<SeedReport, SeedError> in
            do throws(SeedError) {
                return .success(try state.seed(document))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Lets something go wrong with requests to come.
    public func add(_ fault: Fault) { state.withLock { $0.faults.add(fault) } }

    public func removeFaults() { state.withLock { $0.faults.removeAll() } }

    /// Makes the faults that chance decides repeatable.
    public func seedFaults(_ seed: UInt64) { state.withLock { $0.faults.seed(seed) } }

    /// Moves the emulator's clock on, and with it lags and rate-limit windows.
    public func advanceClock(seconds: Double) {
        state.withLock { $0.clock.advance(milliseconds: Int64(seconds * 1000)) }
    }

    /// Unix seconds of the emulator's clock.
    public var now: Int64 { state.withLock { $0.clock.now } }

    /// Goes back to the workspace, the clock and the empty statistics of the start.
    public func reset() { state.withLock { $0.reset(Set(CoreState.Part.allCases)) } }

    // MARK: Saving

    /// Writes the workspace to the configured file, whole or not at all.
    /// - Throws: `EmulatorError.noWorkspaceFile`, `.workspaceFile`.
    public func save() throws(EmulatorError) {
        guard let file else { throw .noWorkspaceFile }
        try file.save(workspace)
    }

    /// True where there is a file to save to.
    var canSave: Bool { file != nil }

    private func saveOnRequest() -> Delivery {
        let answer: EmulatorAnswer
        do {
            try save()
            answer = state.withLock {
                $0.adminAnswer(
                    200, ["saved": .string(file?.path ?? ""), "contacts": .integer(Int64($0.workspace.contacts.count))])
            }
        } catch {
            let status = if case .noWorkspaceFile = error { 409 } else { 500 }
            answer = state.withLock { $0.adminAnswer(status, ["error": .string(error.description)]) }
        }
        return Delivery(answer: answer, delay: 0, transport: .whole)
    }
}
