internal import Lua

/// Several lines that come at once, cut into what is entered one after the other.
///
/// What compiles as a whole is one entry, so that locals live as long as they do in a script. Commands stand on lines of their
/// own. All else goes line by line, as if it were typed.
struct PastedText {
    /// Entries and commands.
    private(set) var pieces: [String] = []
    /// The end, where it could go on.
    private(set) var unfinished: String?
    /// Why nothing of it is to be run.
    private(set) var failure: LuaError?

    init(_ text: String, in lua: LuaState) {
        var chunk: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if Self.isCommand(line), !Self.isUnfinished(chunk, in: lua) {
                take(chunk, in: lua)
                pieces.append(line.trimmed)
                chunk = []
            } else {
                chunk.append(line)
            }
        }
        take(chunk, in: lua)
    }

    /// Whether a line is a command or a question, and not a method call that goes on from the line before.
    private static func isCommand(_ line: Substring) -> Bool {
        let line = line.drop(while: \.isWhitespace)
        if line.hasPrefix("?") { return true }
        guard line.hasPrefix(":") else { return false }
        let name = line.dropFirst().prefix { !$0.isWhitespace }
        return PromptCommand.all.contains { $0.name == name }
    }

    private static func isUnfinished(_ chunk: [Substring], in lua: LuaState) -> Bool {
        guard chunk.contains(where: { !$0.trimmed.isEmpty }) else { return false }
        if case .unfinished = Compiled(chunk.joined(separator: "\n"), in: lua) { return true }
        return false
    }

    private mutating func take(_ chunk: [Substring], in lua: LuaState) {
        guard failure == nil, unfinished == nil, chunk.contains(where: { !$0.trimmed.isEmpty }) else { return }
        let source = chunk.joined(separator: "\n")
        switch Compiled(source, in: lua) {
        case .ready: pieces.append(source)
        case .unfinished: unfinished = source
        case .failed(let error): takeLines(chunk, in: lua, orFail: error)
        }
    }

    /// Each entry as short as it can be; where one does not compile, the error of the whole counts.
    private mutating func takeLines(_ lines: [Substring], in lua: LuaState, orFail error: LuaError) {
        var entries: [String] = []
        var entry = ""
        for line in lines {
            entry += line
            if entry.trimmed.isEmpty { continue }
            switch Compiled(entry, in: lua) {
            case .ready:
                entries.append(entry)
                entry = ""
            case .unfinished: entry += "\n"
            case .failed:
                failure = error
                return
            }
        }
        pieces += entries
        unfinished = entry.trimmed.isEmpty ? nil : entry
    }
}
