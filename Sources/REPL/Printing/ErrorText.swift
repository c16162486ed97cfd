internal import Lua
internal import Runner

/// An error of Lua as it is shown at the prompt.
struct ErrorText {
    /// The chunk name of what is typed.
    static let promptChunk = "prompt"

    var palette: Palette

    /// Message, advice, then the traceback where it says more than the message. `value` is what was raised, if it is neither a
    /// text nor an error of the host.
    func text(_ error: LuaError, isOneLine: Bool, value: String?) -> String {
        var lines = [palette.paint("error: ", .error) + palette.paint(message(error, isOneLine, value).shown, .plain)]
        if let fields = error.cause as? any LuaErrorFields {
            if let advice = fields.luaField("advice") as? String, !lines[0].contains(advice) {
                lines.append("  " + palette.paint(advice.shown, .advice))
            }
            if let line = details(fields) { lines.append("  " + palette.paint(line.shown, .dim)) }
        }
        lines += traceback(error).map { palette.paint($0.shown, .dim) }
        return lines.joined(separator: "\n")
    }

    private func message(_ error: LuaError, _ isOneLine: Bool, _ value: String?) -> String {
        if let value { return value }
        if let fields = error.cause as? any LuaErrorFields, let message = fields.luaField("message") as? String {
            return message
        }
        let position = Self.promptChunk + ":1: "
        return isOneLine && error.message.hasPrefix(position)
            ? String(error.message.dropFirst(position.count)) : error.message
    }

    /// The fields by which a script or Intercom's support tells errors apart.
    private func details(_ error: any LuaErrorFields) -> String? {
        let snapshot = Snapshot.Failure(error)
        let fields = snapshot.fields.filter { $0.name != "retryable" || $0.value == .boolean(true) }
        if fields.isEmpty { return nil }
        return fields.map { "\($0.name ?? "") = \(SnapshotPrinter.plain($0.value))" }.joined(separator: ", ")
    }

    /// The calls that led to the error, without those of the prompt itself.
    private func traceback(_ error: LuaError) -> [String] {
        guard error.kind == .runtime || error.isEnded, let traceback = error.traceback else { return [] }
        let frames = traceback.split(separator: "\n").dropFirst().map { $0.drop { $0 == "\t" || $0 == " " } }
        let calls = frames.filter { frame in
            let isOutermost = frame.hasPrefix(Self.promptChunk + ":") && frame.contains("in main chunk")
            let isHost = frame.hasPrefix("[C]") || frame.hasPrefix("(...tail calls...)")
            return !isOutermost && !isHost
        }
        return calls.map { "    \($0)" }
    }
}
