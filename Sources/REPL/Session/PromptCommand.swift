/// A command of the prompt: `:name ARGUMENT`.
struct PromptCommand: Sendable {
    /// What an argument is.
    enum Argument: Sendable, Hashable {
        case none
        case file
        /// A file that may be left out.
        case optionalFile
        case code(String)
        case number
        /// One of these words.
        case choice([String])

        /// Whether the command means something else, or nothing, without it.
        var isNeeded: Bool {
            switch self {
            case .file, .code, .choice: true
            case .none, .optionalFile, .number: false
            }
        }
    }

    /// What is to be done after a command.
    enum End: Sendable, Hashable {
        case goOn
        case leave
        /// Edit this, then run what comes of it.
        case edit(EditRequest)
    }

    var name: String
    var argument: Argument
    /// In a line, for `:help`.
    var summary: String
    /// Whether it must be typed in full.
    var isDeliberate = false
    var run: @Sendable (isolated REPLSession, String) async throws -> End

    init(
        _ name: String, _ argument: Argument, _ summary: String, isDeliberate: Bool = false,
        run: @escaping @Sendable (isolated REPLSession, String) async throws -> Void
    ) {
        self.name = name
        self.argument = argument
        self.summary = summary
        self.isDeliberate = isDeliberate
        self.run = { session, argument in
            try await run(session, argument)
            return .goOn
        }
    }

    private init(
        _ name: String, _ argument: Argument, _ summary: String,
        ending: @escaping @Sendable (isolated REPLSession, String) throws -> End
    ) {
        self.name = name
        self.argument = argument
        self.summary = summary
        run = { session, argument in try ending(session, argument) }
    }

    /// As `:help` shows it.
    var usage: String {
        switch argument {
        case .none: ":\(name)"
        case .file: ":\(name) FILE"
        case .optionalFile: ":\(name) [FILE]"
        case .code(let what): ":\(name) \(what)"
        case .number: ":\(name) [N]"
        case .choice(let words): ":\(name) \(words.joined(separator: "|"))"
        }
    }

    static let all = scripts + records + contacts + session

    private static let scripts: [PromptCommand] = [
        PromptCommand("load", .file, "Run a script; what it returns is there for :each.") { session, path in
            try await session.load(path)
        },
        PromptCommand("reload", .none, "Run the script again.") { session, _ in try await session.reload() },
        PromptCommand("each", .none, "Call the script's each with row, and show what it sends.") { session, _ in
            try await session.callEach()
        },
        PromptCommand("edit", .optionalFile, "Edit the last entry, or a script, with $EDITOR; then run it.") {
            session, path in .edit(try session.editRequest(path))
        },
        PromptCommand("save", .file, "Write what was entered so far to a new file.") { session, path in
            try session.save(path)
        },
        PromptCommand("time", .code("CODE"), "Run CODE, and say how long it took and how many calls.") {
            session, code in
            try await session.time(code)
        },
    ]

    private static let records: [PromptCommand] = [
        PromptCommand("open", .file, "Open an input; its first record is in row.") { session, path in
            try session.openInput(path)
        },
        PromptCommand("next", .number, "Go on to the next record, or N of them.") { session, count in
            try session.step(by: count)
        },
        PromptCommand("prev", .number, "Go back to the record before, or N of them.") { session, count in
            try session.stepBack(by: count)
        },
        PromptCommand("where", .code("EXPR"), "Go on to the next record for which EXPR is true.") { session, code in
            try await session.search(code)
        },
        PromptCommand("record", .number, "Show the record that is in row, or go to record N.") { session, number in
            try session.goTo(number)
        },
    ]

    private static let contacts: [PromptCommand] = [
        PromptCommand("dry", .choice(["on", "off"]), "Rehearse: reads are real, writes are only shown.") {
            session, word in
            try await session.switchDry(word)
        },
        PromptCommand("commit", .choice(["on", "off"]), "Make writes real, or rehearse again.", isDeliberate: true) {
            session, word in try await session.switchCommit(word)
        },
        PromptCommand("changes", .number, "List what was written, at most the last 20 or N.") { session, count in
            try session.listChanges(count)
        },
        PromptCommand("undo", .number, "Take back the last write, or N of them.") { session, count in
            try await session.undo(count)
        },
        PromptCommand("contacts", .number, "List contacts of the workspace, at most 20 or N.") { session, count in
            try await session.listContacts(count)
        },
        PromptCommand("calls", .none, "How many calls of the API were made, and how many are left.") { session, _ in
            session.showCalls()
        },
    ]

    private static let session: [PromptCommand] = [
        PromptCommand("full", .none, "Show the last values in full.") { session, _ in try session.showInFull() },
        PromptCommand("help", .none, "What can be done here.") { session, _ in session.help() },
        PromptCommand("quit", .none, "Leave; so does Ctrl-D.", ending: { _, _ in .leave }),
    ]
}

/// What is to be edited.
enum EditRequest: Sendable, Hashable {
    /// A text, which is then entered.
    case entry(String)
    /// A script, which is then loaded.
    case script(String)
}

/// Why a command cannot be carried out.
struct PromptError: Error {
    var text: String
    init(_ text: String) { self.text = text }
}
