internal import IntercomScripting
internal import LuaSyntax

extension ScriptWalk {
    func visit(_ block: Block) {
        for statement in block.statements {
            switch statement {
            case .local(let variables, let values): note(variables, values)
            case .genericFor(let variables, let values, _): noteLoop(variables, values)
            case .assignment(let targets, let values):
                for target in targets { checkTarget(target) }
                for expression in values { visit(expression) }
                continue
            case .function(let target, let function):
                checkTarget(target)
                visit(.function(function))
                continue
            default: break
            }
            for expression in statement.expressions { visit(expression) }
            for block in statement.blocks { visit(block) }
        }
    }

    func visit(_ expression: Expression) {
        switch expression {
        case .global(let name): checkGlobal(name)
        case .index(let base, let key, _, _):
            if case .string(let bytes, let range) = key {
                checkField(String(decoding: bytes, as: UTF8.self), of: base, at: range)
            }
        case .call(let call): check(call)
        case .table(let fields, _): checkRepetitions(fields)
        case .function(let function):
            functionDepth += 1
            visit(function.body)
            functionDepth -= 1
        default: break
        }
        for child in expression.children { visit(child) }
    }

    // MARK: What variables stand for

    private func note(_ variables: [LocalVariable], _ values: [Expression]) {
        for (position, variable) in variables.enumerated() where variable.writes.isEmpty {
            let known: KnownValue?
            if values.indices.contains(position), position < values.count - 1 || variables.count == values.count {
                known = knownValue(of: values[position])
            } else if case .call(let call)? = values.last {
                let types = resultTypes(of: call)
                let place = position - (values.count - 1)
                known = types.indices.contains(place) ? types[place] : nil
            } else {
                known = nil
            }
            if let known { self.values[ObjectIdentifier(variable)] = known }
        }
    }

    /// `for contact in intercom.list_contacts()`, `for row in input.rows()`.
    private func noteLoop(_ variables: [LocalVariable], _ expressions: [Expression]) {
        guard let first = variables.first, first.writes.isEmpty, case .call(let call)? = expressions.first,
            let path = path(of: call.callee)
        else { return }
        if path == ["input", "rows"] {
            values[ObjectIdentifier(first)] = .record
        } else if let result = declaration(path)?.results.first?.type, result == "fun(): intercom.contact?",
            let contact = checker.library.type("intercom.contact")
        {
            values[ObjectIdentifier(first)] = .typed(contact)
        }
    }

    /// Functions that have a name, so that `return { each = each }` is understood.
    func noteFunctions(_ block: Block) {
        for statement in block.statements {
            if case .localFunction(let variable, let function) = statement, variable.writes.isEmpty {
                values[ObjectIdentifier(variable)] = .function(function)
            }
            if case .local(let variables, let expressions) = statement {
                for (variable, expression) in zip(variables, expressions) where variable.writes.isEmpty {
                    if case .function(let function) = expression {
                        values[ObjectIdentifier(variable)] = .function(function)
                    }
                }
            }
        }
    }
}
