internal import Intercom
internal import Runner

extension REPLSession {
    /// How many writes an entry shows.
    private static let shownWrites = 20

    private func requireWorkspace() throws(PromptError) -> PromptWorkspace {
        guard let workspace else { throw PromptError("There is no workspace here to write to.") }
        return workspace
    }

    // MARK: Modes

    /// `:dry [on|off]`.
    func switchDry(_ argument: String) async throws {
        switch argument {
        case "", "on": try rehearse()
        case "off": try await commit()
        default: throw PromptError(":dry on or :dry off?")
        }
    }

    /// `:commit on|off`.
    func switchCommit(_ argument: String) async throws {
        switch argument {
        case "on": try await commit()
        case "off": try rehearse()
        case "":
            let isDry = try requireWorkspace().isDry
            say(isDry ? "Writes go to a dry run; :commit on makes them real." : "Writes are real; :dry rehearses them.")
        default: throw PromptError(":commit on or :commit off?")
        }
    }

    private func rehearse() throws {
        let workspace = try requireWorkspace()
        if workspace.isDry { return say("This is a dry run already; :changes shows what it would have written.") }
        workspace.rehearse()
        say("From now on reads are real, and writes go to an overlay that this session alone sees.")
    }

    private func commit() async throws {
        let workspace = try requireWorkspace()
        guard workspace.isDry else { return say("Writes are real already.") }
        if configuration.isLive, let ask {
            let question = "Write to \(configuration.place) for real from now on? (yes) "
            guard await ask(question)?.lowercased() == "yes" else { return say("It stays a dry run.") }
        }
        let count = workspace.journal.count
        workspace.commit()
        let dropped = count == 0 ? "" : " What the dry run wrote (\(count.counted("write"))) is dropped, not sent."
        say("From now on writes to \(configuration.place) are real.\(dropped)")
    }

    // MARK: Writes

    /// Shows what an entry wrote: in a dry run always, else where it is asked for.
    func showWrites(after count: Int, detail: Bool) {
        guard let workspace, workspace.isDry || detail else { return }
        let entries = workspace.journal.entries(after: count)
        if entries.isEmpty {
            if detail { say(palette.paint("Nothing to send.", .dim)) }
            return
        }
        let text = WriteText(palette: palette, width: columns)
        say(palette.paint(workspace.isDry ? "dry run, not sent:" : "sent:", .dim))
        for entry in entries.prefix(Self.shownWrites) {
            say(text.lines(of: entry, withRequest: detail).joined(separator: "\n"))
        }
        let more = entries.count - Self.shownWrites
        if more > 0 { say(palette.paint("… \(more) more; :changes \(entries.count) shows them all", .dim)) }
    }

    /// `:changes [N]`.
    func listChanges(_ argument: String) throws {
        let workspace = try requireWorkspace()
        guard let count = argument.isEmpty ? Self.shownWrites : Int(argument), count > 0 else {
            throw PromptError("How many? A number from 1.")
        }
        let entries = workspace.journal.entries(after: workspace.journal.count - count)
        let text = WriteText(palette: palette, width: columns)
        guard !entries.isEmpty else { return say("Nothing was written.") }
        let total = workspace.journal.count
        if total > entries.count { say(palette.paint("the last \(entries.count) of \(total)", .dim)) }
        for entry in entries { say(text.lines(of: entry, withRequest: false).joined(separator: "\n")) }
    }
}

extension Int {
    /// "1 write", "2 writes".
    func counted(_ one: String, _ many: String? = nil) -> String { "\(self) \(self == 1 ? one : many ?? one + "s")" }
}
