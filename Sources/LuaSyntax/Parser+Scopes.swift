extension Parser {
    /// Reads something in a block of its own.
    mutating func scoped<Result>(
        isLoop: Bool, _ body: (inout Parser) throws(SyntaxError) -> Result
    ) throws(SyntaxError) -> Result {
        function.open(isLoop: isLoop)
        let result = try body(&self)
        function.close(at: token.range.start)
        return result
    }

    mutating func declare(_ variable: LocalVariable) throws(SyntaxError) {
        guard function.variables.count < Self.localLimit else {
            throw SyntaxError(
                message: "too many local variables (limit is \(Self.localLimit)) in function",
                range: variable.name.range)
        }
        function.declare(variable, from: lastEnd)
        locals.append(variable)
    }

    /// A name that is read: a local variable, or a global one.
    func reference(_ name: Name) -> Expression {
        function.find(name.text).map { .local($0, name) } ?? .global(name)
    }

    /// The body of a function, from its parameters to `end`.
    mutating func functionBody(
        from start: SourceRange, isMethod: Bool
    ) throws(SyntaxError) -> FunctionExpression {
        let (outer, outerPeak) = (function, peak)
        peak = 0
        defer {
            function = outer
            height = peak + 1
            peak = max(outerPeak, height)
        }
        try require("(")
        var parameters: [LocalVariable] = []
        if isMethod {
            parameters.append(LocalVariable(Name(text: "self", range: start), .selfParameter))
        }
        var isVariadic = false
        if !isAt(")") {
            repeat {
                isVariadic = try take("...")
                if isVariadic { break }
                parameters.append(LocalVariable(try name(), .parameter))
            } while try take(",")
        }
        try require(")")
        function = FunctionScope(parent: outer, isVariadic: isVariadic)
        let body = try scoped(isLoop: false) { (parser) throws(SyntaxError) in
            for parameter in parameters { try parser.declare(parameter) }
            return try parser.block()
        }
        try close(.keyword(.end), "function", at: start)
        try function.finish()
        return FunctionExpression(
            parameters: parameters, isVariadic: isVariadic, body: body, range: SourceRange(start.start, lastEnd))
    }
}
