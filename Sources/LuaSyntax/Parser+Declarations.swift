extension Parser {
    // MARK: Local variables

    mutating func localFunction(from start: SourceRange) throws(SyntaxError) -> Statement {
        let variable = LocalVariable(try name(), .function)
        // In sight in its own body, so that it can call itself.
        try declare(variable)
        return .localFunction(variable, try functionBody(from: start, isMethod: false))
    }

    mutating func localStatement() throws(SyntaxError) -> Statement {
        var variables: [LocalVariable] = []
        var isClosing = false
        repeat {
            let name = try name()
            let attribute = try attribute()
            if attribute == .closed {
                if isClosing { throw near("multiple to-be-closed variables in local list") }
                isClosing = true
            }
            variables.append(LocalVariable(name, .variable, attribute))
        } while try take(",")
        let values = try take("=") ? try expressions() : []
        for variable in variables { try declare(variable) }
        return .local(variables, values)
    }

    private mutating func attribute() throws(SyntaxError) -> LocalVariable.Attribute? {
        guard try take("<") else { return nil }
        let name = try name()
        guard let attribute = LocalVariable.Attribute(rawValue: name.text) else {
            throw SyntaxError(message: "unknown attribute '\(name.text)'", range: name.range)
        }
        try require(">")
        return attribute
    }

    // MARK: Functions

    mutating func functionStatement() throws(SyntaxError) -> Statement {
        let start = token.range
        try advance()
        var target = reference(try name())
        if case .local(let variable, _) = target { variable.reads += 1 }
        var isMethod = false
        var isField = false
        while !isMethod, isAt(".") || isAt(":") {
            isMethod = isAt(":")
            isField = true
            try advance()
            target = field(of: target, try self.name())
        }
        let body = try functionBody(from: start, isMethod: isMethod)
        if !isField { try write(target) }
        return .function(target, body)
    }

    func field(of base: Expression, _ name: Name) -> Expression {
        .index(base, key: .string(Array(name.text.utf8), name.range), isDot: true, base.range.through(name.range))
    }

    // MARK: Assignments and calls

    mutating func expressionStatement() throws(SyntaxError) -> Statement {
        let first = try suffixed()
        if isAt("=") || isAt(",") {
            var targets = [first]
            try checkTarget(first)
            // Each further target is a level of the compiler's stack.
            let outer = depth
            defer { depth = outer }
            while try take(",") {
                let target = try suffixed()
                try checkTarget(target)
                targets.append(target)
                depth += 1
                guard depth <= Self.depthLimit else { throw near("C stack overflow") }
            }
            try require("=")
            let values = try expressions()
            for target in targets { try write(target) }
            return .assignment(targets, values)
        }
        guard case .call(let call) = first else { throw near("syntax error") }
        return .call(call)
    }

    private func checkTarget(_ target: Expression) throws(SyntaxError) {
        switch target {
        case .local, .global, .index: return
        default: throw near("syntax error")
        }
    }

    /// Notes that a variable is given a value; what a field belongs to is read.
    private func write(_ target: Expression) throws(SyntaxError) {
        guard case .local(let variable, let name) = target else { return }
        // It was taken for one that is read.
        variable.reads -= 1
        variable.writes.append(name.range)
        if variable.attribute != nil {
            throw SyntaxError(message: "attempt to assign to const variable '\(name.text)'", range: name.range)
        }
    }
}
