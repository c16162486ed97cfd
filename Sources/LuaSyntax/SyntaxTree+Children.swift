extension Statement {
    /// The expressions that are directly in it.
    public var expressions: [Expression] {
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
    public var blocks: [Block] {
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
    public var children: [Expression] {
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
