public import LuaSyntax

/// By which fields of its records a script matches contacts, as far as its text says.
///
/// Names that are given a value once are followed, `local email = text.lower(row.Email)`; all else is not known.
struct MatchingFields {
    /// The fields; nil where some contact is matched by something else.
    private(set) var fields: Set<String>? = []
    /// The values of local variables that have only ever one.
    private var values: [ObjectIdentifier: Expression] = [:]

    private static let matching: Set<String> = [
        "upsert_contact", "update_contact", "delete_contact", "find_contact",
    ]
    /// What identifies a contact that is created.
    private static let identifying = ["external_id", "email"]

    init(_ chunk: Chunk) {
        collect(chunk.body)
        visit(chunk.body)
    }

    private mutating func collect(_ block: Block) {
        for statement in block.statements {
            if case .local(let variables, let given) = statement, variables.count == given.count {
                for (variable, value) in zip(variables, given) where variable.writes.isEmpty {
                    values[ObjectIdentifier(variable)] = value
                }
            }
            for block in Self.blocks(of: statement) { collect(block) }
        }
    }

    private mutating func visit(_ block: Block) {
        for statement in block.statements {
            for expression in statement.expressions { visit(expression) }
            for block in statement.blocks { visit(block) }
        }
    }

    private mutating func visit(_ expression: Expression) {
        if case .call(let call) = expression { take(call) }
        if case .function(let function) = expression { visit(function.body) }
        for child in expression.children { visit(child) }
    }

    /// The blocks of a statement, those of functions among them.
    private static func blocks(of statement: Statement) -> [Block] {
        statement.blocks + statement.expressions.flatMap(functions)
    }

    private static func functions(in expression: Expression) -> [Block] {
        let own: [Block] = if case .function(let function) = expression { [function.body] } else { [] }
        return own + expression.children.flatMap(functions)
    }

    private mutating func take(_ call: Expression.Call) {
        guard let name = call.callee.intercomMember else { return }
        let arguments = call.arguments.first
        if Self.matching.contains(name) {
            note(arguments?.field("matching_value"))
        } else if name == "create_contact" {
            let mappings = arguments?.field("mappings")
            note(Self.identifying.lazy.compactMap { mappings?.field($0) }.first)
        }
    }

    /// Takes in what contacts are matched by.
    private mutating func note(_ value: Expression?) {
        guard let known = fields, let value else {
            fields = nil
            return
        }
        var read: Set<String> = []
        collectFields(of: value, into: &read, depth: 0)
        fields = read.count == 1 ? known.union(read) : nil
    }

    /// Whether a variable is a parameter, or another name for one.
    private func isRecord(_ variable: LocalVariable, depth: Int) -> Bool {
        if variable.kind == .parameter { return true }
        guard depth <= 20, case .local(let other, _)? = values[ObjectIdentifier(variable)] else { return false }
        return isRecord(other, depth: depth + 1)
    }

    /// The fields of records that a value is made of.
    private func collectFields(of value: Expression, into read: inout Set<String>, depth: Int) {
        if depth > 20 { return }
        switch value {
        case .index(.local(let variable, _), key: .string(let bytes, _), _, _) where isRecord(variable, depth: depth):
            read.insert(String(decoding: bytes, as: UTF8.self))
        case .local(let variable, _):
            guard let known = values[ObjectIdentifier(variable)] else { return }
            collectFields(of: known, into: &read, depth: depth + 1)
        default:
            for child in value.children { collectFields(of: child, into: &read, depth: depth + 1) }
        }
    }
}

extension ScriptChecker {
    /// The one field of its records by which a script matches contacts, wherever it does; nil where there are several, or its
    /// text does not say.
    public static func matchingField(in source: SourceText) -> String? {
        guard let chunk = try? Parser.parse(source), let fields = MatchingFields(chunk).fields, fields.count == 1 else {
            return nil
        }
        return fields.first
    }
}
