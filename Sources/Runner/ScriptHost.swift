public import Intercom
internal import IntercomScripting
internal import JSON
public import Lua
internal import Records

/// Runs one script: owns its Lua state, on the thread of that state.
public actor ScriptHost {
    public let configuration: RunConfiguration
    let executor: LuaExecutor
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let engine: ContactEngine?
    let stopSign = StopSign()
    private let meter = InputMeter()
    var lua: LuaState?
    var services: ScriptServices?
    var input: RunInput?
    var feed: RecordFeed?
    /// Whether the script turned out to have a function for each record.
    var isRecordScript = false
    /// Whether its records are being done, for the script could be begun.
    var hasBegun = false
    /// Whether it is to be asked how a run stands that others take part in, and whether somebody does.
    var standingIsDue = false
    var isAskingForStanding = false
    /// Counts the records of a run.
    var progress: RunProgress?
    /// Writes the run down; nil where nobody wants that.
    var recorder: RunRecorder?
    /// What earlier runs pushed, for a dry run that leaves it out.
    var rehearsedPushes: PushedPayloads?
    /// Records that have ended, whose outcomes are on their way into the ledger.
    var settling: [Int: RecordResult] = [:]
    /// Waits for all of these to arrive.
    var settledWaiter: CheckedContinuation<Void, Never>?
    /// Records whose script is running or waiting, and those of `settling`.
    var inFlight = 0
    /// Waits for one of these to end.
    var roomWaiter: CheckedContinuation<Void, Never>?

    public init(_ configuration: RunConfiguration, executor: LuaExecutor = LuaExecutor(name: "script")) {
        self.configuration = configuration
        self.executor = executor
        engine = configuration.client.map { client in
            let time = configuration.time
            let overlay = OverlayService(over: client, now: { Int64(time.unixTime()) })
            var options = configuration.engine
            options.skipsPushed = configuration.ledger?.isIncremental == true
            return ContactEngine(
                service: configuration.isDryRun ? overlay : client, options: options, time: time,
                contactGuard: configuration.contactGuard)
        }
    }

    /// How far into its input the run has read. From any thread.
    public nonisolated var inputProgress: InputProgress { meter.progress }

    /// Reads no further records and lets those in flight end. A plain script finds no further records, and its next
    /// operation fails with `interrupted`.
    public nonisolated func stop() { stopSign.raise() }

    /// The state with all modules, opened at the first call.
    ///
    /// - Throws: `LuaError` where the memory limit does not allow for it, `RecordsError` where an input is not there.
    func open() throws -> LuaState {
        if let lua { return lua }
        let lua = try LuaState(executor: executor, configuration: configuration.lua)
        lua.output = configuration.output
        let services = ScriptServices(
            contacts: engine, client: configuration.client, attributes: configuration.client.map(attributes),
            log: configuration.log, now: { [time = configuration.time] in time.unixTime() })
        services.random = configuration.random
        services.allowsDelete = configuration.allowsDelete || configuration.isDryRun
        services.isDryRun = configuration.isDryRun
        services.canWait = configuration.client != nil
        if configuration.isTransform {
            services.input = TransformInput(configuration.inputs)
        } else if !configuration.inputs.isEmpty {
            input = try RunInput(configuration, stopSign: stopSign, meter: meter)
            services.input = input
        }
        if engine != nil {
            services.parallel = { [weak self] items, whole in
                self?.parallelOperation(items, whole) ?? LuaPendingOperation { [LuaValue]() }
            }
        }
        try lua.install(.standard, services: services)
        try findModulesBesideScript(lua)
        self.services = services
        self.lua = lua
        return lua
    }

    private func attributes(_ client: IntercomClient) -> AttributeCatalog {
        AttributeCatalog(
            client, createsMissing: configuration.createsMissingAttributes, isDryRun: configuration.isDryRun,
            warn: { [log = configuration.log] in log(.archivedAttribute($0)) })
    }

    /// The archived attributes that the script has written to so far.
    public var archivedAttributes: [DataAttribute] {
        get async { await services?.attributes?.archivedInUse ?? [] }
    }

    /// Lua's own `require`, which trusted scripts have, looks beside the script first.
    private func findModulesBesideScript(_ lua: LuaState) throws(LuaError) {
        guard configuration.lua.isTrusted, let folder = configuration.lua.modules else { return }
        try lua.call(
            try lua.load("local folder = ...; package.path = folder .. '/?.lua;' .. package.path", name: "=paths"),
            folder)
    }

    /// As `lua` itself tells a script what it was started with.
    private func setArguments(_ lua: LuaState) throws(LuaError) {
        let arguments = [configuration.script.name] + configuration.arguments
        try lua.set("arg", Dictionary(uniqueKeysWithValues: arguments.enumerated().map { ($0.offset, $0.element) }))
    }

    /// Compiles and runs what comes before the script, and the script's chunk.
    ///
    /// - Parameter activity: takes in what the chunk does by itself.
    /// - Throws: `ScriptSource.ReadError`, `LuaError`, `LoadedScript.ShapeError`, and as ``open()``.
    func load(_ activity: ScriptActivity) async throws -> LoadedScript {
        let text = try configuration.script.text()
        let lua = try open()
        if configuration.lua.isTrusted { try setArguments(lua) }
        if let prelude = configuration.prelude {
            let chunk = try lua.load(prelude, name: ScriptSource.commandLine)
            _ = try await lua.run(chunk, renewsTime: true, context: activity)
        }
        let returned = try await lua.run(try compile(text, lua), renewsTime: true, context: activity)
        guard case .code = configuration.script else {
            let script = try LoadedScript(returned.first ?? .nil, in: lua)
            try input?.settle(script.options)
            return script
        }
        try show(returned, lua)
        return .plain
    }

    /// Compiles the script. Code that is wrapped into a function is compiled by itself before, so that what is wrong with it
    /// is said of what was typed.
    private func compile(_ text: [UInt8], _ lua: LuaState) throws(LuaError) -> LuaFunction {
        let name = configuration.script.chunkName
        if case .recordCode(let code) = configuration.script { _ = try lua.load(code, name: name) }
        return try lua.load(bytes: text, name: name)
    }

    /// Prints what code from the command line returned: tables as JSON where they can be, all else as `tostring` has it.
    private func show(_ values: [LuaValue], _ lua: LuaState) throws(LuaError) {
        guard !values.isEmpty else { return }
        var texts: [String] = []
        for value in values {
            if case .table = value, let json = json(value, lua) {
                texts.append(json.text)
            } else {
                texts.append(try lua.text(of: value))
            }
        }
        configuration.output(texts.joined(separator: "\t"))
    }

    private func json(_ value: LuaValue, _ lua: LuaState) -> JSONValue? {
        try? lua.read(value) { (value) throws(LuaMismatch) in try value.read(as: JSONValue.self) }
    }
}
