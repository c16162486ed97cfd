extension Parser {
    mutating func expressions() throws(SyntaxError) -> [Expression] {
        var values = [try expression()]
        var highest = height
        while try take(",") {
            values.append(try expression())
            highest = max(highest, height)
        }
        height = highest
        return values
    }

    mutating func expression() throws(SyntaxError) -> Expression { try subexpression(above: 0) }

    /// How tightly operators bind, to the left and to the right.
    private static let priorities: [String: (left: Int, right: Int)] = [
        "or": (1, 1), "and": (2, 2), "<": (3, 3), ">": (3, 3), "<=": (3, 3), ">=": (3, 3), "~=": (3, 3), "==": (3, 3),
        "|": (4, 4), "~": (5, 5), "&": (6, 6), "<<": (7, 7), ">>": (7, 7), "..": (9, 8), "+": (10, 10), "-": (10, 10),
        "*": (11, 11), "/": (11, 11), "//": (11, 11), "%": (11, 11), "^": (14, 13),
    ]
    private static let unaryPriority = 12

    private var binaryOperator: String? {
        switch token.kind {
        case .symbol(let text) where Self.priorities[text] != nil: text
        case .keyword(.and): "and"
        case .keyword(.or): "or"
        default: nil
        }
    }

    private var unaryOperator: String? {
        switch token.kind {
        case .symbol(let text) where text == "-" || text == "~" || text == "#": text
        case .keyword(.not): "not"
        default: nil
        }
    }

    private mutating func subexpression(above limit: Int) throws(SyntaxError) -> Expression {
        try nested { (parser) throws(SyntaxError) in
            var left: Expression
            if let sign = parser.unaryOperator {
                let start = parser.token.range
                try parser.advance()
                let operand = try parser.subexpression(above: Self.unaryPriority)
                left = .unary(sign, operand, start.through(operand.range))
                parser.height += 1
            } else {
                left = try parser.simple()
            }
            while let sign = parser.binaryOperator, let priority = Self.priorities[sign], priority.left > limit {
                let height = parser.height
                try parser.advance()
                let right = try parser.subexpression(above: priority.right)
                left = .binary(sign, left, right, left.range.through(right.range))
                try parser.grow(over: height)
            }
            try parser.grow(over: parser.height - 1)
            return left
        }
    }

    /// Notes that the tree has grown over what was read last and over something of another height.
    private mutating func grow(over other: Int) throws(SyntaxError) {
        height = max(height, other + 1)
        peak = max(peak, height)
        guard height > Self.spineLimit else { return }
        throw SyntaxError(message: "an expression too long to be checked", range: token.range, isTooDeep: true)
    }

    private mutating func simple() throws(SyntaxError) -> Expression {
        let range = token.range
        height = 0
        switch token.kind {
        case .integer(let value):
            try advance()
            return .integer(value, range)
        case .number(let value):
            try advance()
            return .number(value, range)
        case .string(let bytes):
            try advance()
            return .string(bytes, range)
        case .keyword(.nil):
            try advance()
            return .nil(range)
        case .keyword(.true), .keyword(.false):
            let value = isAt(.true)
            try advance()
            return .boolean(value, range)
        case .symbol("..."):
            guard function.isVariadic else { throw near("cannot use '...' outside a vararg function") }
            try advance()
            return .varargs(range)
        case .symbol("{"): return try table()
        case .keyword(.function):
            try advance()
            return .function(try functionBody(from: range, isMethod: false))
        default: return try suffixed()
        }
    }

    // MARK: Names, fields, calls

    private mutating func primary() throws(SyntaxError) -> Expression {
        let start = token.range
        height = 0
        if case .name = token.kind {
            let reference = reference(try name())
            if case .local(let variable, _) = reference { variable.reads += 1 }
            return reference
        }
        guard try take("(") else { throw near("unexpected symbol") }
        let inner = try expression()
        try close(.symbol(")"), "(", at: start)
        return .parenthesized(inner, SourceRange(start.start, lastEnd))
    }

    mutating func suffixed() throws(SyntaxError) -> Expression {
        var value = try primary()
        while true {
            let below = height
            switch token.kind {
            case .symbol("."):
                try advance()
                value = field(of: value, try name())
            case .symbol("["):
                try advance()
                let key = try expression()
                try require("]")
                value = .index(value, key: key, isDot: false, SourceRange(value.range.start, lastEnd))
            case .symbol(":"):
                try advance()
                let method = try name()
                value = try call(value, method)
            case .symbol("("), .symbol("{"), .string: value = try call(value, nil)
            default: return value
            }
            try grow(over: max(below, height))
        }
    }

    private mutating func call(_ callee: Expression, _ method: Name?) throws(SyntaxError) -> Expression {
        let start = token.range
        var arguments: [Expression] = []
        height = 0
        switch token.kind {
        case .string(let bytes):
            try advance()
            arguments = [.string(bytes, start)]
        case .symbol("{"): arguments = [try table()]
        case .symbol("("):
            try advance()
            if !isAt(")") { arguments = try expressions() }
            try close(.symbol(")"), "(", at: start)
        default: throw expected("function arguments")
        }
        return .call(
            Expression.Call(
                callee: callee, method: method, arguments: arguments,
                argumentsRange: SourceRange(start.start, lastEnd), range: SourceRange(callee.range.start, lastEnd)))
    }

    // MARK: Tables

    private mutating func table() throws(SyntaxError) -> Expression {
        let start = token.range
        try require("{")
        var fields: [TableField] = []
        var highest = 0
        while !isAt("}") {
            fields.append(try tableField())
            highest = max(highest, height)
            let isFollowed = try take(",") ? true : try take(";")
            if !isFollowed { break }
        }
        try close(.symbol("}"), "{", at: start)
        height = highest
        try grow(over: highest)
        return .table(fields, SourceRange(start.start, lastEnd))
    }

    private mutating func tableField() throws(SyntaxError) -> TableField {
        if case .name = token.kind, try peek().kind == .symbol("=") {
            let name = try name()
            try advance()
            return TableField(key: .name(name), value: try expression())
        }
        if try take("[") {
            let key = try expression()
            try require("]")
            try require("=")
            let below = height
            let value = try expression()
            height = max(below, height)
            return TableField(key: .expression(key), value: value)
        }
        return TableField(key: .position, value: try expression())
    }
}
