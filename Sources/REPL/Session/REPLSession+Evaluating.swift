internal import IntercomScripting
internal import Lua
internal import Runner

extension REPLSession {
    /// Runs what was compiled and shows its values. Returns whether it went well.
    func run(_ function: LuaFunction, _ source: String) async -> Bool {
        do throws(LuaError) {
            try await showingWrites { () throws(LuaError) in try await call(function) }
            hintAtLocals(source)
            return true
        } catch {
            await show(error, of: source)
            return false
        }
    }

    /// Shows what the work writes, where that is to be seen, and then its values.
    ///
    /// - Parameter detail: shows writes that are real, too, with what is sent.
    func showingWrites(
        detail: Bool = false, _ work: () async throws(LuaError) -> [LuaValue]
    ) async throws(LuaError) {
        let count = workspace?.journal.count ?? 0
        do throws(LuaError) {
            let values = try await work()
            showWrites(after: count, detail: detail)
            try show(values)
        } catch {
            showWrites(after: count, detail: detail)
            throw error
        }
    }

    /// Shows values, and keeps them: the first is `_` from now on.
    func show(_ values: [LuaValue]) throws(LuaError) {
        for value in values { configuration.output(printer.print(try SnapshotTaker.take(value, raw)) + "\n") }
        guard let first = values.first else { return }
        if case .nil = first { return }
        lastValues = values
        try raw.set(try lua.globals, "_", first)
    }

    /// Lays values out as wide as the terminal is.
    var printer: SnapshotPrinter { SnapshotPrinter(width: columns, palette: palette) }

    /// A session that runs a line at a time has no scope for locals to live on in, as with `lua` itself.
    private func hintAtLocals(_ source: String) {
        guard !hasHintedAtLocals, !source.contains("\n"), source.trimmed.hasPrefix("local ") else { return }
        hasHintedAtLocals = true
        say(palette.paint("A local ends with its entry; without \"local\" the name is kept.", .dim))
    }

    // MARK: Saying

    /// Tells the person something.
    func say(_ text: String) { configuration.messages(text + "\n") }

    /// Shows what went wrong with an entry.
    func show(_ error: LuaError, of source: String = "") async {
        if let skip = error.cause as? ScriptSkip {
            return say(palette.paint("skipped: ", .heading) + skip.reason.shown)
        }
        failures += 1
        var raised: String?
        if error.cause == nil, let value = error.value, error.message.hasPrefix("(error object is a") {
            raised = (try? SnapshotTaker.take(value, raw)).map { SnapshotPrinter.plain($0) }
        }
        let isOneLine = !source.contains("\n")
        say(ErrorText(palette: palette).text(error, isOneLine: isOneLine, value: raised))
    }

    func complain(_ text: String) {
        failures += 1
        say(palette.paint("error: ", .error) + text.shown)
    }
}
