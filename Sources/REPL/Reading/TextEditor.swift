internal import Glibc

/// The person's own editor, in the terminal of the prompt.
struct TextEditor: Sendable {
    /// The command, as a shell takes it.
    var command: String

    enum Result: Sendable, Hashable {
        case changed(String)
        /// Left as it was, or the editor ended with an error of its own accord.
        case left
        case failed(String)
    }

    /// What `VISUAL` or `EDITOR` names, else vi.
    init(environment: [String: String]) {
        let named = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self).first { !$0.isEmpty }
        command = named ?? "vi"
    }

    /// Edits and waits until the editor is left.
    func edit(_ request: EditRequest) -> Result {
        switch request {
        case .entry(let text): edit(text: text)
        case .script(let path): edit(file: FileNames.expanded(path))
        }
    }

    /// A script counts as changed however it was left: it may have been changed before.
    private func edit(file path: String) -> Result {
        if let failure = open(path) { return failure }
        guard let text = Self.contents(of: path) else { return .failed("\(path) was not written.") }
        return .changed(text)
    }

    private func edit(text: String) -> Result {
        var name = Array((Streams.environment["TMPDIR"] ?? "/tmp").utf8CString.dropLast())
        name += Array("/intercom-lua-XXXXXX.lua".utf8CString)
        // Only its owner can read the file.
        let descriptor = mkstemps(&name, 4)
        guard descriptor >= 0 else { return .failed("No file to edit: \(Streams.lastError).") }
        let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        let before = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
        let isWritten = Streams.write(before, to: descriptor)
        close(descriptor)
        guard isWritten else { return .failed("No file to edit: \(Streams.lastError).") }
        if let failure = open(path) { return failure }
        guard let after = Self.contents(of: path), after != before else { return .left }
        return after.allSatisfy(\.isWhitespace)
            ? .left : .changed(String(after.reversed().drop(while: \.isNewline).reversed()))
    }

    /// Starts the editor. Returns nil once it has ended well.
    private func open(_ path: String) -> Result? {
        let status = Streams.runInTerminal(["/bin/sh", "-c", "exec \(command) \"$1\"", "editor", path])
        return switch status {
        case 0: nil
        case 126, 127: .failed("The editor \"\(command)\" could not be started: set EDITOR to the one you use.")
        case nil: .failed("The editor could not be started: \(Streams.lastError).")
        default: .left
        }
    }

    private static func contents(of path: String) -> String? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return Streams.readToEnd(descriptor).map { String(decoding: $0, as: UTF8.self) }
    }
}
