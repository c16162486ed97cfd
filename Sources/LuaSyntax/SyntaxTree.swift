/// A whole piece of Lua that was read.
public struct Chunk {
    public var body: Block
    /// Every local variable of it, in the order of their declarations.
    public var locals: [LocalVariable]
}

public struct Block {
    public var statements: [Statement]
}

/// A name with its place.
public struct Name {
    public var text: String
    public var range: SourceRange
}

public struct FunctionExpression {
    public var parameters: [LocalVariable]
    public var isVariadic: Bool
    public var body: Block
    /// From `function` to `end`.
    public var range: SourceRange
}

public indirect enum Expression {
    case `nil`(SourceRange)
    case boolean(Bool, SourceRange)
    case integer(Int64, SourceRange)
    case number(Double, SourceRange)
    case string([UInt8], SourceRange)
    case varargs(SourceRange)
    case function(FunctionExpression)
    /// A local variable.
    case local(LocalVariable, Name)
    case global(Name)
    /// `base.name`, or `base[key]`.
    case index(Expression, key: Expression, isDot: Bool, SourceRange)
    case call(Call)
    case table([TableField], SourceRange)
    case unary(String, Expression, SourceRange)
    case binary(String, Expression, Expression, SourceRange)
    case parenthesized(Expression, SourceRange)

    public struct Call {
        public var callee: Expression
        /// The name of `callee:name(…)`.
        public var method: Name?
        public var arguments: [Expression]
        /// The arguments with what is around them.
        public var argumentsRange: SourceRange
        public var range: SourceRange
    }

    public var range: SourceRange {
        switch self {
        case .nil(let range), .boolean(_, let range), .integer(_, let range), .number(_, let range),
            .string(_, let range), .varargs(let range), .index(_, _, _, let range), .table(_, let range),
            .unary(_, _, let range), .binary(_, _, _, let range), .parenthesized(_, let range):
            range
        case .function(let function): function.range
        case .local(_, let name), .global(let name): name.range
        case .call(let call): call.range
        }
    }
}

public struct TableField {
    public enum Key {
        /// `name = value`
        case name(Name)
        /// `[key] = value`
        case expression(Expression)
        /// `value`
        case position
    }

    public var key: Key
    public var value: Expression
}

public indirect enum Statement {
    case local([LocalVariable], [Expression])
    case assignment([Expression], [Expression])
    case call(Expression.Call)
    /// `function a.b:c() end`
    case function(Expression, FunctionExpression)
    case localFunction(LocalVariable, FunctionExpression)
    case block(Block)
    case `while`(Expression, Block)
    case `repeat`(Block, until: Expression)
    case `if`([(condition: Expression, block: Block)], otherwise: Block?)
    case numericFor(LocalVariable, start: Expression, limit: Expression, step: Expression?, Block)
    case genericFor([LocalVariable], [Expression], Block)
    case `return`([Expression], SourceRange)
    case `break`(SourceRange)
    case goto(Name)
    case label(Name)
}

/// A local variable, a parameter, or the variable of a loop.
public final class LocalVariable {
    public enum Kind { case variable, function, parameter, loop, selfParameter }
    public enum Attribute: String { case constant = "const", closed = "close" }

    public let name: Name
    public let kind: Kind
    public let attribute: Attribute?
    /// How often its value is read.
    public internal(set) var reads = 0
    /// Where it is given another value after its declaration.
    public internal(set) var writes: [SourceRange] = []
    /// Where it can be used from, and up to where.
    public internal(set) var scope: SourceRange

    init(_ name: Name, _ kind: Kind, _ attribute: Attribute? = nil) {
        self.name = name
        self.kind = kind
        self.attribute = attribute
        scope = name.range
    }
}
