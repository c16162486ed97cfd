/// Lays a value out for reading: on one line where it fits, else one entry a line.
struct SnapshotPrinter {
    /// How many columns a line should not exceed.
    var width = 80
    var palette = Palette(isColoured: false)
    /// Whether contacts are shown as cards.
    var showsCards = true

    /// The whole value, without a newline at the end.
    func print(_ snapshot: Snapshot) -> String {
        if showsCards, let card = ContactCard(snapshot) { return card.lines(palette).joined(separator: "\n") }
        if case .failure(let failure) = snapshot { return lines(of: failure).joined(separator: "\n") }
        return lines(StyledText(), snapshot, indent: 0, ending: "").joined(separator: "\n")
    }

    /// On one line, however long, without colours.
    static func plain(_ snapshot: Snapshot) -> String {
        SnapshotPrinter().flat(snapshot).rendered(Palette(isColoured: false))
    }

    // MARK: Layout

    /// The lines of a value that begins after `head` and is followed by `ending`.
    private func lines(_ head: StyledText, _ snapshot: Snapshot, indent: Int, ending: String) -> [String] {
        var line = head
        line += flat(snapshot)
        line.add(ending)
        guard indent + line.width > width, case .table(let table) = snapshot, !isLine(table) else {
            return [space(indent) + line.rendered(palette)]
        }
        var opening = head
        opening.add("{")
        var lines = [space(indent) + opening.rendered(palette)]
        for item in table.items { lines += self.lines(StyledText(), item, indent: indent + 2, ending: ",") }
        lines += more(table.moreItems, indent)
        for field in table.fields {
            lines += self.lines(self.head(of: field), field.value, indent: indent + 2, ending: ",")
        }
        lines += more(table.moreFields, indent)
        return lines + [space(indent) + "}" + ending]
    }

    /// Whether the table is one line whatever its length.
    private func isLine(_ table: Snapshot.Table) -> Bool {
        table.isEmpty || (showsCards && ContactCard(.table(table)) != nil)
    }

    private func more(_ count: Int, _ indent: Int) -> [String] {
        count > 0 ? [space(indent + 2) + palette.paint("… \(count) more", .dim)] : []
    }

    private func space(_ count: Int) -> String { String(repeating: " ", count: count) }

    // MARK: Pieces

    private func flat(_ snapshot: Snapshot) -> StyledText {
        switch snapshot {
        case .nil: StyledText("nil", .word)
        case .null: StyledText("null", .word)
        case .boolean(let value): StyledText(value ? "true" : "false", .word)
        case .integer(let value): StyledText(String(value), .number)
        case .number(let text): StyledText(text, .number)
        case .string(let text): flat(text)
        case .function(let name): StyledText(name.map { "function \($0)" } ?? "function", .dim)
        case .coroutine: StyledText("coroutine", .dim)
        case .userdata: StyledText("userdata", .dim)
        case .failure(let failure): StyledText(failure.text, .error)
        case .cycle(let path): StyledText(path.isEmpty ? "<cycle>" : "<cycle to \(path)>", .dim)
        case .tooDeep: StyledText("{…}", .dim)
        case .table(let table): flat(table)
        }
    }

    private func flat(_ text: Snapshot.Text) -> StyledText {
        var styled = StyledText("\"" + text.escaped + (text.isCut ? "…" : "") + "\"", .string)
        if text.isCut { styled.add(" (\(text.length) bytes)", .dim) }
        return styled
    }

    private func flat(_ table: Snapshot.Table) -> StyledText {
        if table.isEmpty { return StyledText("{}") }
        if showsCards, let card = ContactCard(.table(table)) { return card.line }
        var entries = table.items.map(flat)
        if table.moreItems > 0 { entries.append(StyledText("… \(table.moreItems) more", .dim)) }
        for field in table.fields {
            var entry = head(of: field)
            entry += flat(field.value)
            entries.append(entry)
        }
        if table.moreFields > 0 { entries.append(StyledText("… \(table.moreFields) more", .dim)) }
        var text = StyledText("{ ")
        for (position, entry) in entries.enumerated() {
            if position > 0 { text.add(", ") }
            text += entry
        }
        text.add(" }")
        return text
    }

    private func head(of field: Snapshot.Field) -> StyledText {
        var text = StyledText()
        switch field.key {
        case .name(let name): text.add(name, .key)
        case .bracketed(let key):
            text.add("[")
            text += flat(key)
            text.add("]")
        }
        text.add(" = ")
        return text
    }

    private func lines(of failure: Snapshot.Failure) -> [String] {
        let fields = failure.fields.map { field in
            var line = StyledText("  ")
            line += head(of: field)
            line += flat(field.value)
            return line.rendered(palette)
        }
        return [palette.paint(failure.text, .error)] + fields
    }
}
