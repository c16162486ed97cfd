internal import Glibc
internal import Intercom
internal import IntercomScripting
internal import Lua

extension REPLSession {
    /// Carries out `:name argument`.
    func carryOut(_ entry: String) async -> PromptCommand.End {
        let parts = entry.dropFirst().split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let name = parts.first.map(String.init) ?? ""
        do {
            return try await command(name).run(self, parts.count > 1 ? parts[1].trimmed : "")
        } catch let error as LuaError {
            await show(error)
        } catch let error as PromptError {
            complain(error.text)
        } catch let error as any LuaErrorFields {
            await show(LuaError(.runtime, String(describing: error), cause: error))
        } catch {
            complain(String(describing: error))
        }
        return .goOn
    }

    /// The command of that name, or the only one that begins so.
    private func command(_ name: String) throws(PromptError) -> PromptCommand {
        if let command = PromptCommand.all.first(where: { $0.name == name }) { return command }
        let candidates = PromptCommand.all.filter { !name.isEmpty && $0.name.hasPrefix(name) }
        if candidates.count == 1 {
            guard !candidates[0].isDeliberate else { throw PromptError("Type :\(candidates[0].name) in full.") }
            return candidates[0]
        }
        guard candidates.isEmpty else {
            throw PromptError(":\(name) could be \(candidates.map { ":" + $0.name }.joined(separator: " or ")).")
        }
        let near = Nearest.name(to: name, among: PromptCommand.all.map(\.name)).map { "Did you mean :\($0)?" }
        throw PromptError("There is no command :\(name). " + (near ?? "See :help."))
    }

    func help() {
        let rows =
            PromptCommand.all.map { ($0.usage, $0.summary) } + [("?NAME", "The documentation of a function or field.")]
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { usage, summary in
            "  " + palette.paint(usage, .heading) + String(repeating: " ", count: width - usage.count + 2) + summary
        }
        let ends = [
            "Lua is evaluated as it is typed: values are shown, and the last one is in _. Unfinished input goes on.",
            "Globals are kept, locals end with their entry. A command may be shortened: :n is :next.",
            "Tab completes, Ctrl-R searches the history, Ctrl-X Ctrl-E edits the line in $EDITOR.",
            "Ctrl-C gives up a line or stops a script; twice leaves.",
        ]
        say((lines + ends).joined(separator: "\n"))
    }

    /// Lists the first contacts as `intercom.list_contacts` gives them.
    func listContacts(_ argument: String) async throws {
        guard let count = argument.isEmpty ? 20 : Int(argument), count > 0 else {
            throw PromptError("How many? A number from 1.")
        }
        let module = raw.get(try lua.globals, .string("intercom"))
        guard case .table(let module) = module, case .function(let list) = raw.get(module, .string("list_contacts"))
        else {
            throw PromptError("There is no intercom.list_contacts here.")
        }
        let source = """
            local list, count = ...
            local contacts = {}
            for contact in list { per_page = math.min(count, 150) } do
                contacts[#contacts + 1] = contact
                if #contacts == count then break end
            end
            return contacts
            """
        let chunk = try lua.load(source, name: "=:contacts")
        let returned = try await waiting { [self] () throws(LuaError) in
            try await lua.run(chunk, list, count, renewsTime: true)
        }
        let contacts = returned.first ?? .nil
        if workspace?.isDry == true, workspace?.journal.last != nil {
            say(palette.paint("Without what the dry run wrote, which :changes shows:", .dim))
        }
        guard case .table(let table) = contacts, raw.length(of: table) > 0 else { return say("There are no contacts.") }
        try show([contacts])
    }

    func showInFull() throws {
        guard !lastValues.isEmpty else { throw PromptError("There are no values yet.") }
        var printer = printer
        printer.showsCards = false
        for value in lastValues {
            configuration.output(printer.print(try SnapshotTaker.take(value, raw, .full)) + "\n")
        }
    }

    func time(_ code: String) async throws {
        guard !code.isEmpty else { throw PromptError("Which code? As in :time text.trim(\" x \")") }
        switch Compiled(code, in: lua) {
        case .unfinished: throw PromptError("The code is not finished.")
        case .failed(let error): throw error
        case .ready(let function):
            let calls = callCount
            let start = configuration.uptime()
            _ = await run(function, code)
            let took = (configuration.uptime() - start).readable
            let made = callCount - calls
            say(palette.paint(made == 0 ? took : "\(took), \(made.counted("API call"))", .dim))
        }
    }

    private var callCount: Int { services.client?.statistics.total ?? 0 }

    func showCalls() {
        guard let client = services.client else { return say("There is no API here to call.") }
        let counts = client.statistics.byEndpoint
        let total = callCount
        let width = String(total).count
        let lines = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { endpoint, count in
            "  " + String(repeating: " ", count: width - String(count).count) + "\(count)  \(endpoint)"
        }
        say(([total.counted("API call")] + lines).joined(separator: "\n"))
        if let limits = client.limits {
            let left = "\(limits.remaining) of \(limits.limit) were left in its window of ten seconds"
            say(palette.paint("At the last call \(left).", .dim))
        }
    }

    func save(_ path: String) throws {
        guard !path.isEmpty else { throw PromptError("Which file?") }
        let real = FileNames.expanded(path)
        let descriptor = Glibc.open(real, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw PromptError("\(path) cannot be created: \(Streams.lastError).") }
        defer { close(descriptor) }
        guard Streams.write(kept.map { $0 + "\n" }.joined(), to: descriptor) else {
            throw PromptError("\(path) could not be written: \(Streams.lastError).")
        }
        say("\(kept.count.counted("entry", "entries")) written to \(path).")
    }
}

extension Duration {
    /// "1.52 s", "20.4 ms", "35 µs".
    var readable: String {
        let (seconds, attoseconds) = components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        func hundredths(_ value: Int64, _ unit: String) -> String {
            let rest = String(value % 100)
            return "\(value / 100).\(rest.count == 1 ? "0" + rest : rest) \(unit)"
        }
        if nanoseconds >= 1_000_000_000 { return hundredths(nanoseconds / 10_000_000, "s") }
        if nanoseconds >= 1_000_000 { return hundredths(nanoseconds / 10_000, "ms") }
        return "\(nanoseconds / 1000) µs"
    }
}
