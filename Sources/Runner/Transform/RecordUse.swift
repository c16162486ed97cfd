internal import LuaSyntax

/// What a script's function for each record does with the record, as far as its text shows it.
struct RecordUse: Sendable, Hashable {
    /// Whether it may look at more than the record: at where it stands, and at what `setup` returned.
    var takesContext: Bool
    /// All fields that it reads or sets, where each is named in the text and the record is used for nothing else but to be
    /// returned; nil where it may use others.
    var fields: Set<String>?
    /// What it takes away from each record, where it returns the records that it gets; nil where it may return others only.
    var removedFields: Set<String>?

    /// More names than this are as good as all.
    private static let fieldLimit = 200

    /// - Returns: nil where the text does not show the function: it is made in another place, or chosen among several.
    init?(_ script: [UInt8]) {
        guard let chunk = try? Parser.parse(SourceText(script)), let each = chunk.recordFunction else { return nil }
        let others = each.parameters.dropFirst()
        removedFields = Self.fieldsTakenAway(by: each)
        takesContext = each.isVariadic || others.contains { $0.reads > 0 || !$0.writes.isEmpty }
        guard let record = each.parameters.first else {
            fields = each.isVariadic ? nil : []
            return
        }
        var walk = RecordWalk(record)
        walk.take(each.body, isOwn: true)
        fields = walk.isWholeStory && walk.fields.count <= Self.fieldLimit ? walk.fields : nil
    }
}

extension Chunk {
    /// The function for each record: what the chunk returns, or `each` of the table that it returns.
    fileprivate var recordFunction: FunctionExpression? {
        guard case .return(let values, _)? = body.statements.last, let value = values.first,
            !body.statements.dropLast().contains(where: \.mayReturn)
        else { return nil }
        guard case .table(let fields, _) = value else { return function(value) }
        var found: FunctionExpression?
        for field in fields {
            switch field.key {
            case .name(let name) where name.text == "each": found = function(field.value)
            case .expression(.string(let bytes, _)) where bytes == Array("each".utf8): found = function(field.value)
            // Whatever this is, it may be another one.
            case .expression: return nil
            case .name, .position: break
            }
        }
        return found
    }

    private func function(_ value: Expression) -> FunctionExpression? {
        switch value {
        case .function(let function): return function
        case .local(let variable, _) where variable.writes.isEmpty:
            for case .localFunction(let declared, let function) in body.statements where declared === variable {
                return function
            }
            return nil
        default: return nil
        }
    }
}

extension Statement {
    /// Whether the chunk that it stands in may return within it.
    fileprivate var mayReturn: Bool {
        switch self {
        case .return, .goto: true
        default: blocks.contains { $0.statements.contains(where: \.mayReturn) }
        }
    }
}

/// Goes through a function and gathers the uses of its record that are understood; where these are all that there are, the
/// record goes nowhere else.
private struct RecordWalk {
    private(set) var fields: Set<String> = []
    /// The record, and further names for it.
    private var names: [LocalVariable]
    /// Uses of these that are understood.
    private var understood = 0

    init(_ record: LocalVariable) { names = [record] }

    var isWholeStory: Bool { names.allSatisfy(\.writes.isEmpty) && names.map(\.reads).reduce(0, +) == understood }

    private func isRecord(_ expression: Expression) -> Bool {
        guard case .local(let variable, _) = expression else { return false }
        return names.contains { $0 === variable }
    }

    /// - Parameter isOwn: whether the block is the function's, not that of one within.
    mutating func take(_ block: Block, isOwn: Bool) {
        for statement in block.statements {
            switch statement {
            case .local(let variables, let values)
            where variables.count == 1 && values.count == 1 && isRecord(values[0]) && variables[0].attribute != .closed:
                names.append(variables[0])
                understood += 1
            case .return(let values, _) where isOwn && values.count == 1 && isRecord(values[0]): understood += 1
            default: for expression in statement.expressions { take(expression) }
            }
            for block in statement.blocks { take(block, isOwn: isOwn) }
        }
    }

    private mutating func take(_ expression: Expression) {
        if case .function(let function) = expression { take(function.body, isOwn: false) }
        if case .index(let base, .string(let bytes, _), _, _) = expression, isRecord(base),
            // What is no text is no field of any record, and cannot be written either.
            let name = String(validating: bytes, as: UTF8.self)
        {
            fields.insert(name)
            understood += 1
        }
        for child in expression.children { take(child) }
    }
}
