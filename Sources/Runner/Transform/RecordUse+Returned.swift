internal import LuaSyntax

extension RecordUse {
    /// What a function that returns its record takes away from each.
    ///
    /// - Returns: nil where it returns no record that it got, or may take away what its text does not show.
    static func fieldsTakenAway(by each: FunctionExpression) -> Set<String>? {
        guard let record = each.parameters.first else { return nil }
        var walk = ReturnWalk(record)
        walk.take(each.body, isAlways: true)
        return walk.returnsRecord && walk.isWholeStory ? walk.removed : nil
    }
}

/// Goes through a function and looks for what it returns of its record, and what it takes away from it.
private struct ReturnWalk {
    private(set) var removed: Set<String> = []
    private(set) var returnsRecord = false
    /// Whether a field is taken away that the text does not name.
    private var removesOthers = false
    /// The record, and further names for it.
    private var names: [LocalVariable]

    init(_ record: LocalVariable) { names = [record] }

    var isWholeStory: Bool { !removesOthers && names.allSatisfy(\.writes.isEmpty) }

    private func isRecord(_ expression: Expression) -> Bool {
        switch expression {
        case .local(let variable, _): names.contains { $0 === variable }
        case .parenthesized(let inner, _): isRecord(inner)
        default: false
        }
    }

    /// - Parameter isAlways: whether the block is done for every record.
    mutating func take(_ block: Block, isAlways: Bool) {
        for statement in block.statements {
            switch statement {
            case .local(let variables, let values):
                for (variable, value) in zip(variables, values) where isRecord(value) { names.append(variable) }
            case .assignment(let targets, let values):
                for (target, value) in zip(targets, values) {
                    if case .nil = value { takeRemoval(of: target, isAlways: isAlways) }
                }
            case .return(let values, _): takeReturn(values.first)
            default: break
            }
            let isBlock = if case .block = statement { true } else { false }
            for block in statement.blocks { take(block, isAlways: isAlways && isBlock) }
        }
    }

    private mutating func takeRemoval(of target: Expression, isAlways: Bool) {
        guard case .index(let base, let key, _, _) = target, isRecord(base) else { return }
        guard case .string(let bytes, _) = key else {
            removesOthers = true
            return
        }
        if isAlways { removed.insert(String(decoding: bytes, as: UTF8.self)) }
    }

    /// The record itself, or a list that it is in.
    private mutating func takeReturn(_ value: Expression?) {
        guard let value else { return }
        if case .table(let fields, _) = value {
            let items = fields.filter { if case .position = $0.key { true } else { false } }
            if items.contains(where: { isRecord($0.value) }) { returnsRecord = true }
        } else if isRecord(value) {
            returnsRecord = true
        }
    }
}
