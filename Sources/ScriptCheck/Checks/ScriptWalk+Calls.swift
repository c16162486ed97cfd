internal import Intercom
internal import IntercomScripting
internal import LuaSyntax

extension ScriptWalk {
    func check(_ call: Expression.Call) {
        if let method = call.method { return checkMethod(method, of: call.callee) }
        guard let path = path(of: call.callee) else { return }
        if path == ["pcall"] || path == ["xpcall"], let function = call.arguments.first {
            return checkProtected(call, function, skipping: path == ["pcall"] ? 1 : 2)
        }
        guard let function = declaration(path) else { return }
        check(call.arguments, of: function, path.joined(separator: "."), at: call)
    }

    /// `pcall(f, …)` is a call of `f`.
    private func checkProtected(_ call: Expression.Call, _ callee: Expression, skipping count: Int) {
        guard let path = path(of: callee), let function = declaration(path) else { return }
        check(Array(call.arguments.dropFirst(count)), of: function, path.joined(separator: "."), at: call)
    }

    /// Strings have the functions of `string` as methods.
    private func checkMethod(_ method: Name, of value: Expression) {
        guard value.isText, let members = LuaLibraries.members["string"], !members.contains(method.text),
            !names.assignedFields.contains("string." + method.text)
        else { return }
        let near = Self.suggestion(method.text, among: members) ?? checker.elsewhere(method.text, than: "string")
        report(.unknownField, "a string has no method \"\(method.text)\".", near, at: method.range)
    }

    private func check(
        _ arguments: [Expression], of function: FunctionDeclaration, _ name: String, at call: Expression.Call
    ) {
        if name == "intercom.search_contacts", let search = arguments.first { check(search: search) }
        let parameters = function.parameters
        let isVariadic = parameters.last?.name == "..."
        let isOpen = arguments.last?.givesSeveral ?? false
        if arguments.count > parameters.count, !isVariadic {
            let takes =
                parameters.isEmpty
                ? "no arguments" : parameters.count == 1 ? "one argument" : "\(parameters.count) arguments"
            report(
                .invalidArgument, "\(name) takes \(takes), and here are \(arguments.count).",
                at: arguments[parameters.count].range)
        }
        for (position, parameter) in parameters.enumerated() where parameter.name != "..." {
            if position < arguments.count {
                let isLast = position == arguments.count - 1
                if isLast, isOpen { continue }
                check(arguments[position], for: parameter, of: name, at: position + 1)
            } else if !parameter.isOptional, !isOpen {
                let how = parameter.fields.isEmpty ? "" : " in braces: \(name) { … }"
                report(
                    .invalidArgument, "\(name) needs an argument \"\(parameter.name)\"\(how).", at: call.argumentsRange)
                break
            }
        }
    }

    private func check(_ argument: Expression, for parameter: ParameterDeclaration, of name: String, at position: Int) {
        if !parameter.fields.isEmpty {
            if case .table(let fields, let range) = argument {
                return check(fields, range, against: parameter.fields, of: name, isOpen: false)
            }
            guard let kind = argument.literalKind, kind != .nil || !parameter.isOptional else { return }
            report(
                .invalidArgument, "\(name) expects a table of named arguments, not \(kind.rawValue).",
                "Call it with braces: \(name) { … }", at: argument.range)
            return
        }
        guard let type = DeclaredType(parameter.type) else { return }
        check(argument, against: type, as: "argument \(position) of \(name), \"\(parameter.name)\",")
    }

    /// A table in the code against the fields that it may have.
    func check(
        _ fields: [TableField], _ range: SourceRange, against known: [ParameterDeclaration], of owner: String,
        isOpen: Bool
    ) {
        var found: Set<String> = []
        // A value that has no name, or a name that is nearly one of these, may be the one that seems to be missing.
        var isCertain = true
        for field in fields {
            let (name, place): (String, SourceRange)
            switch field.key {
            case .name(let key): (name, place) = (key.text, key.range)
            case .expression(.string(let bytes, let at)): (name, place) = (String(decoding: bytes, as: UTF8.self), at)
            case .expression:
                isCertain = false
                continue
            case .position:
                if isCertain {
                    report(
                        .invalidArgument, "\(owner) takes named values: write name = value.", at: field.value.range)
                }
                isCertain = false
                continue
            }
            found.insert(name)
            guard let declared = known.first(where: { $0.name == name }) else {
                if !isOpen { reportUnknown(name, known.map(\.name), of: owner, at: place) }
                if let near = Nearest.name(to: name, among: known.map(\.name)) { found.insert(near) }
                continue
            }
            check(field.value, for: declared, in: owner)
        }
        for field in known where isCertain && !field.isOptional && !found.contains(field.name) {
            report(
                .invalidArgument, "\(owner): \(field.name) is missing.",
                at: SourceRange(range.start, range.start + 1))
        }
    }

    private func check(_ value: Expression, for field: ParameterDeclaration, in owner: String) {
        guard let type = DeclaredType(field.type) else { return }
        check(value, against: type, as: "\(owner): \(field.name)")
    }

    private func reportUnknown(_ name: String, _ known: [String], of owner: String, at range: SourceRange) {
        let isMapping = owner == "mappings"
        if ContactField(named: name)?.definition.isWritable == true, known.contains("mappings") {
            report(
                .unknownField, "\(owner) has no argument \"\(name)\".",
                "A contact's own fields belong in mappings: mappings = { \(name) = … }.", at: range)
        } else if isMapping, ContactField(named: name) != nil {
            report(.unknownField, "the field \"\(name)\" cannot be written.", at: range)
        } else if isMapping {
            report(
                .unknownField, "contacts have no field \"\(name)\".",
                Self.suggestion(name, among: known, quoted: true)
                    ?? "Custom attributes belong in custom_mappings; the fields are \(known.joined(separator: ", ")).",
                at: range)
        } else {
            report(
                .unknownField, "\(owner) has no \"\(name)\".",
                Self.suggestion(name, among: known, quoted: true) ?? "It has \(known.joined(separator: ", ")).",
                at: range)
        }
    }
}
