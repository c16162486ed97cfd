internal import Intercom
internal import IntercomScripting
internal import Lua
internal import Records
internal import Runner

/// What is typed at the prompt, and what comes of it: everything but the terminal.
///
/// Lines go in through ``submit(_:)``; text comes out through the configuration's `output` and `messages`.
actor REPLSession: ParallelHost {
    let configuration: REPLConfiguration
    private let executor: LuaExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let raw: RawAccess
    let services: ScriptServices
    /// Where contacts are written; nil where there is no API.
    let workspace: PromptWorkspace?
    /// The lines of an entry that is not finished.
    private(set) var pending = ""
    /// The values of the last entry that had some.
    var lastValues: [LuaValue] = []
    /// The last Lua that was entered, for `:edit`.
    var lastEntry = ""
    /// The script that was loaded last.
    var script: PromptScript?
    /// The input that is open.
    var records: RecordCursor?
    /// The records of standard input, which can be read only once.
    var piped: RecordCursor?
    /// The condition that was searched for last.
    var lastCondition = ""
    /// Entries that ran without an error, for `:save`.
    var kept: [String] = []
    /// How many entries failed.
    var failures = 0
    /// How many columns lines may have.
    var columns: Int
    var hasHintedAtLocals = false
    /// Asks the person something; nil where nobody is there.
    private(set) var ask: (@Sendable (String) async -> String?)?

    var lua: LuaState { raw.state }
    var parallelState: LuaState? { lua }
    var parallelEngine: ContactEngine? { workspace?.engine }
    var palette: Palette { configuration.palette }

    /// What to do after a line.
    struct Reply: Sendable, Hashable {
        /// What stands before the next line.
        var prompt: Prompt
        /// The entry that the line finished, for the history.
        var entry: String?
        /// What else is to be done.
        var end = PromptCommand.End.goOn
    }

    /// A session on a thread of its own.
    ///
    /// - Parameter services: makes what the modules work with, on that thread.
    static func open(
        _ configuration: REPLConfiguration, services: @escaping @Sendable () throws -> ScriptServices
    ) async throws -> REPLSession {
        let executor = LuaExecutor(name: "repl")
        let opened = try await Opener(executor: executor).open(configuration, services)
        return REPLSession(configuration, executor, opened)
    }

    private init(_ configuration: REPLConfiguration, _ executor: LuaExecutor, _ opened: sending Opened) {
        self.configuration = configuration
        self.executor = executor
        raw = opened.raw
        services = opened.services
        workspace = PromptWorkspace(services, isDry: configuration.isLive, now: configuration.now)
        columns = configuration.columns
        guard workspace != nil else { return }
        services.parallel = { [weak self] items, whole in
            self?.parallelOperation(items, whole) ?? LuaPendingOperation { [LuaValue]() }
        }
    }

    private struct Opened {
        let raw: RawAccess
        let services: ScriptServices
    }

    private actor Opener {
        let executor: LuaExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init(executor: LuaExecutor) { self.executor = executor }

        func open(
            _ configuration: REPLConfiguration, _ services: @Sendable () throws -> ScriptServices
        ) throws -> sending Opened {
            let lua = try LuaState(executor: executor, configuration: configuration.lua)
            let output = configuration.output
            lua.output = { output($0 + "\n") }
            let services = try services()
            try lua.install(configuration.library, services: services)
            return Opened(raw: try RawAccess(lua), services: services)
        }
    }

    // MARK: Lines

    /// Loads the script and opens the input of the configuration.
    func begin() async {
        if let path = configuration.script { _ = await carryOut(":load " + path) }
        guard let input = configuration.input else { return }
        do { try open(input) } catch { complain(String(describing: error)) }
    }

    /// From now on somebody is there to be asked.
    func attend(_ ask: @escaping @Sendable (String) async -> String?) { self.ask = ask }

    /// Keeps lines within the terminal, whose size may have changed.
    func follow(columns: Int?) { self.columns = columns ?? configuration.columns }

    var prompt: Prompt {
        let isDry = workspace?.isDry == true
        let text = configuration.workspace + (isDry ? " dry>" : ">")
        let colour: Palette.Role = !configuration.isLive ? .string : isDry ? .advice : .error
        if pending.isEmpty { return Prompt(text, colour: palette.escape(colour)) }
        let dots = String(repeating: " ", count: max(0, text.count - 3)) + "..."
        return Prompt(dots, colour: palette.escape(.dim))
    }

    /// Takes a line, or several at once as they are pasted. Unless that leaves an entry unfinished, what it says is done.
    func submit(_ text: String) async -> Reply {
        guard text.contains("\n") else { return await submit(line: text) }
        let whole = pending + text
        pending = ""
        let pasted = PastedText(whole, in: lua)
        if let error = pasted.failure {
            lastEntry = whole
            await show(error, of: whole)
            return Reply(prompt: prompt, entry: whole)
        }
        for piece in pasted.pieces {
            let before = failures
            let reply = await submit(line: piece)
            if reply.end != .goOn { return Reply(prompt: prompt, entry: whole, end: reply.end) }
            if failures > before {
                if piece != pasted.pieces.last { say(palette.paint("The rest of it was not run.", .dim)) }
                return Reply(prompt: prompt, entry: whole)
            }
        }
        pending = pasted.unfinished.map { $0 + "\n" } ?? ""
        return Reply(prompt: prompt, entry: pasted.pieces.isEmpty ? nil : whole)
    }

    private func submit(line: String) async -> Reply {
        if pending.isEmpty {
            let entry = line.trimmed
            if entry.isEmpty { return Reply(prompt: prompt) }
            if entry.hasPrefix("?") {
                say(await Documentation(configuration, columns).answer(entry.dropFirst().trimmed))
                return Reply(prompt: prompt, entry: entry)
            }
            // Two colons are a label of Lua's.
            if entry.hasPrefix(":"), !entry.hasPrefix("::") {
                let end = await carryOut(entry)
                return Reply(prompt: prompt, entry: entry, end: end)
            }
        }
        return await evaluate(pending + line)
    }

    private func evaluate(_ source: String) async -> Reply {
        let compiled = Compiled(source, in: lua)
        pending = ""
        switch compiled {
        case .unfinished:
            pending = source + "\n"
            return Reply(prompt: prompt)
        case .failed(let error): await show(error, of: source)
        case .ready(let function): if await run(function, source) { kept.append(source) }
        }
        lastEntry = source
        return Reply(prompt: prompt, entry: source)
    }

    /// Gives up an unfinished entry. Returns whether there was one.
    @discardableResult
    func cancel() -> Bool {
        defer { pending = "" }
        return !pending.isEmpty
    }

    /// Takes the unfinished entry away, to be finished elsewhere.
    func takePending() -> String {
        defer { pending = "" }
        return pending
    }

    /// The input has ended: an entry that is still unfinished never will be.
    func end() async {
        guard !pending.isEmpty else { return }
        let source = takePending()
        do { _ = try lua.load(source, name: "=" + ErrorText.promptChunk) } catch { await show(error, of: source) }
    }

    /// Completes a line of the entry up to the cursor: for the thread that reads, which waits for it.
    nonisolated func completeNow(_ before: String) -> Completion {
        executor.sync { self.assumeIsolated { $0.complete(before) } }
    }

    private func complete(_ before: String) -> Completion {
        let entry = pending + before
        if pending.isEmpty, let completion = CommandCompleter(configuration).complete(before) {
            if let code = completion.code { return LuaCompleter(raw, configuration).complete(code) }
            return completion.completion
        }
        return LuaCompleter(raw, configuration).complete(entry)
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
