public import IntercomScripting

/// The reference of what scripts can use, as pages of Markdown.
public struct ReferencePages: Sendable {
    /// A page under its file name.
    public struct Page: Sendable, Hashable {
        public var name: String
        public var text: String
    }

    private let library: ScriptLibrary
    private let testing: ScriptLibrary

    /// - Parameters:
    ///   - library: what every script finds.
    ///   - testing: what test files find besides.
    public init(_ library: ScriptLibrary, testing: ScriptLibrary = ScriptLibrary(modules: [])) {
        self.library = library
        self.testing = testing
    }

    /// All pages, the overview first.
    public var pages: [Page] {
        [Page(name: "Reference.md", text: overview)] + library.modules.map(page)
            + [Page(name: "globals.md", text: globals), Page(name: "lua.md", text: languagePage)]
            + (testing.globals.isEmpty ? [] : [Page(name: "testing.md", text: testingPage)])
    }

    private static let origin =
        "<!-- Written by scripts/docs from the declarations beside the functions: change those, and run it again. -->"

    // MARK: Pages

    private var overview: String {
        let rows =
            library.modules.map { "| [`\($0.name)`](\($0.name).md) | \($0.summary.cell) |" } + [
                "| [`parallel`, what scripts return](globals.md) | Several coroutines at a time; the shape of a script. |",
                "| [Lua's own libraries](lua.md) | What of them is there in the sandbox. |",
            ]
            + (testing.globals.isEmpty
                ? []
                : ["| [`describe`, `it`, `expect`, `emulator`, `script`](testing.md) | What test files find besides. |"])
        return """
            # What scripts can use

            \(Self.origin)

            Everything here is there without `require`; `require "text"` and its kin give the same tables. At the prompt, \
            `?text.trim` explains a function, and `intercom-lua types` writes all of this for editors.

            | | |
            |---|---|
            \(rows.joined(separator: "\n"))

            Every example on these pages is run by a test, against an emulated workspace in which there are Ada (a user: \
            `ada@acme.io`, external id `u-1`, plan team, 12 seats) and Grace (a lead: `grace@navy.mil`). What follows `-->` is \
            what a line prints.

            """
    }

    private func page(_ module: ModuleDeclaration) -> Page {
        var parts = ["# \(module.name)", Self.origin, module.summary]
        parts.append(contents(module))
        parts += module.functions.map { section($0, prefix: module.name + ".") }
        parts += module.values.map { "## \(module.name).\($0.name)\n\n`\($0.type)`: \($0.summary)" }
        parts += module.types.map(section)
        return Page(name: module.name + ".md", text: parts.joined(separator: "\n\n") + "\n")
    }

    private var globals: String {
        let parts =
            ["# Functions and types of no module", Self.origin]
            + library.globals.map { section($0, prefix: "") } + library.types.map(section)
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var testingPage: String {
        var parts = [
            "# Testing scripts", Self.origin,
            """
            `intercom-lua test` runs the files that end in `_test.lua`: those that are named, or all below a folder. Each test \
            has an emulator of its own, time stands still, and nothing leaves the machine.
            """,
        ]
        parts += testing.globals.map { section($0, prefix: "") }
        for module in testing.modules {
            parts.append("## \(module.name)\n\n\(module.summary)")
            parts += module.functions.map { section($0, prefix: module.name + ".") }
        }
        parts += testing.types.map(section)
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var languagePage: String {
        let rows = LuaManual.entries.map { "| `\($0.usage.cell)` | \($0.summary.cell) |" }
        return """
            # Lua's own libraries

            \(Self.origin)

            Scripts are Lua 5.4 in a sandbox: what reaches files, processes or the inside of the interpreter is not there. \
            The [manual of Lua](https://www.lua.org/manual/5.4/) says more about each of these.

            | function | does |
            |---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    // MARK: Sections

    private func contents(_ module: ModuleDeclaration) -> String {
        let rows = module.functions.map { function in
            "| [`\(function.name)`](#\(Self.anchor(module.name + "." + function.name))) | \(function.summary.firstSentence.cell) |"
        }
        return (["| function | does |", "|---|---|"] + rows).joined(separator: "\n")
    }

    private func section(_ function: FunctionDeclaration, prefix: String) -> String {
        let name = prefix + function.name
        var parts = ["## \(name)", "`\(function.signature(name))`", function.summary]
        let lines = function.parameters.flatMap { line($0, indent: "") } + function.results.map(resultLine)
        if !lines.isEmpty { parts.append(lines.joined(separator: "\n")) }
        if let example = function.example { parts.append("```lua\n\(example)\n```") }
        return parts.joined(separator: "\n\n")
    }

    private func section(_ type: TypeDeclaration) -> String {
        let rows =
            type.words.map { "| `\"\($0.text)\"` | \($0.summary.cell) |" }
            + type.fields.map { "| `\($0.name)` | `\($0.type.cell)` | \($0.summary.cell) |" }
        let head = type.words.isEmpty ? ["| field | type | |", "|---|---|---|"] : ["| value | |", "|---|---|"]
        let table = rows.isEmpty ? [] : [(head + rows).joined(separator: "\n")]
        return (["## Type \(type.name)", type.summary] + table).joined(separator: "\n\n")
    }

    private func line(_ parameter: ParameterDeclaration, indent: String) -> [String] {
        let type = parameter.fields.isEmpty ? parameter.type : parameter.isOptional ? "table?" : "table"
        return ["\(indent)- `\(parameter.name)`: `\(type)`. \(parameter.summary)"]
            + parameter.fields.flatMap { line($0, indent: indent + "  ") }
    }

    private func resultLine(_ result: ParameterDeclaration) -> String {
        "- returns `\(result.name)`: `\(result.type)`. \(result.summary)"
    }

    /// As GitHub makes it of a heading.
    private static func anchor(_ heading: String) -> String {
        heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }
}

extension FunctionDeclaration {
    /// `text.trim(s)`, optional parameters in brackets; one table of named arguments in braces.
    func signature(_ name: String) -> String {
        if parameters.count == 1, let only = parameters.first, !only.fields.isEmpty, !only.isOptional {
            return name + " { … }"
        }
        var text = name + "("
        var brackets = 0
        for (position, parameter) in parameters.enumerated() {
            let isOptional = parameter.isOptional && parameters[position...].allSatisfy(\.isOptional)
            if isOptional {
                text += position > 0 ? " [" : "["
                brackets += 1
            }
            text += (position > 0 ? ", " : "") + parameter.name
        }
        return text + String(repeating: "]", count: brackets) + ")"
    }
}

extension String {
    /// Within a cell of a table.
    fileprivate var cell: String { replacing("|", with: "\\|") }

    var firstSentence: String {
        guard let end = firstRange(of: ". ") else { return self }
        return String(self[..<end.lowerBound]) + "."
    }
}
