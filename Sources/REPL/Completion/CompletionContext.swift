/// What is being typed at the end of a piece of Lua.
enum CompletionContext: Hashable {
    /// Nothing that could be completed: a number, a comment.
    case nothing
    /// A name that stands on its own.
    case name(String, locals: Set<String>)
    /// `path.typed`, or `path:typed`.
    case member(path: [String], typed: String, isMethod: Bool)
    /// `text:typed` of a string.
    case stringMethod(String)
    /// A key in the table `key = { typed`, or `path { typed`, that has the keys `taken` already.
    case key(String, of: Owner, taken: Set<String>)
    /// A string in `key = "typed`.
    case value(String, of: String)
    /// A string as a key: `path["typed`.
    case index(path: [String], typed: String)
    /// Any other string.
    case string(String)

    enum Owner: Hashable {
        case field(String)
        case call([String])
    }

    init(_ source: String) {
        let lexed = LuaTokens(source)
        self = Self.context(lexed.tokens, endsInToken: lexed.endsInToken)
    }

    private static func context(_ tokens: [LuaTokens.Token], endsInToken: Bool) -> CompletionContext {
        guard let last = tokens.last else { return .name("", locals: []) }
        switch last {
        case .openComment: return .nothing
        case .number where endsInToken: return .nothing
        case .string(let text, isOpen: true): return inString(text, tokens.dropLast())
        case .name(let typed) where endsInToken: return inName(typed, tokens.dropLast())
        default: return inName("", tokens[...])
        }
    }

    // MARK: Strings

    private static func inString(_ typed: String, _ before: ArraySlice<LuaTokens.Token>) -> CompletionContext {
        switch before.last {
        case .symbol("="):
            let left = before.dropLast()
            // Comparisons too: matching_field == "…
            let key = left.last == .symbol("=") ? left.dropLast().last : left.last
            if case .name(let key) = key { return .value(typed, of: key) }
        case .symbol("["):
            let opener = before.dropLast()
            if let path = path(endingAt: opener) { return .index(path: path, typed: typed) }
            if let owner = owner(of: before.dropLast(), isKey: true) { return .key(typed, of: owner.0, taken: owner.1) }
        default: break
        }
        return .string(typed)
    }

    // MARK: Names

    private static func inName(_ typed: String, _ before: ArraySlice<LuaTokens.Token>) -> CompletionContext {
        switch before.last {
        case .symbol("."), .symbol(":"):
            let isMethod = before.last == .symbol(":")
            let left = before.dropLast()
            if let path = path(endingAt: left) { return .member(path: path, typed: typed, isMethod: isMethod) }
            if isMethod, endsInString(left) { return .stringMethod(typed) }
            return .nothing
        case .symbol("{"), .symbol(","), .symbol(";"):
            if let owner = owner(of: before, isKey: true) { return .key(typed, of: owner.0, taken: owner.1) }
        default: break
        }
        return .name(typed, locals: names(in: before))
    }

    /// Whether the tokens end with a string, which may stand in parentheses.
    private static func endsInString(_ tokens: ArraySlice<LuaTokens.Token>) -> Bool {
        if case .string = tokens.last { return true }
        guard tokens.last == .symbol(")"), case .string = tokens.dropLast().last else { return false }
        return tokens.dropLast(2).last == .symbol("(")
    }

    /// The names `a.b.c` that the tokens end with; nil where they end with something else or the path has another beginning.
    private static func path(endingAt tokens: ArraySlice<LuaTokens.Token>) -> [String]? {
        guard case .name(let name) = tokens.last, !LuaWord.reserved.contains(name) else { return nil }
        let left = tokens.dropLast()
        switch left.last {
        case .symbol("."): return path(endingAt: left.dropLast()).map { $0 + [name] }
        case .symbol(":"): return nil
        default: return [name]
        }
    }

    /// Whose table the innermost open brace begins, and which keys stand in it already; nil where that is nobody known.
    private static func owner(of tokens: ArraySlice<LuaTokens.Token>, isKey: Bool) -> (Owner, Set<String>)? {
        var openers: [Int] = []
        for (index, token) in zip(tokens.indices, tokens) {
            switch token {
            case .symbol("{"), .symbol("("), .symbol("["): openers.append(index)
            case .symbol("}"), .symbol(")"), .symbol("]"): _ = openers.popLast()
            default: break
            }
        }
        guard let opener = openers.last, tokens[opener] == .symbol("{") else { return nil }
        let before = tokens[..<opener]
        let taken = keys(in: tokens[(opener + 1)...])
        if before.last == .symbol("="), case .name(let key) = before.dropLast().last { return (.field(key), taken) }
        if let path = path(endingAt: before) { return (.call(path), taken) }
        if before.last == .symbol("("), let path = path(endingAt: before.dropLast()) { return (.call(path), taken) }
        return nil
    }

    /// The names before `=` at the outermost level.
    private static func keys(in tokens: ArraySlice<LuaTokens.Token>) -> Set<String> {
        var keys: Set<String> = []
        var depth = 0
        for (index, token) in zip(tokens.indices, tokens) {
            switch token {
            case .symbol("{"), .symbol("("): depth += 1
            case .symbol("}"), .symbol(")"): depth -= 1
            case .symbol("=") where depth == 0 && index > tokens.startIndex:
                if case .name(let name) = tokens[index - 1] { keys.insert(name) }
            default: break
            }
        }
        return keys
    }

    /// Names that were written before and could be locals: all that are not fields.
    private static func names(in tokens: ArraySlice<LuaTokens.Token>) -> Set<String> {
        var names: Set<String> = []
        for (index, token) in zip(tokens.indices, tokens) {
            guard case .name(let name) = token, !LuaWord.reserved.contains(name) else { continue }
            let previous = index > tokens.startIndex ? tokens[index - 1] : nil
            if previous != .symbol("."), previous != .symbol(":") { names.insert(name) }
        }
        return names
    }
}
