internal import FoundationEssentials

/// A contact as a person wants to see it.
struct ContactCard {
    private let table: Snapshot.Table
    private let id: String

    /// Nil for whatever is no contact: a table whose `type` is "contact" and that has an `id`.
    init?(_ snapshot: Snapshot) {
        guard case .table(let table) = snapshot, case .string(let type)? = table["type"], type.escaped == "contact",
            case .string(let id)? = table["id"]
        else { return nil }
        self.table = table
        self.id = id.escaped
    }

    /// What stands on the card, in this order; the rest of a contact is shown by `:full`.
    private static let fields = [
        "name", "email", "phone", "external_id", "owner_id", "avatar", "signed_up_at", "last_seen_at", "created_at",
        "updated_at", "unsubscribed_from_emails",
    ]

    private var role: String? { text("role") }

    private func text(_ field: String) -> String? {
        if case .string(let text)? = table[field] { text.escaped } else { nil }
    }

    /// Within another value: `contact 6762f0dd… (user, "Ada Lovelace", ada@example.com)`.
    var line: StyledText {
        var line = StyledText("contact ", .heading)
        line.add(id, .string)
        let details = [role, text("name").map { "\"\($0)\"" }, text("email") ?? text("external_id")].compactMap(\.self)
        if !details.isEmpty { line.add(" (" + details.joined(separator: ", ") + ")") }
        return line
    }

    /// On its own: a line a field that it has, then its custom attributes.
    func lines(_ palette: Palette) -> [String] {
        var title = StyledText("contact ", .heading)
        title.add(id, .string)
        if let role { title.add(" (\(role))") }
        let rows = rows()
        let width = rows.map(\.name.count).max() ?? 0
        return [title.rendered(palette)]
            + rows.map { row in
                let space = String(repeating: " ", count: width - row.name.count + 2)
                return "  " + palette.paint(row.name, .key) + space + row.value.rendered(palette)
            }
    }

    private func rows() -> [(name: String, value: StyledText)] {
        var rows = Self.fields.compactMap { field in
            table[field].flatMap { value(of: field, $0) }.map { (field, $0) }
        }
        if case .table(let custom)? = table["custom_attributes"] {
            for attribute in custom.fields {
                let name = attribute.name ?? SnapshotPrinter.plain(attribute.value)
                rows.append(("custom." + name, shown(attribute.value)))
            }
        }
        return rows
    }

    private func value(of field: String, _ value: Snapshot) -> StyledText? {
        switch value {
        case .nil, .null: return nil
        // Said only where it is unusual.
        case .boolean(false) where field == "unsubscribed_from_emails": return nil
        case .string(let text): return StyledText(text.escaped, .string)
        case .integer(let seconds) where field.hasSuffix("_at"):
            var text = StyledText(Self.time(seconds), .number)
            text.add(" (\(seconds))", .dim)
            return text
        case .table(let avatar) where field == "avatar":
            guard case .string(let url)? = avatar["image_url"] else { return nil }
            return StyledText(url.escaped, .string)
        default: return shown(value)
        }
    }

    private func shown(_ value: Snapshot) -> StyledText {
        let role: Palette.Role =
            switch value {
            case .string: .string
            case .integer, .number: .number
            case .boolean, .null: .word
            default: .plain
            }
        return StyledText(SnapshotPrinter.plain(value), role)
    }

    private static func time(_ seconds: Int64) -> String {
        guard abs(seconds) < 100_000_000_000 else { return String(seconds) }
        return Date(timeIntervalSince1970: Double(seconds)).formatted(
            Date.ISO8601FormatStyle().dateTimeSeparator(.space)
        ).replacing("Z", with: " UTC")
    }
}
