internal import IntercomScripting
internal import Lua
internal import Records

/// What is typed at the prompt, and what comes of it: everything but the terminal.
///
/// Lines go in through ``submit(_:)``; text comes out through the configuration's `output` and `messages`.
actor REPLSession {
    let configuration: REPLConfiguration
    private let executor: LuaExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let raw: RawAccess
    /// The lines of an entry that is not finished.
    private(set) var pending = ""
    /// The values of the last entry that had some.
    var lastValues: [LuaValue] = []
    /// The script that was loaded last.
    var script: PromptScript?
    /// The input that is open.
    var records: RecordCursor?
    /// Entries that ran without an error, for `:save`.
    private(set) var kept: [String] = []
    /// Whether any entry failed.
    private(set) var hasFailures = false
    /// How many columns lines may have.
    var columns: Int
    private var hasHintedAtLocals = false

    var lua: LuaState { raw.state }

    /// What to do after a line.
    struct Reply: Sendable, Hashable {
        /// What stands before the next line.
        var prompt: Prompt
        /// The entry that the line finished, for the history.
        var entry: String?
        /// Whether the session is over.
        var isOver = false
    }

    /// A session on a thread of its own.
    ///
    /// - Parameter prepare: gives a new state what scripts are to find in it.
    static func open(
        _ configuration: REPLConfiguration, prepare: @escaping @Sendable (LuaState) throws -> Void
    ) async throws -> REPLSession {
        let executor = LuaExecutor(name: "repl")
        let raw = try await Opener(executor: executor).open(configuration, prepare)
        return REPLSession(configuration, executor, raw)
    }

    private init(_ configuration: REPLConfiguration, _ executor: LuaExecutor, _ raw: sending RawAccess) {
        self.configuration = configuration
        self.executor = executor
        self.raw = raw
        columns = configuration.columns
    }

    private actor Opener {
        let executor: LuaExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init(executor: LuaExecutor) { self.executor = executor }

        func open(
            _ configuration: REPLConfiguration, _ prepare: @Sendable (LuaState) throws -> Void
        ) throws -> sending RawAccess {
            let lua = try LuaState(executor: executor, configuration: configuration.lua)
            let output = configuration.output
            lua.output = { output($0 + "\n") }
            try prepare(lua)
            return try RawAccess(lua)
        }
    }

    // MARK: Lines

    /// Loads the script and opens the input of the configuration.
    func begin() async {
        if let path = configuration.script { _ = await carryOut(":load " + path) }
        guard let input = configuration.input else { return }
        do { try open(input) } catch { complain(String(describing: error)) }
    }

    /// Keeps lines within the terminal, whose size may have changed.
    func follow(columns: Int?) { self.columns = columns ?? configuration.columns }

    var prompt: Prompt {
        let text = configuration.workspace + ">"
        let colour = configuration.isLive ? Palette.Role.error : .string
        if pending.isEmpty { return Prompt(text, colour: configuration.palette.escape(colour)) }
        let dots = String(repeating: " ", count: max(0, text.count - 3)) + "..."
        return Prompt(dots, colour: configuration.palette.escape(.dim))
    }

    /// Takes a line. Unless it leaves an entry unfinished, what it says is done.
    func submit(_ line: String) async -> Reply {
        if pending.isEmpty {
            let entry = line.trimmed
            if entry.isEmpty { return Reply(prompt: prompt) }
            if let reply = await answer(entry) { return reply }
        }
        let source = pending + line
        switch Compiled(source, in: lua) {
        case .unfinished:
            pending = source + "\n"
            return Reply(prompt: prompt)
        case .failed(let error):
            pending = ""
            await show(error, of: source)
        case .ready(let function):
            pending = ""
            if await run(function, source) { kept.append(source) }
        }
        return Reply(prompt: prompt, entry: source)
    }

    /// Commands and questions.
    private func answer(_ entry: String) async -> Reply? {
        if entry.hasPrefix("?") {
            say(await Documentation(configuration, columns).answer(entry.dropFirst().trimmed))
            return Reply(prompt: prompt, entry: entry)
        }
        // Two colons are a label of Lua's.
        guard entry.hasPrefix(":"), !entry.hasPrefix("::") else { return nil }
        let isOver = await carryOut(entry)
        return Reply(prompt: prompt, entry: entry, isOver: isOver)
    }

    /// Gives up an unfinished entry. Returns whether there was one.
    @discardableResult
    func cancel() -> Bool {
        defer { pending = "" }
        return !pending.isEmpty
    }

    /// The input has ended: an entry that is still unfinished never will be.
    func end() async {
        guard !pending.isEmpty else { return }
        let source = pending
        pending = ""
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

    // MARK: Evaluating

    /// Runs what was compiled and shows its values. Returns whether it went well.
    func run(_ function: LuaFunction, _ source: String) async -> Bool {
        do throws(LuaError) {
            let values = try await lua.run(function)
            try show(values)
            hintAtLocals(source)
            return true
        } catch {
            await show(error, of: source)
            return false
        }
    }

    /// Shows values, and keeps them: the first is `_` from now on.
    func show(_ values: [LuaValue]) throws(LuaError) {
        var printer = SnapshotPrinter()
        printer.width = columns
        printer.palette = configuration.palette
        for value in values { configuration.output(printer.print(try SnapshotTaker.take(value, raw)) + "\n") }
        guard let first = values.first else { return }
        if case .nil = first { return }
        lastValues = values
        try raw.set(try lua.globals, "_", first)
    }

    /// A session that runs a line at a time has no scope for locals to live on in, as with `lua` itself.
    private func hintAtLocals(_ source: String) {
        guard !hasHintedAtLocals, !source.contains("\n"), source.trimmed.hasPrefix("local ") else { return }
        hasHintedAtLocals = true
        say(configuration.palette.paint("A local ends with its entry; without \"local\" the name is kept.", .dim))
    }

    // MARK: Saying

    /// Tells the person something.
    func say(_ text: String) { configuration.messages(text + "\n") }

    /// Shows what went wrong with an entry.
    func show(_ error: LuaError, of source: String = "") async {
        hasFailures = true
        var raised: String?
        if error.cause == nil, let value = error.value, error.message.hasPrefix("(error object is a") {
            raised = (try? SnapshotTaker.take(value, raw)).map { SnapshotPrinter.plain($0) }
        }
        let isOneLine = !source.contains("\n")
        say(ErrorText(palette: configuration.palette).text(error, isOneLine: isOneLine, value: raised))
    }

    func complain(_ text: String) {
        hasFailures = true
        say(configuration.palette.paint("error: ", .error) + text)
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
