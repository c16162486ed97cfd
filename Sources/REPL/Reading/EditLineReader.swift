internal import CEdit
internal import Glibc

/// Reads lines from a terminal with libedit: editing as in Emacs, history, Ctrl-R, Tab.
///
/// What a user has in `~/.editrc` holds here too.
public final class EditLineReader: LineReader {
    public let isInteractive = true
    private let editor: OpaquePointer
    private let completer: CompleterBox
    private let history: HistoryFile?

    /// Takes over the terminal at `input` and `output` while a line is read.
    ///
    /// - Returns: nil where libedit cannot be started.
    public init?(
        input: Int32 = 0, output: Int32 = 1, history: HistoryFile?,
        completer: @escaping LineCompleter
    ) {
        self.completer = CompleterBox(completer)
        self.history = history
        let context = Unmanaged.passUnretained(self.completer).toOpaque()
        let opened = cedit_open("intercom-lua", input, output, Int32(HistoryFile.limit), context) { context, before in
            guard let context, let before else { return cedit_completion() }
            let completer = Unmanaged<CompleterBox>.fromOpaque(context).takeUnretainedValue()
            return completer.complete(String(cString: before))
        }
        guard let opened else { return nil }
        editor = opened
        for entry in history?.entries() ?? [] { cedit_remember(editor, entry) }
        self.completer.columns = { Int(cedit_columns(opened)) }
    }

    deinit { cedit_close(editor) }

    public var columns: Int? { Int(cedit_columns(editor)) }

    public func read(_ prompt: Prompt) -> LineInput {
        var line: UnsafePointer<CChar>?
        var length = 0
        switch Int(cedit_read(editor, prompt.text, prompt.colour, &line, &length)) {
        case CEDIT_LINE:
            let bytes = UnsafeRawBufferPointer(start: line, count: length)
            return .line(String(decoding: bytes, as: UTF8.self))
        case CEDIT_CANCELLED: return .cancelled(hadText: length > 0)
        default: return .end
        }
    }

    public func remember(_ entry: String) {
        cedit_remember(editor, entry)
        history?.append(entry)
    }
}

/// What the editor's C calls at Tab.
private final class CompleterBox {
    private let completer: LineCompleter
    var columns: () -> Int = { 80 }

    init(_ completer: @escaping LineCompleter) { self.completer = completer }

    func complete(_ before: String) -> cedit_completion {
        // Tab in front of everything indents, as in code that is pasted.
        if before.allSatisfy({ $0 == " " }) {
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
