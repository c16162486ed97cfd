/// Carries lines from a reader to a session, and Ctrl-C to both.
struct Conversation: Sendable {
    let session: REPLSession
    let desk: LineDesk
    let configuration: REPLConfiguration

    /// The status of a process that SIGINT ended.
    private static let interrupted: Int32 = 130
    /// A script failed.
    private static let scriptError: Int32 = 70

    func run() async -> Int32 {
        guard await desk.isInteractive else { return await runUnattended() }
        let watch = InterruptWatch()
        defer { watch.end() }
        await session.attend { await answer(to: $0) }
        if !configuration.greeting.isEmpty { configuration.messages(configuration.greeting + "\n") }
        guard await attended(watch, { await session.begin() }) != nil else { return Self.interrupted }
        // In an empty line, one after the other.
        var cancellations = 0
        while true {
            await session.follow(columns: desk.columns)
            switch await desk.read(session.prompt) {
            case .line(let line):
                cancellations = 0
                guard let reply = await attended(watch, { await session.submit(line) }) else { return Self.interrupted }
                guard let goesOn = await follow(reply, watch) else { return Self.interrupted }
                if !goesOn { return 0 }
            case .edit(let line):
                cancellations = 0
                let request = EditRequest.entry(await session.takePending() + line)
                guard await edit(request, watch) != nil else { return Self.interrupted }
            case .cancelled(let hadText):
                if await session.cancel() || hadText { continue }
                cancellations += 1
                if cancellations == 2 { return 0 }
                configuration.messages(
                    configuration.palette.paint("Ctrl-C again, Ctrl-D or :quit leaves.", .dim) + "\n")
            case .end:
                configuration.messages("\n")
                return 0
            }
        }
    }

    /// Does what is left to do after a line. Returns whether the session goes on; nil where it was interrupted.
    private func follow(_ reply: REPLSession.Reply, _ watch: InterruptWatch) async -> Bool? {
        if let entry = reply.entry { await desk.remember(entry) }
        switch reply.end {
        case .goOn: return true
        case .leave: return false
        case .edit(let request): return await edit(request, watch)
        }
    }

    /// Lets the person edit something, and takes what came of it.
    private func edit(_ request: EditRequest, _ watch: InterruptWatch) async -> Bool? {
        let edited = await desk.edit(request)
        guard let reply = await attended(watch, { await session.take(edited, of: request) }) else { return nil }
        return await follow(reply, watch)
    }

    /// What the person answers in a line; nil where they give it up.
    private func answer(to question: String) async -> String? {
        let text = question.hasSuffix(" ") ? String(question.dropLast()) : question
        guard case .line(let line) = await desk.read(Prompt(text, completes: false)) else { return nil }
        return line.trimmed
    }

    /// Nobody is there: what fails shows in the exit code.
    private func runUnattended() async -> Int32 {
        await session.begin()
        while case .line(let line) = await desk.read(session.prompt) {
            if await session.submit(line).end == .leave { break }
        }
        await session.end()
        return await session.failures > 0 ? Self.scriptError : 0
    }

    /// Does the work, which a first Ctrl-C cancels. Returns nil where a second came before it had ended.
    private func attended<Value: Sendable>(
        _ watch: InterruptWatch, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let work = Task { await body() }
        let answer = FirstAnswer<Value?>()
        watch.onInterrupt {
            configuration.messages("\n")
            if work.isCancelled { answer.give(nil) } else { work.cancel() }
        }
        Task { answer.give(await work.value) }
        defer { watch.onInterrupt(nil) }
        return await answer.value
    }
}
