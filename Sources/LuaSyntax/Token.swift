/// A word of Lua.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case name(String)
        case keyword(Keyword)
        case string([UInt8])
        case integer(Int64)
        case number(Double)
        /// An operator, a bracket, or a character that has no place in Lua.
        case symbol(String)
        case end
    }

    var kind: Kind
    var range: SourceRange
}

/// The words that cannot be names.
public enum Keyword: String, CaseIterable, Sendable {
    case and, `break`, `do`, `else`, elseif, end, `false`, `for`, function, goto, `if`, `in`, local, `nil`, not, or
    case `repeat`, `return`, then, `true`, until, `while`
}
