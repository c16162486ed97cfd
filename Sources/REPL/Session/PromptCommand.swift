/// A command of the prompt: `:name ARGUMENT`.
struct PromptCommand: Sendable {
    /// What an argument is.
    enum Argument: Sendable, Hashable {
        case none
        case file
        case code(String)
        case number
    }

    var name: String
    var argument: Argument
    /// In a line, for `:help`.
    var summary: String
    /// Carries it out; returns whether the session is over.
    var run: @Sendable (isolated REPLSession, String) async throws -> Bool

    init(
        _ name: String, _ argument: Argument, _ summary: String,
        run: @escaping @Sendable (isolated REPLSession, String) async throws -> Void
    ) {
        self.name = name
        self.argument = argument
        self.summary = summary
        self.run = { session, argument in
            try await run(session, argument)
            return false
        }
    }

    private init(leaving name: String, _ summary: String) {
        self.name = name
        argument = .none
        self.summary = summary
        run = { _, _ in true }
    }

    /// As `:help` shows it.
    var usage: String {
        switch argument {
        case .none: ":\(name)"
        case .file: ":\(name) FILE"
        case .code(let what): ":\(name) \(what)"
        case .number: ":\(name) [N]"
        }
    }

    static let all: [PromptCommand] = [
        PromptCommand("help", .none, "What can be done here.") { session, _ in session.help() },
        PromptCommand("load", .file, "Run a script; what it returns is there for :each.") { session, path in
            try await session.load(path)
        },
        PromptCommand("reload", .none, "Run the script again.") { session, _ in try await session.reload() },
        PromptCommand("open", .file, "Open an input; its first record is in row.") { session, path in
            try session.openInput(path)
        },
        PromptCommand("next", .number, "Go on to the next record, or N of them.") { session, count in
            try session.step(by: count)
        },
        PromptCommand("prev", .none, "Go back to the record before.") { session, _ in try session.stepBack() },
        PromptCommand("where", .code("EXPR"), "Go on to the next record for which EXPR is true.") { session, code in
            try await session.search(code)
        },
        PromptCommand("record", .none, "Show the record that is in row.") { session, _ in try session.showRecord() },
        PromptCommand("each", .none, "Call the script's each with the record that is in row.") { session, _ in
            try await session.callEach()
        },
        PromptCommand("contacts", .number, "List contacts of the workspace, at most 20 or N.") { session, count in
            try await session.listContacts(count)
        },
        PromptCommand("full", .none, "Show the last values in full.") { session, _ in try session.showInFull() },
        PromptCommand("time", .code("CODE"), "Run CODE and say how long it took.") { session, code in
            try await session.time(code)
        },
        PromptCommand("calls", .none, "How many calls of the API were made.") { session, _ in session.showCalls() },
        PromptCommand("save", .file, "Write what was entered so far to a new file.") { session, path in
            try session.save(path)
        },
        PromptCommand(leaving: "quit", "Leave; so does Ctrl-D."),
    ]
}

/// Why a command cannot be carried out.
struct PromptError: Error {
    var text: String
    init(_ text: String) { self.text = text }
}
