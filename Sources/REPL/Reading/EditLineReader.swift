internal import CEdit
internal import Glibc

/// Reads lines from a terminal with libedit: editing as in Emacs, history, Ctrl-R, Tab, pasting of several lines at once.
///
/// What a user has in `~/.editrc` holds here too.
public final class EditLineReader: LineReader {
    public let isInteractive = true
    private let editor: OpaquePointer
    private let desk: Desk
    private let history: HistoryFile?
    private let resizes: ResizeWatch

    /// Takes over the terminal at `input` and `output` while a line is read.
    ///
    /// - Returns: nil where libedit cannot be started.
    public init?(
        input: Int32 = 0, output: Int32 = 1, history: HistoryFile?,
        completer: @escaping LineCompleter
    ) {
        let desk = Desk(completer, history?.entries() ?? [])
        var callbacks = cedit_callbacks()
        callbacks.context = Unmanaged.passUnretained(desk).toOpaque()
        callbacks.complete = { context, before in
            guard let context, let before else { return cedit_completion() }
            return Desk.at(context).complete(String(cString: before))
        }
        callbacks.recall = { context, older, line, before in
            guard let context, let line, let before else { return nil }
            let entry = Desk.at(context).recall(older, String(cString: line), String(cString: before))
            return entry.flatMap { strdup($0) }
        }
        guard let opened = cedit_open("intercom-lua", input, output, Int32(HistoryFile.limit), callbacks) else {
            return nil
        }
        editor = opened
        self.desk = desk
        self.history = history
        resizes = ResizeWatch(waking: cedit_wake_descriptor(opened))
        for entry in desk.walk.entries { cedit_remember(editor, entry) }
        desk.columns = { Int(cedit_columns(opened)) }
    }

    deinit {
        resizes.end()
        cedit_close(editor)
    }

    public var columns: Int? { Int(cedit_columns(editor)) }

    public func read(_ prompt: Prompt) -> LineInput {
        var line: UnsafePointer<CChar>?
        var length = 0
        desk.walk.begin()
        let ending = Int(cedit_read(editor, prompt.text, prompt.colour, prompt.completes, &line, &length))
        let text = { String(decoding: UnsafeRawBufferPointer(start: line, count: length), as: UTF8.self) }
        return switch ending {
        case CEDIT_LINE: .line(text())
        case CEDIT_EDIT: .edit(text())
        case CEDIT_CANCELLED: .cancelled(hadText: length > 0)
        default: .end
        }
    }

    public func remember(_ entry: String) {
        guard desk.walk.add(entry) else { return }
        cedit_remember(editor, entry)
        history?.append(entry)
    }
}

/// What the editor's C asks while a line is edited.
private final class Desk {
    private let completer: LineCompleter
    var columns: () -> Int = { 80 }
    var walk: HistoryWalk

    init(_ completer: @escaping LineCompleter, _ entries: [String]) {
        self.completer = completer
        walk = HistoryWalk(entries)
    }

    static func at(_ context: UnsafeMutableRawPointer) -> Desk { Unmanaged.fromOpaque(context).takeUnretainedValue() }

    func recall(_ older: Bool, _ line: String, _ before: String) -> String? {
        older ? walk.older(than: line, beginning: before) : walk.newer(than: line)
    }

    func complete(_ before: String) -> cedit_completion {
        // Tab in front of everything indents, as in code that is pasted.
        let line = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
        if line.allSatisfy({ $0 == " " }) {
            return cedit_completion(deleted: 0, inserted: strdup("  "), listing: nil)
        }
        let completion = completer(before)
        guard let edit = completion.edit(of: before) else { return cedit_completion() }
        let listing = edit.lists ? completion.listing(columns: columns()) : nil
        return cedit_completion(
            deleted: Int32(clamping: edit.deleted), inserted: strdup(edit.inserted),
            listing: listing.flatMap { strdup($0) })
    }
}
