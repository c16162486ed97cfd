/// A type of a declaration, read from the notation of LuaLS.
public indirect enum DeclaredType: Sendable, Hashable {
    /// `any`, and what is said by a name that is no type of Lua's own: see ``ScriptLibrary/type(_:)``.
    case any
    case named(String)
    case `nil`, boolean, integer, number, string, table, function, null
    /// One text: `"email"`.
    case word(String)
    case list(of: DeclaredType)
    /// `table<K, V>`.
    case map(DeclaredType, DeclaredType)
    /// `{a: string, b?: integer}`.
    case fields([Field])
    case union([DeclaredType])

    public struct Field: Sendable, Hashable {
        public var name: String
        public var type: DeclaredType
        public var isOptional: Bool
    }

    /// Nil for what is not in the notation.
    public init?(_ text: String) {
        var parser = DeclaredTypeParser(text)
        guard let type = parser.union(), parser.isAtEnd else { return nil }
        self = type
    }

    /// What the type is one of; itself where it is no union.
    public var alternatives: [DeclaredType] { if case .union(let types) = self { types } else { [self] } }

    /// The names that it refers to.
    public var references: [String] {
        switch self {
        case .named(let name): [name]
        case .list(let type): type.references
        case .map(let key, let value): key.references + value.references
        case .fields(let fields): fields.flatMap(\.type.references)
        case .union(let types): types.flatMap(\.references)
        default: []
        }
    }
}

/// Reads a type from front to back.
private struct DeclaredTypeParser {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.allSatisfy { $0 == " " } }

    private mutating func take(_ symbol: String) -> Bool {
        rest = rest.drop { $0 == " " }
        guard rest.hasPrefix(symbol) else { return false }
        rest = rest.dropFirst(symbol.count)
        return true
    }

    private mutating func name() -> String? {
        rest = rest.drop { $0 == " " }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        rest = rest.dropFirst(name.count)
        return name.isEmpty ? nil : String(name)
    }

    mutating func union() -> DeclaredType? {
        var types: [DeclaredType] = []
        repeat {
            guard let type = postfix() else { return nil }
            types += type.alternatives
        } while take("|")
        return types.count == 1 ? types[0] : .union(types)
    }

    private mutating func postfix() -> DeclaredType? {
        guard var type = primary() else { return nil }
        while true {
            if take("[]") {
                type = .list(of: type)
            } else if take("?") {
                type = .union(type.alternatives + [.nil])
            } else {
                return type
            }
        }
    }

    private mutating func primary() -> DeclaredType? {
        if take("\"") {
            let word = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(word.count)
            return take("\"") ? .word(String(word)) : nil
        }
        if take("(") {
            let inner = union()
            return take(")") ? inner : nil
        }
        if take("{") { return fields() }
        guard let name = name() else { return nil }
        switch name {
        case "any": return .any
        case "nil": return .nil
        case "boolean": return .boolean
        case "integer": return .integer
        case "number": return .number
        case "string": return .string
        case "null": return .null
        case "fun": return function()
        case "table": return map()
        default: return .named(name)
        }
    }

    private mutating func map() -> DeclaredType? {
        guard take("<") else { return .table }
        guard let key = union(), take(","), let value = union(), take(">") else { return nil }
        return .map(key, value)
    }

    private mutating func fields() -> DeclaredType? {
        var fields: [DeclaredType.Field] = []
        while !take("}") {
            if !fields.isEmpty, !take(",") { return nil }
            guard let name = name() else { return nil }
            let isOptional = take("?")
            guard take(":"), let type = union() else { return nil }
            fields.append(.init(name: name, type: type, isOptional: isOptional))
        }
        return .fields(fields)
    }

    /// `fun(a: string, ...: any): integer, string?`.
    private mutating func function() -> DeclaredType? {
        guard take("(") else { return .function }
        var isFirst = true
        while !take(")") {
            if !isFirst, !take(",") { return nil }
            isFirst = false
            guard take("...") || name() != nil else { return nil }
            _ = take("?")
            if take(":"), union() == nil { return nil }
        }
        guard take(":") else { return .function }
        repeat {
            guard union() != nil else { return nil }
        } while take(",")
        return .function
    }
}
