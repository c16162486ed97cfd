internal import Intercom
internal import IntercomScripting
internal import LuaSyntax

extension ScriptWalk {
    /// Looks at what the script returns, and notes what the parameters of its functions are.
    func noteScript() {
        guard case .return(let values, _)? = chunk.body.statements.last, let value = values.first else { return }
        switch value {
        case .table(let fields, let range): noteScript(fields, range)
        default: if case .function(let each)? = knownValue(of: value) { noteEach(each) }
        }
    }

    private func noteScript(_ fields: [TableField], _ range: SourceRange) {
        guard let script = checker.library.type("script"), !isModule(fields) else { return }
        let known = script.fields.map(\.name)
        var found: Set<String> = []
        for field in fields {
            guard case .name(let name) = field.key else { continue }
            found.insert(name.text)
            if !known.contains(name.text) {
                report(
                    .scriptShape, "the table that a script returns has no \"\(name.text)\".",
                    Self.suggestion(name.text, among: known) ?? "It has \(known.joined(separator: ", ")).",
                    at: name.range)
                if let near = Nearest.name(to: name.text, among: known) { found.insert(near) }
            }
            if name.text == "each", case .function(let each)? = knownValue(of: field.value) { noteEach(each) }
            if name.text == "options", let options = checker.library.type("script_options") {
                check(field.value, against: .named(options.name), as: "options")
            }
        }
        if !found.contains("each") {
            report(
                .scriptShape, "the table that the script returns has no function each.",
                at: SourceRange(range.start, range.start + 1))
        }
    }

    /// Whether a table is what a module returns, and no script: none of its names is one of a script's, or near one.
    private func isModule(_ fields: [TableField]) -> Bool {
        let known = checker.library.type("script")?.fields.map(\.name) ?? []
        return !fields.contains { field in
            guard case .name(let name) = field.key else { return false }
            return known.contains(name.text) || Self.suggestion(name.text, among: known) != nil
        }
    }

    private func noteEach(_ each: FunctionExpression) {
        let context = checker.library.type("record_context")
        for (position, parameter) in each.parameters.enumerated() where parameter.writes.isEmpty {
            if position == 0 { values[ObjectIdentifier(parameter)] = .record }
            if position == 1, let context { values[ObjectIdentifier(parameter)] = .typed(context) }
        }
    }
}
