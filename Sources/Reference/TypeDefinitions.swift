public import IntercomScripting

/// What editors with LuaLS complete and check scripts by: a `---@meta` file a module.
///
/// See https://luals.github.io/wiki/annotations/.
public struct TypeDefinitions: Sendable {
    /// A custom attribute of the workspace.
    public struct Attribute: Sendable, Hashable {
        public var name: String
        /// In the notation of LuaLS.
        public var type: String
        public var summary: String

        public init(name: String, type: String, summary: String) {
            self.name = name
            self.type = type
            self.summary = summary
        }
    }

    private let library: ScriptLibrary
    private let testing: ScriptLibrary
    private let attributes: [Attribute]?

    /// - Parameter attributes: what the workspace has; nil where that is not known, so that every name passes.
    public init(_ library: ScriptLibrary, testing: ScriptLibrary, attributes: [Attribute]?) {
        self.library = library
        self.testing = testing
        self.attributes = attributes
    }

    private static let origin = "-- Written by `intercom-lua types`, for editors only."

    /// The files, by name.
    public var files: [(name: String, text: String)] {
        (library.modules + testing.modules).map { ($0.name + ".lua", file($0)) } + [
            ("globals.lua", globals(library, name: "globals")), ("testing.lua", globals(testing, name: "testing")),
        ]
    }

    // MARK: Files

    private func file(_ module: ModuleDeclaration) -> String {
        var parts = ["---@meta \(module.name)\n\(Self.origin)"]
        parts += module.types.map(definition)
        let values = module.values.map { "---@field \($0.name) \($0.type) \($0.summary.line)" }
        parts.append(
            (Self.comment(module.summary) + ["---@class \(module.name)"] + values + ["\(module.name) = {}"])
                .joined(separator: "\n"))
        parts += module.functions.map { definition($0, prefix: module.name + ".") }
        parts.append("return \(module.name)")
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func globals(_ library: ScriptLibrary, name: String) -> String {
        var parts = ["---@meta \(name)\n\(Self.origin)"]
        if name == "globals" {
            parts.append("---JSON's null, and Intercom's: it clears a field.\n---@alias null lightuserdata")
        }
        parts += library.types.map(definition)
        parts += library.globals.map { definition($0, prefix: "") }
        return parts.joined(separator: "\n\n") + "\n"
    }

    // MARK: Definitions

    private func definition(_ type: TypeDeclaration) -> String {
        var lines = Self.comment(type.summary)
        switch type.shape {
        case .words(let words):
            lines.append("---@alias \(type.name)")
            lines += words.map { "---| \"\($0.text)\" # \($0.summary.line)" }
        case .fields(let fields):
            lines.append("---@class (exact) \(type.name)")
            lines += fields.map(field)
        case .openFields(let fields):
            let known = type.name == "intercom.custom_mappings" ? attributes : nil
            lines.append("---@class \(known == nil ? "" : "(exact) ")\(type.name)")
            lines += fields.map(field)
            lines += (known ?? []).map(field)
            if known == nil { lines.append("---@field [string] any") }
        }
        return lines.joined(separator: "\n")
    }

    private func definition(_ function: FunctionDeclaration, prefix: String) -> String {
        let name = prefix + function.name
        var lines: [String] = []
        for parameter in function.parameters where !parameter.fields.isEmpty {
            lines += ["---@class (exact) \(name).\(parameter.name)"] + parameter.fields.map(field) + [""]
        }
        lines += Self.comment(function.summary)
        if let example = function.example {
            lines += ["---", "---```lua"] + example.split(separator: "\n").map { "---" + $0 } + ["---```"]
        }
        for parameter in function.parameters {
            let type = parameter.fields.isEmpty ? parameter.requiredType : "\(name).\(parameter.name)"
            let mark = parameter.isOptional && parameter.name != "..." ? "?" : ""
            lines.append("---@param \(parameter.name)\(mark) \(type) \(parameter.summary.line)")
        }
        lines += function.results.map { "---@return \($0.type) \($0.name) \($0.summary.line)" }
        lines.append("function \(name)(\(function.parameters.map(\.name).joined(separator: ", "))) end")
        return lines.joined(separator: "\n")
    }

    private func field(_ field: ParameterDeclaration) -> String {
        "---@field \(field.name)\(field.isOptional ? "?" : "") \(field.requiredType) \(field.summary.line)"
    }

    private func field(_ attribute: Attribute) -> String {
        let isName = attribute.name.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]*/#) != nil
        let quoted = attribute.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").line
        let key = isName ? "\(attribute.name)?" : "[\"\(quoted)\"]"
        let type = isName ? attribute.type + "|null" : attribute.type + "|null|nil"
        return "---@field \(key) \(type) \(attribute.summary.line)"
    }

    private static func comment(_ text: String) -> [String] { ["---" + text.line] }
}

extension String {
    /// On one line.
    fileprivate var line: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
