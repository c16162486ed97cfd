internal import IntercomScripting
internal import Lua

/// Completes Lua from what is there: globals, fields, methods, the words of the workspace. Looks, and runs nothing.
struct LuaCompleter {
    private let raw: RawAccess
    private let configuration: REPLConfiguration

    init(_ raw: RawAccess, _ configuration: REPLConfiguration) {
        self.raw = raw
        self.configuration = configuration
    }

    /// What could stand at the end of `source`.
    func complete(_ source: String) -> Completion {
        switch CompletionContext(source) {
        case .nothing: Completion()
        case .name(let typed, let locals): names(typed, locals)
        case .member(let path, let typed, let isMethod): members(path, typed, isMethod)
        case .stringMethod(let typed): chosen(typed, fields(of: global("string")).filter(isFunction).map(candidate))
        case .key(let typed, let owner, let taken): keys(typed, owner, taken)
        case .value(let typed, let key): values(typed, key)
        case .index(let path, let typed): indices(path, typed)
        case .string(let typed): Completion(typed: typed, candidates: FileNames.candidates(typed))
        }
    }

    private typealias Field = (name: String, value: LuaValue)

    private func chosen(_ typed: String, _ candidates: [Completion.Candidate]) -> Completion {
        Completion(typed: typed, candidates: candidates.filter { $0.text.hasPrefix(typed) })
    }

    // MARK: Names and members

    private func names(_ typed: String, _ locals: Set<String>) -> Completion {
        var candidates = globals().filter { !$0.name.hasPrefix("_") || typed.hasPrefix("_") }.map(candidate)
        let known = Set(candidates.map(\.text))
        let words = locals.subtracting(known).union(typed.isEmpty ? [] : LuaWord.reserved.subtracting(known))
        candidates += words.map { Completion.Candidate($0) }
        return chosen(typed, candidates.sorted { $0.text < $1.text })
    }

    private func members(_ path: [String], _ typed: String, _ isMethod: Bool) -> Completion {
        let value = value(at: path)
        var found = fields(of: value)
        if case .string = value { found = fields(of: global("string")) }
        if isMethod { found = found.filter(isFunction) }
        let candidates = found.map { field in
            var candidate = candidate(field)
            if !isMethod, takesTable(path + [field.name]) { candidate.ending = " { " }
            return candidate
        }
        let completion = chosen(typed, candidates)
        return isMethod ? completion : withOtherKeys(of: value, after: completion)
    }

    /// Adds keys that take brackets, which go in place of the dot too.
    private func withOtherKeys(of value: LuaValue, after completion: Completion) -> Completion {
        guard case .table(let table) = value else { return completion }
        let others = strings(raw.keys(of: table, limit: 5000).keys).filter { key in
            !LuaWord.isName(key) && key.hasPrefix(completion.typed) && key.allSatisfy { $0 != "\"" && $0 != "\\" }
        }
        if others.isEmpty { return completion }
        let dotted = completion.candidates.map {
            Completion.Candidate("." + $0.text, ending: $0.ending, label: $0.label)
        }
        let bracketed = others.sorted().map { Completion.Candidate("[\"\($0)\"]") }
        return Completion(typed: "." + completion.typed, candidates: dotted + bracketed)
    }

    private func indices(_ path: [String], _ typed: String) -> Completion {
        guard case .table(let table) = value(at: path) else { return Completion() }
        return chosen(typed, strings(raw.keys(of: table, limit: 5000).keys).map { .init($0, ending: "\"]") })
    }

    private func candidate(_ field: Field) -> Completion.Candidate {
        Completion.Candidate(field.name, ending: isFunction(field) ? "(" : "")
    }

    private func isFunction(_ field: Field) -> Bool { if case .function = field.value { true } else { false } }

    /// Whether it is a function of a module that takes one table of named arguments.
    private func takesTable(_ path: [String]) -> Bool {
        declaration(path)?.parameters.first?.fields.isEmpty == false
    }

    private func declaration(_ path: [String]) -> FunctionDeclaration? {
        configuration.library.function(path)
    }

    // MARK: Tables and strings

    private func keys(_ typed: String, _ owner: CompletionContext.Owner, _ taken: Set<String>) -> Completion {
        let words: [String]
        switch owner {
        case .field("mappings"): words = configuration.vocabulary.mappingFields.map(\.name)
        case .field("custom_mappings"): words = AttributeWords.wait(for: configuration.vocabulary).map(\.name)
        case .call(let path):
            guard let parameter = declaration(path)?.parameters.first else { return names(typed, []) }
            words = parameter.fields.map(\.name)
        case .field: return names(typed, [])
        }
        let candidates = words.filter { !taken.contains($0) }.map { word in
            LuaWord.isName(word) ? Completion.Candidate(word, ending: " = ") : .init("[\"\(word)\"]", ending: " = ")
        }
        return chosen(typed, candidates)
    }

    private func values(_ typed: String, _ key: String) -> Completion {
        guard key == "matching_field" else { return Completion(typed: typed, candidates: FileNames.candidates(typed)) }
        return chosen(typed, configuration.vocabulary.matchingFields.map { .init($0.name, ending: "\"") })
    }

    // MARK: Looking

    private func globals() -> [Field] {
        guard let globals = try? raw.state.globals else { return [] }
        return fields(of: .table(globals))
    }

    private func global(_ name: String) -> LuaValue {
        (try? raw.state.globals).map { raw.get($0, .string(name)) } ?? .nil
    }

    private func value(at path: [String]) -> LuaValue {
        guard let first = path.first else { return .nil }
        return path.dropFirst().reduce(global(first)) { value, name in
            for table in tables(behind: value) {
                let found = raw.get(table, .string(name))
                if case .nil = found { continue }
                return found
            }
            return .nil
        }
    }

    /// The names in a table and in the tables that its metatable leads to.
    private func fields(of value: LuaValue) -> [Field] {
        var seen: Set<String> = []
        var fields: [Field] = []
        for table in tables(behind: value) {
            for name in strings(raw.keys(of: table, limit: 5000).keys) where LuaWord.isName(name) {
                if seen.insert(name).inserted { fields.append((name, raw.get(table, .string(name)))) }
            }
        }
        return fields.sorted { $0.name < $1.name }
    }

    /// The tables in which a field of the value is looked for, in order.
    private func tables(behind value: LuaValue) -> [LuaTable] {
        var tables: [LuaTable] = []
        var next = value
        // As far as inheritance goes; the number ends cycles.
        for _ in 0..<16 {
            if case .table(let table) = next { tables.append(table) }
            guard let metatable = raw.metatable(of: next) else { break }
            next = raw.get(metatable, .string("__index"))
        }
        return tables
    }

    private func strings(_ keys: [LuaValue]) -> [String] {
        keys.compactMap { if case .string(let name) = $0 { name } else { nil } }
    }
}
