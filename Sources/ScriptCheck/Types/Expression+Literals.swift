internal import LuaSyntax

/// What a value in the code is, whatever runs.
enum LiteralKind: String {
    case `nil`, boolean = "a boolean", number = "a number", string = "a string", table = "a table"
    case function = "a function", null
}

extension Expression {
    /// Nil for what only running it tells.
    var literalKind: LiteralKind? {
        switch self {
        case .nil: .nil
        case .boolean: .boolean
        case .integer, .number: .number
        case .string: .string
        case .table: .table
        case .function: .function
        case .parenthesized(let inner, _): inner.literalKind
        case .binary("..", _, _, _): .string
        default: nil
        }
    }

    /// The text of a string in the code.
    var text: String? { if case .string(let bytes, _) = self { String(decoding: bytes, as: UTF8.self) } else { nil } }

    /// Whether it is a number without fraction, or a numeral of one.
    var isWhole: Bool {
        switch self {
        case .integer: true
        case .number(let number, _): Int64(exactly: number) != nil
        case .string: text.flatMap { Int64($0) } != nil
        default: false
        }
    }

    /// Whether it is a string that Lua takes for a number.
    var isNumeral: Bool { text.flatMap { Double($0) } != nil }

    /// Whether it is certainly a string.
    var isText: Bool {
        switch self {
        case .string, .binary("..", _, _, _): true
        case .parenthesized(let inner, _): inner.isText
        default: false
        }
    }

    /// Whether it can stand for several values at the end of a list.
    var givesSeveral: Bool {
        switch self {
        case .call, .varargs: true
        default: false
        }
    }
}
