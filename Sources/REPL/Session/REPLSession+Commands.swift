internal import Glibc
internal import Lua
internal import Records

extension REPLSession {
    /// Carries out `:name argument`. Returns whether the session is over.
    func carryOut(_ entry: String) async -> Bool {
        let parts = entry.dropFirst().split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let name = parts.first.map(String.init) ?? ""
        do {
            let command = try command(name)
            return try await command.run(self, parts.count > 1 ? parts[1].trimmed : "")
        } catch let error as LuaError {
            await show(error)
        } catch let error as PromptError {
            complain(error.text)
        } catch {
            complain(String(describing: error))
        }
        return false
    }

    /// The command of that name, or the only one that begins so.
    private func command(_ name: String) throws(PromptError) -> PromptCommand {
        if let command = PromptCommand.all.first(where: { $0.name == name }) { return command }
        let candidates = PromptCommand.all.filter { !name.isEmpty && $0.name.hasPrefix(name) }
        if candidates.count == 1 { return candidates[0] }
        guard candidates.isEmpty else {
            throw PromptError(":\(name) could be \(candidates.map { ":" + $0.name }.joined(separator: " or ")).")
        }
        throw PromptError("There is no command :\(name); see :help.")
    }

    func help() {
        let rows =
            PromptCommand.all.map { ($0.usage, $0.summary) } + [("?NAME", "The documentation of a function or field.")]
        let width = rows.map(\.0.count).max() ?? 0
        let palette = configuration.palette
        let lines = rows.map { usage, summary in
            "  " + palette.paint(usage, .heading) + String(repeating: " ", count: width - usage.count + 2) + summary
        }
        let ends = [
            "Lua is evaluated as it is typed: values are shown, and the last one is in _. Unfinished input goes on.",
            "Globals are kept, locals end with their entry. Ctrl-C gives up a line or stops a script; twice leaves.",
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
        let contacts = try await lua.run(chunk, list, count).first ?? .nil
        guard case .table(let table) = contacts, raw.length(of: table) > 0 else { return say("There are no contacts.") }
        try show([contacts])
    }

    func showInFull() throws {
        guard !lastValues.isEmpty else { throw PromptError("There are no values yet.") }
        var printer = SnapshotPrinter()
        printer.width = columns
        printer.palette = configuration.palette
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
            let start = configuration.uptime()
            _ = await run(function, code)
            say(configuration.palette.paint((configuration.uptime() - start).readable, .dim))
        }
    }

    func showCalls() {
        let counts = configuration.calls?() ?? [:]
        let total = counts.values.reduce(0, +)
        let width = String(total).count
        let lines = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { endpoint, count in
            "  " + String(repeating: " ", count: width - String(count).count) + "\(count)  \(endpoint)"
        }
        say((["\(total) calls"] + lines).joined(separator: "\n"))
    }

    func save(_ path: String) throws {
        guard !path.isEmpty else { throw PromptError("Which file?") }
        let real = FileNames.expanded(path)
        let descriptor = Glibc.open(real, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw PromptError("\(path) cannot be created: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        let bytes = Array(kept.map { $0 + "\n" }.joined().utf8)
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw PromptError("\(path) could not be written.") }
        say("\(kept.count) entries written to \(path).")
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
