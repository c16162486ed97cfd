internal import Glibc

/// The entries of earlier sessions, in a file that only its owner can read.
///
/// One entry a line, the oldest first; newlines and backslashes within an entry are escaped. Several sessions may append at
/// the same time.
public struct HistoryFile: Sendable, Hashable {
    /// How many entries are kept.
    public static let limit = 2000

    public let path: String

    public init(path: String) { self.path = path }

    /// `$XDG_STATE_HOME/intercom-lua/history`, or below `~/.local/state`; nil where there is no home.
    public static func standard(environment: [String: String]) -> HistoryFile? {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return HistoryFile(path: state + "/intercom-lua/history")
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return HistoryFile(path: home + "/.local/state/intercom-lua/history")
    }

    /// The entries, the oldest first; none where the file cannot be read. A file that has grown to twice the limit is cut.
    public func entries() -> [String] {
        guard let text = contents() else { return [] }
        let lines = text.split(separator: "\n")
        let kept = lines.suffix(Self.limit)
        if lines.count > 2 * Self.limit { replace(by: kept.joined(separator: "\n") + "\n") }
        return kept.map { Self.unescaped($0) }
    }

    /// Adds an entry. Where that cannot be done the session goes on without.
    public func append(_ entry: String) {
        guard !entry.isEmpty else { return }
        makeFolder()
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        fchmod(descriptor, 0o600)
        _ = Streams.write(Self.escaped(entry) + "\n", to: descriptor)
    }

    // MARK: Files

    private func contents() -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return Streams.readToEnd(descriptor).map { String(decoding: $0, as: UTF8.self) }
    }

    private func replace(by text: String) {
        let temporary = path + ".\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let isComplete = Streams.write(text, to: descriptor)
        close(descriptor)
        if !isComplete || rename(temporary, path) != 0 { unlink(temporary) }
    }

    private func makeFolder() {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o700)
        }
    }

    // MARK: Escaping

    static func escaped(_ entry: String) -> String {
        entry.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\n", "\r\n": text += "\\n"
            default: text.append(character)
            }
        }
    }

    static func unescaped(_ line: Substring) -> String {
        var text = ""
        var isEscape = false
        for character in line {
            if isEscape {
                text.append(character == "n" ? "\n" : character)
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                text.append(character)
            }
        }
        return text
    }
}
