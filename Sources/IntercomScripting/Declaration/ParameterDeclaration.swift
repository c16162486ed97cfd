/// A parameter, a result, or a named field of a table.
public struct ParameterDeclaration: Sendable {
    public let name: String
    /// In the notation of LuaLS: `string`, `integer?`, `table<string, any>`.
    public let type: String
    public let summary: String
    /// What may stand in it, where it is a table of named fields; empty for all else.
    public let fields: [ParameterDeclaration]

    public init(_ name: String, _ type: String, _ summary: String) {
        self.name = name
        self.type = type
        self.summary = summary
        fields = []
    }

    private init(_ name: String, _ type: String, _ summary: String, fields: [ParameterDeclaration]) {
        self.name = name
        self.type = type
        self.summary = summary
        self.fields = fields
    }

    /// A table of named fields, and of no others.
    public static func table(
        _ name: String, _ fields: [ParameterDeclaration], _ summary: String, isOptional: Bool = false
    ) -> ParameterDeclaration {
        let entries = fields.map { "\($0.name)\($0.isOptional ? "?" : ""): \($0.requiredType)" }
        let type = "{" + entries.joined(separator: ", ") + "}" + (isOptional ? "?" : "")
        return ParameterDeclaration(name, type, summary, fields: fields)
    }

    /// Whether it may be left out.
    public var isOptional: Bool { type.hasSuffix("?") }

    /// The type of what is there, when it is.
    public var requiredType: String { isOptional ? String(type.dropLast()) : type }

    var fieldNames: [String] { fields.map(\.name) }
}
