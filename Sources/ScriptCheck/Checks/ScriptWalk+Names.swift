internal import IntercomScripting
internal import LuaSyntax

extension ScriptWalk {
    // MARK: Globals

    /// What Lua itself and the library give.
    private var knownGlobals: Set<String> { checker.globalNames.union(checker.foreignGlobals) }

    func checkGlobal(_ name: Name) {
        guard !knownGlobals.contains(name.text), !names.assignedGlobals.contains(name.text) else { return }
        let visible = chunk.locals.filter { $0.scope.start <= name.range.start && name.range.end <= $0.scope.end }
        let near = Self.suggestion(
            name.text, among: knownGlobals.union(names.assignedGlobals).union(visible.map(\.name.text)))
        let absent = LuaLibraries.absent[name.text].map { "The sandbox has no \(name.text): \($0)" }
        report(.undefinedGlobal, "undefined global \"\(name.text)\".", absent ?? near, at: name.range)
    }

    /// What is given a value.
    func checkTarget(_ target: Expression) {
        guard case .global(let name) = target else {
            for child in target.children { visit(child) }
            return
        }
        if knownGlobals.contains(name.text), !checker.foreignGlobals.contains(name.text) {
            report(
                .assignedGlobal, "this gives the global \"\(name.text)\" another value, for the whole script.",
                "Write local, or choose another name.", at: name.range)
        } else if functionDepth > 0 {
            let visible = chunk.locals.filter { $0.scope.start <= name.range.start && name.range.end <= $0.scope.end }
            let near = Self.suggestion(name.text, among: visible.map(\.name.text))
            report(
                .assignedGlobal, "\"\(name.text)\" is a global variable, shared by all records.",
                near ?? "Write local where it is meant to be one.", at: name.range)
        }
    }

    // MARK: Fields

    func checkField(_ name: String, of base: Expression, at range: SourceRange) {
        switch knownValue(of: base) {
        case .path(let path)?: checkMember(name, of: path, at: range)
        case .typed(let type)?: checkField(name, of: type, at: range)
        case .record?: checkRecordField(name, at: range)
        case .function?, nil: break
        }
    }

    private func checkMember(_ name: String, of path: [String], at range: SourceRange) {
        guard path.count == 1, !names.assignedGlobals.contains(path[0]),
            !names.assignedFields.contains(path[0] + "." + name),
            let members = checker.members(of: path[0]), !members.contains(name)
        else { return }
        // Whoever leaves off the end of a name means the whole one.
        let longer = name.count > 2 ? members.sorted().first { $0.hasPrefix(name + "_") } : nil
        let full =
            Self.suggestion(name, among: members) ?? longer.map { "Did you mean \($0)?" }
            ?? checker.elsewhere(name, than: path[0])
        report(.unknownField, "\(path[0]) has no \"\(name)\".", full, at: range)
    }

    private func checkField(_ name: String, of type: TypeDeclaration, at range: SourceRange) {
        let known = type.fields.map(\.name)
        guard !known.isEmpty, !known.contains(name) else { return }
        let near = Self.suggestion(name, among: known)
        if case .openFields = type.shape, near == nil { return }
        report(.unknownField, "the \(type.name) has no \"\(name)\".", near, at: range)
    }

    private func checkRecordField(_ name: String, at range: SourceRange) {
        guard let fields = checker.recordFields, !fields.contains(name) else { return }
        let list = fields.sorted().prefix(12).joined(separator: ", ") + (fields.count > 12 ? ", …" : "")
        report(
            .unknownField, "the records have no field \"\(name)\".",
            Self.suggestion(name, among: fields, quoted: true) ?? "They have \(list).", at: range)
    }

    // MARK: Tables

    func checkRepetitions(_ fields: [TableField]) {
        var seen: Set<String> = []
        for field in fields {
            let (name, range): (String, SourceRange)
            switch field.key {
            case .name(let key): (name, range) = (key.text, key.range)
            case .expression(.string(let bytes, let place)):
                (name, range) = (String(decoding: bytes, as: UTF8.self), place)
            default: continue
            }
            if !seen.insert(name).inserted {
                report(.repeatedKey, "the table has \"\(name)\" already; the last one counts.", at: range)
            }
        }
    }

    // MARK: Locals

    func checkLocals() {
        for statement in LocalGroups(chunk).groups {
            // Those before one that is used hold its place.
            let lastUsed = statement.lastIndex { $0.reads > 0 } ?? -1
            for (position, variable) in statement.enumerated() where position > lastUsed { checkUse(of: variable) }
        }
    }

    private func checkUse(of variable: LocalVariable) {
        guard variable.reads == 0, !variable.name.text.hasPrefix("_"), variable.attribute != .closed else { return }
        let name = variable.name.text
        let what =
            switch variable.kind {
            case .function: "the local function \"\(name)\" is not used."
            case .loop: "the variable \"\(name)\" of this loop is not used."
            default:
                variable.writes.isEmpty
                    ? "the local variable \"\(name)\" is not used."
                    : "the local variable \"\(name)\" is given values that nothing reads."
            }
        report(.unusedLocal, what, at: variable.name.range)
    }
}

/// The local variables that are declared together, but for parameters, the variables that only count, and first variables
/// of loops: those cannot be left out.
private struct LocalGroups {
    private(set) var groups: [[LocalVariable]] = []

    init(_ chunk: Chunk) { visit(chunk.body) }

    private mutating func visit(_ block: Block) {
        for statement in block.statements {
            switch statement {
            case .local(let variables, _): groups.append(variables)
            case .localFunction(let variable, _): groups.append([variable])
            case .genericFor(let variables, _, _): groups.append(Array(variables.dropFirst()))
            default: break
            }
            for expression in statement.expressions { visit(expression) }
            for block in statement.blocks { visit(block) }
        }
    }

    private mutating func visit(_ expression: Expression) {
        if case .function(let function) = expression { visit(function.body) }
        for child in expression.children { visit(child) }
    }
}
