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

extension Statement {
    /// The expressions that are directly in it.
    var expressions: [Expression] {
        switch self {
        case .local(_, let values), .return(let values, _), .genericFor(_, let values, _): values
        case .assignment(let targets, let values): targets + values
        case .call(let call): [.call(call)]
        case .function(let target, let function): [target, .function(function)]
        case .localFunction(_, let function): [.function(function)]
        case .while(let condition, _): [condition]
        case .repeat(_, let condition): [condition]
        case .if(let branches, _): branches.map(\.condition)
        case .numericFor(_, let start, let limit, let step, _): [start, limit] + (step.map { [$0] } ?? [])
        case .block, .break, .goto, .label: []
        }
    }

    /// The blocks that are directly in it.
    var blocks: [Block] {
        switch self {
        case .block(let block), .while(_, let block), .repeat(let block, _), .numericFor(_, _, _, _, let block),
            .genericFor(_, _, let block):
            [block]
        case .if(let branches, let otherwise): branches.map(\.block) + (otherwise.map { [$0] } ?? [])
        default: []
        }
    }
}

extension Expression {
    /// The expressions that are directly in it; the body of a function is not.
    var children: [Expression] {
        switch self {
        case .index(let base, let key, _, _): [base, key]
        case .call(let call): [call.callee] + call.arguments
        case .table(let fields, _):
            fields.flatMap { field -> [Expression] in
                if case .expression(let key) = field.key { [key, field.value] } else { [field.value] }
            }
        case .unary(_, let operand, _): [operand]
        case .binary(_, let left, let right, _): [left, right]
        case .parenthesized(let inner, _): [inner]
        default: []
        }
    }
}
