internal import IntercomScripting

/// What `?name` answers, from the declarations of the modules and the words of the workspace.
struct Documentation {
    private let configuration: REPLConfiguration
    private let columns: Int
    private var palette: Palette { configuration.palette }
    private var library: ScriptLibrary { configuration.library }

    init(_ configuration: REPLConfiguration, _ columns: Int) {
        self.configuration = configuration
        self.columns = columns
    }

    /// What can be asked for: modules, their functions and values, fields.
    var names: [String] {
        library.modules.flatMap { module in
            [module.name] + module.memberNames.map { "\(module.name).\($0)" } + module.types.map(\.name)
        } + library.globals.map(\.name) + library.types.map(\.name) + words.map(\.name)
            + LuaManual.entries.map(\.name)
    }

    private var words: [Vocabulary.Word] {
        let fields = configuration.vocabulary.mappingFields
        return fields
            + configuration.vocabulary.matchingFields.filter { word in !fields.contains { $0.name == word.name } }
    }

    /// The documentation of a name, which may leave out the module. Asks for the custom attributes where nothing else has
    /// that name.
    func answer(_ name: String) async -> String {
        if let answer = known(name) { return answer }
        let attribute = await configuration.vocabulary.customAttributes().first { $0.name == name }
        guard let attribute else { return unknown(name) }
        let meaning = ["A custom attribute.", attribute.documentation].joined(separator: " ")
        return heading(name) + "\n" + wrapped(meaning, indent: 2)
    }

    private func known(_ name: String) -> String? {
        if name.isEmpty { return overview }
        if let module = library.module(name) { return text(of: module) }
        var answers: [String] = []
        answers += library.globals.filter { $0.name == name }.map { text(of: $0, in: nil) }
        for module in library.modules {
            for function in module.functions where [function.name, "\(module.name).\(function.name)"].contains(name) {
                answers.append(text(of: function, in: module))
            }
            for value in module.values where [value.name, "\(module.name).\(value.name)"].contains(name) {
                answers.append(
                    heading("\(module.name).\(value.name): \(value.type)") + "\n" + wrapped(value.summary, indent: 2))
            }
        }
        let types = library.types + library.modules.flatMap(\.types)
        answers += types.filter { $0.name == name || $0.name.hasSuffix("." + name) }.map(text(of:))
        answers += words.filter { $0.name == name }.map {
            heading($0.name) + "\n" + wrapped($0.documentation, indent: 2)
        }
        if let entry = LuaManual.entry(name) {
            answers.append(heading(entry.usage) + "\n" + wrapped(entry.summary, indent: 2))
        }
        return answers.isEmpty ? nil : answers.joined(separator: "\n")
    }

    private func unknown(_ name: String) -> String {
        let near = names.filter { $0.lowercased().contains(name.lowercased()) }
        if near.isEmpty { return "Nothing is known of \"\(name)\"; ? lists the modules." }
        return "Nothing is called \"\(name)\". There is " + near.joined(separator: ", ") + "."
    }

    private var overview: String {
        let entries =
            library.modules.map { ($0.name, $0.summary) }
            + library.globals.map { ($0.name, Self.firstSentence($0.summary)) }
        let width = entries.map(\.0.count).max() ?? 0
        let rows = entries.map { row($0.0, $0.1, width: width) }
        return (rows + ["?NAME tells about a module, a function or a field."]).joined(separator: "\n")
    }

    private func text(of module: ModuleDeclaration) -> String {
        let entries =
            module.functions.map { ($0.name, Self.firstSentence($0.summary)) }
            + module.values.map { ($0.name, Self.firstSentence($0.summary)) }
        let width = entries.map(\.0.count).max() ?? 0
        let rows = entries.map { row($0.0, $0.1, width: width) }
        return ([heading(module.name), wrapped(module.summary, indent: 2)] + rows).joined(separator: "\n")
    }

    private func text(of type: TypeDeclaration) -> String {
        let entries =
            type.words.map { ("\"\($0.text)\"", $0.summary) }
            + type.fields.map { ("\($0.name): \($0.type)", $0.summary) }
        let lines = entries.flatMap { ["  " + palette.paint($0.0, .key), wrapped($0.1, indent: 6)] }
        return ([heading(type.name), wrapped(type.summary, indent: 2)] + lines).joined(separator: "\n")
    }

    private func text(of function: FunctionDeclaration, in module: ModuleDeclaration?) -> String {
        let parameters = function.parameters.map(\.name).joined(separator: ", ")
        let results = function.results.map(\.name).joined(separator: ", ")
        var lines = [
            heading(
                (module.map { $0.name + "." } ?? "") + "\(function.name)(\(parameters))"
                    + (results.isEmpty ? "" : " -> \(results)"))
        ]
        lines.append(wrapped(function.summary, indent: 2))
        for parameter in function.parameters { lines += self.lines(of: parameter, indent: 2) }
        for result in function.results { lines += self.lines(of: result, indent: 2, mark: "-> ") }
        if let example = function.example {
            lines += example.split(separator: "\n").map { "    " + palette.paint(String($0), .dim) }
        }
        return lines.joined(separator: "\n")
    }

    /// A parameter or result, and below it the fields of a table.
    private func lines(of parameter: ParameterDeclaration, indent: Int, mark: String = "") -> [String] {
        let space = String(repeating: " ", count: indent) + mark
        let type = parameter.fields.isEmpty ? parameter.type : parameter.isOptional ? "table?" : "table"
        let head = space + palette.paint(parameter.name, .key) + ": "
        let summary = parameter.summary.isEmpty ? [] : [wrapped(parameter.summary, indent: indent + 4)]
        return [head + hanging(type, after: mark + parameter.name, indent: indent)] + summary
            + parameter.fields.flatMap { lines(of: $0, indent: indent + 4) }
    }

    // MARK: Layout

    private func heading(_ text: String) -> String { palette.paint(text, .heading) }

    private func row(_ name: String, _ text: String, width: Int) -> String {
        let space = String(repeating: " ", count: width - name.count + 2)
        let text = wrapped(text, indent: width + 4).drop(while: \.isWhitespace)
        return "  " + palette.paint(name, .key) + space + text
    }

    private func hanging(_ text: String, after name: String, indent: Int) -> String {
        String(wrapped(text, indent: indent + 4, first: name.count + indent + 2).drop(while: \.isWhitespace))
    }

    /// The text in lines that fit, each with `indent` in front; the first line begins after `first` columns.
    private func wrapped(_ text: String, indent: Int, first: Int? = nil) -> String {
        let space = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = String(repeating: " ", count: first ?? indent)
        var isEmpty = true
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !isEmpty, line.count + 1 + word.count > max(columns, 40) {
                lines.append(line)
                (line, isEmpty) = (space, true)
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return (lines + [line]).joined(separator: "\n")
    }

    private static func firstSentence(_ text: String) -> String {
        guard let end = text.firstRange(of: ". ") else { return text }
        return String(text[..<end.lowerBound]) + "."
    }
}
