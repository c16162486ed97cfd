internal import LuaSyntax

/// The names that a script gives values to, found before it is looked at more closely.
struct NameCollector {
    /// Global variables that are given a value somewhere.
    private(set) var assignedGlobals: Set<String> = []
    /// Fields of global tables that are given a value: `string.trim`.
    private(set) var assignedFields: Set<String> = []
    /// What `require` is called with.
    private(set) var requiredModules: [String] = []

    init(_ chunk: Chunk) { visit(chunk.body) }

    private mutating func visit(_ block: Block) {
        for statement in block.statements {
            switch statement {
            case .assignment(let targets, _): for target in targets { take(target) }
            case .function(let target, _): take(target)
            default: break
            }
            for expression in statement.expressions { visit(expression) }
            for block in statement.blocks { visit(block) }
        }
    }

    private mutating func take(_ target: Expression) {
        switch target {
        case .global(let name): assignedGlobals.insert(name.text)
        case .index(.global(let base), key: .string(let key, _), _, _):
            assignedFields.insert(base.text + "." + String(decoding: key, as: UTF8.self))
        default: break
        }
    }

    private mutating func visit(_ expression: Expression) {
        if case .call(let call) = expression, case .global(let name) = call.callee, name.text == "require",
            case .string(let bytes, _)? = call.arguments.first
        {
            requiredModules.append(String(decoding: bytes, as: UTF8.self))
        }
        if case .function(let function) = expression { visit(function.body) }
        for child in expression.children { visit(child) }
    }
}
