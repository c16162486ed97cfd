internal import Intercom
internal import JSON
internal import Runner

/// Writes to contacts as they are shown at the prompt.
struct WriteText {
    private let layout: PlannedChangeText
    private let palette: Palette
    private let width: Int

    init(palette: Palette, width: Int) {
        self.palette = palette
        self.width = width
        layout = PlannedChangeText { text, role in
            palette.paint(text, role == .create ? .string : role == .update ? .advice : .error)
        }
    }

    /// What a write changes; with the call that makes it, where that is asked for.
    func lines(of entry: WriteJournal.Entry, withRequest: Bool) -> [String] {
        switch entry {
        case .past(let what): ["  " + what]
        case .contact(let write):
            if withRequest {
                // What a new contact is given stands in the request already.
                [layout.head(of: write.change)] + (write.action == .create ? [] : layout.fields(of: write.change))
                    + request(of: write)
            } else {
                layout.lines(of: write.change)
            }
        }
    }

    /// The call, and its body on one line where it fits.
    private func request(of write: ContactWrite) -> [String] {
        let head = "    " + palette.paint(write.request, .heading)
        guard let body = write.body else { return [head] }
        let line = body.text
        if 5 + write.request.count + line.count <= width { return [head + " " + line] }
        let pretty = String(decoding: body.encoded(pretty: true), as: UTF8.self)
        return [head] + pretty.split(separator: "\n").map { "    " + $0 }
    }
}
