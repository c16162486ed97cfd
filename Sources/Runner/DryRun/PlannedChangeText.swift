public import JSON

/// A change as a person reads it: `+` create, `~` update, `-` delete, and the fields below.
public struct PlannedChangeText: Sendable {
    /// What a line begins with, by what is done.
    public enum Role: Sendable, Hashable {
        case create, update, delete
    }

    private let paint: @Sendable (String, Role) -> String

    /// - Parameter paint: gives the words of a first line their colour.
    public init(paint: @escaping @Sendable (String, Role) -> String = { text, _ in text }) { self.paint = paint }

    /// The lines of a change, without newlines.
    public func lines(of change: PlannedChange) -> [String] { [head(of: change)] + fields(of: change) }

    /// What is done, and to whom.
    public func head(of change: PlannedChange) -> String {
        let id = change.contactID.map { $0 == change.name ? "" : " (\($0))" } ?? ""
        let what = "\(change.action.rawValue) \(change.name.shownOnOneLine)"
        return switch change.action {
        case .create: paint("+ \(what)", .create)
        case .update, .unarchive: paint("~ \(what)", .update) + id
        case .archive, .delete, .merge: paint("- \(what)", .delete) + id
        }
    }

    /// A line a field: `name: old → new`, or `name: new` of a contact that is created.
    public func fields(of change: PlannedChange) -> [String] {
        change.fields.map { field in
            let old = change.action == .create ? "" : "\(Self.shown(field.old)) → "
            return "    \(field.path.shownOnOneLine): \(old)\(Self.shown(field.new))"
        }
    }

    /// A value as the lines have it.
    public static func shown(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "nothing" }
        return value.text.shownOnOneLine
    }
}
