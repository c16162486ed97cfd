public import JSON
public import LuaSyntax

/// Something that is wrong with a script, and where.
public struct Diagnostic: Sendable, Hashable {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Lua's compiler does not take it.
        case syntax
        /// A global name that nothing gives a value.
        case undefinedGlobal = "undefined_global"
        /// A function that gives a global name a value, where a local was probably meant.
        case assignedGlobal = "assigned_global"
        /// A module, table or record has no such field.
        case unknownField = "unknown_field"
        /// The workspace has no such custom attribute.
        case unknownAttribute = "unknown_attribute"
        /// The custom attribute is archived, so that Intercom may not keep its value.
        case archivedAttribute = "archived_attribute"
        /// The value cannot be of the attribute's type.
        case attributeType = "attribute_type"
        /// A literal argument that the function refuses.
        case invalidArgument = "invalid_argument"
        /// A table that names the same key twice.
        case repeatedKey = "repeated_key"
        /// What the script returns is no script for records.
        case scriptShape = "script_shape"
        /// A local variable that nothing reads.
        case unusedLocal = "unused_local"

        /// Whether a script with it is in order all the same.
        public var isWarning: Bool { self == .archivedAttribute }
    }

    public var code: Code
    public var message: String
    /// What to do about it.
    public var advice: String?
    public var start: SourceText.Position
    public var end: SourceText.Position

    /// As in `check --json`.
    public func json(file: String) -> JSONValue {
        [
            "file": .string(file), "line": .integer(Int64(start.line)), "column": .integer(Int64(start.column)),
            "end_line": .integer(Int64(end.line)), "end_column": .integer(Int64(end.column)),
            "code": .string(code.rawValue), "severity": .string(code.isWarning ? "warning" : "error"),
            "message": .string(message), "advice": advice.map { .string($0) } ?? .null,
        ]
    }
}

/// Diagnostics as a person reads them: `file:line:col: message`, the line, and a caret below what is meant.
public struct DiagnosticText: Sendable {
    /// What may be painted.
    public enum Part: Sendable { case place, message, advice, caret }

    private let paint: @Sendable (String, Part) -> String

    public init(paint: @escaping @Sendable (String, Part) -> String = { text, _ in text }) { self.paint = paint }

    public func text(_ diagnostic: Diagnostic, file: String, source: SourceText) -> String {
        let place = "\(file):\(diagnostic.start.line):\(diagnostic.start.column):"
        let advice = diagnostic.advice.map { " " + paint($0, .advice) } ?? ""
        let kind = diagnostic.code.isWarning ? "warning: " : ""
        let head = "\(paint(place, .place)) \(paint(kind + diagnostic.message, .message))\(advice)"
        let line = source.line(diagnostic.start.line)
        let characters = Array(line.unicodeScalars)
        let column = min(diagnostic.start.column, characters.count + 1)
        // Tabs stay tabs, so that the caret stands where the line has it.
        let indent = String(String.UnicodeScalarView(characters.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }))
        let isOneLine = diagnostic.end.line == diagnostic.start.line
        let end = isOneLine ? diagnostic.end.column : characters.count + 1
        let width = max(1, min(end, characters.count + 1) - column)
        let number = String(diagnostic.start.line)
        let margin = String(repeating: " ", count: max(0, 5 - number.count))
        return """
            \(head)
            \(margin)\(number) | \(Self.shown(characters))
                  | \(indent)\(paint(String(repeating: "^", count: width), .caret))

            """
    }

    /// A line that tells a terminal nothing: control characters are shown as one character each, which is what the caret
    /// counts them as.
    private static func shown(_ line: [Unicode.Scalar]) -> String {
        let shown = line.map { scalar -> Unicode.Scalar in
            switch scalar.value {
            case 9: scalar
            case 0..<32: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
            case 127: "\u{2421}"
            case 128..<160: "\u{FFFD}"
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(shown))
    }
}
