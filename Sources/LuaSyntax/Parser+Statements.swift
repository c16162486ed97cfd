extension Parser {
    /// Statements up to what ends a block.
    mutating func block() throws(SyntaxError) -> Block {
        var statements: [Statement] = []
        while !isAtBlockEnd(withUntil: true) {
            if isAt(.return) {
                statements.append(try nested { (parser) throws(SyntaxError) in try parser.returnStatement() })
                break
            }
            let statement = try nested { (parser) throws(SyntaxError) in try parser.statement() }
            if let statement { statements.append(statement) }
        }
        return Block(statements: statements)
    }

    func isAtBlockEnd(withUntil: Bool) -> Bool {
        switch token.kind {
        case .end, .keyword(.else), .keyword(.elseif), .keyword(.end): true
        case .keyword(.until): withUntil
        default: false
        }
    }

    private mutating func statement() throws(SyntaxError) -> Statement? {
        let start = token.range
        switch token.kind {
        case .symbol(";"):
            try advance()
            return nil
        case .keyword(.if): return try ifStatement()
        case .keyword(.while):
            try advance()
            let condition = try expression()
            try require(.do)
            let block = try scoped(isLoop: true) { (parser) throws(SyntaxError) in try parser.block() }
            try close(.keyword(.end), "while", at: start)
            return .while(condition, block)
        case .keyword(.do):
            try advance()
            let block = try scoped(isLoop: false) { (parser) throws(SyntaxError) in try parser.block() }
            try close(.keyword(.end), "do", at: start)
            return .block(block)
        case .keyword(.for): return try forStatement()
        case .keyword(.repeat): return try repeatStatement()
        case .keyword(.function): return try functionStatement()
        case .keyword(.local):
            try advance()
            return try take(.function) ? try localFunction(from: start) : try localStatement()
        case .symbol("::"): return try label()
        case .keyword(.break):
            guard function.isInLoop else {
                throw SyntaxError(message: "break outside loop", range: start)
            }
            try advance()
            return .break(start)
        case .keyword(.goto):
            try advance()
            let name = try name()
            function.add(jump: name)
            return .goto(name)
        default: return try expressionStatement()
        }
    }

    private mutating func returnStatement() throws(SyntaxError) -> Statement {
        let start = token.range
        try advance()
        var values: [Expression] = []
        if !isAtBlockEnd(withUntil: true), !isAt(";") { values = try expressions() }
        let range = SourceRange(start.start, lastEnd)
        _ = try take(";")
        return .return(values, range)
    }

    private mutating func label() throws(SyntaxError) -> Statement {
        try advance()
        let name = try name()
        try require("::")
        // What does nothing may follow a label that is still the last of its block.
        while isAt(";") || isAt("::") { _ = try nested { (parser) throws(SyntaxError) in try parser.statement() } }
        if let other = function.label(name.text) {
            let line = SourceText(Array(lexer.bytes[..<other.range.start])).lineCount
            throw SyntaxError(message: "label '\(name.text)' already defined on line \(line)", range: name.range)
        }
        try function.add(label: name, isLast: isAtBlockEnd(withUntil: false))
        return .label(name)
    }

    // MARK: Branches and loops

    private mutating func ifStatement() throws(SyntaxError) -> Statement {
        let start = token.range
        var branches: [(condition: Expression, block: Block)] = []
        var otherwise: Block?
        repeat {
            try advance()
            let condition = try expression()
            try require(.then)
            let block = try scoped(isLoop: false) { (parser) throws(SyntaxError) in try parser.block() }
            branches.append((condition, block))
        } while isAt(.elseif)
        if try take(.else) {
            otherwise = try scoped(isLoop: false) { (parser) throws(SyntaxError) in try parser.block() }
        }
        try close(.keyword(.end), "if", at: start)
        return .if(branches, otherwise: otherwise)
    }

    private mutating func repeatStatement() throws(SyntaxError) -> Statement {
        let start = token.range
        try advance()
        // What the block declares can be used in the condition.
        let (block, condition) = try scoped(isLoop: true) { (parser) throws(SyntaxError) in
            let block = try parser.scopedBody { (parser) throws(SyntaxError) in
                let block = try parser.block()
                try parser.close(.keyword(.until), "repeat", at: start)
                return (block, try parser.expression())
            }
            return block
        }
        return .repeat(block, until: condition)
    }

    private mutating func scopedBody(
        _ body: (inout Parser) throws(SyntaxError) -> (Block, Expression)
    ) throws(SyntaxError) -> (Block, Expression) {
        try scoped(isLoop: false, body)
    }

    private mutating func forStatement() throws(SyntaxError) -> Statement {
        let start = token.range
        try advance()
        let first = try name()
        return try scoped(isLoop: true) { (parser) throws(SyntaxError) in
            switch parser.token.kind {
            case .symbol("="): try parser.numericFor(first, from: start)
            case .symbol(","), .keyword(.in): try parser.genericFor(first, from: start)
            default: throw parser.expected("'=' or 'in'")
            }
        }
    }

    private mutating func numericFor(_ name: Name, from start: SourceRange) throws(SyntaxError) -> Statement {
        try advance()
        let first = try expression()
        try require(",")
        let limit = try expression()
        let step = try take(",") ? try expression() : nil
        let variable = LocalVariable(name, .loop)
        let block = try loopBody([variable], from: start)
        return .numericFor(variable, start: first, limit: limit, step: step, block)
    }

    private mutating func genericFor(_ name: Name, from start: SourceRange) throws(SyntaxError) -> Statement {
        var variables = [LocalVariable(name, .loop)]
        while try take(",") { variables.append(LocalVariable(try self.name(), .loop)) }
        try require(.in)
        let values = try expressions()
        return .genericFor(variables, values, try loopBody(variables, from: start))
    }

    private mutating func loopBody(
        _ variables: [LocalVariable], from start: SourceRange
    ) throws(SyntaxError) -> Block {
        try require(.do)
        let block = try scoped(isLoop: false) { (parser) throws(SyntaxError) in
            for variable in variables { try parser.declare(variable) }
            return try parser.block()
        }
        try close(.keyword(.end), "for", at: start)
        return block
    }
}
