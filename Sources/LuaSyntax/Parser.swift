/// Reads Lua 5.4 as its own compiler does: accepts and refuses the same sources, and says where everything stands.
///
/// Sources nested deeper than the compiler takes are refused as it refuses them; a chain longer than ``spineLimit`` (of
/// operators, fields, calls), which it would take, with ``SyntaxError/isTooDeep``.
public struct Parser {
    /// How deep statements and expressions may be nested, as Lua's C stack allows.
    static let depthLimit = 197
    /// How deep the tree may become by what is written one after the other, so that whoever walks it needs no more stack.
    static let spineLimit = 1000
    /// How many local variables one function may have at a time.
    static let localLimit = 200

    var lexer: Lexer
    var token: Token
    private var ahead: Token?
    /// Where the token before ended.
    var lastEnd = 0
    var depth = 0
    /// How deep the tree of the expression is that was read last, and of the deepest one in this function.
    var height = 0
    var peak = 0
    var function = FunctionScope(parent: nil, isVariadic: true)
    var locals: [LocalVariable] = []

    /// Reads a whole source.
    public static func parse(_ source: SourceText) throws(SyntaxError) -> Chunk {
        var parser = try Parser(source.bytes)
        return try parser.chunk()
    }

    private init(_ bytes: [UInt8]) throws(SyntaxError) {
        lexer = Lexer(bytes)
        token = try lexer.next()
    }

    private mutating func chunk() throws(SyntaxError) -> Chunk {
        let body = try scoped(isLoop: false) { (parser) throws(SyntaxError) in
            let block = try parser.block()
            guard case .end = parser.token.kind else { throw parser.expected("<eof>") }
            return block
        }
        try function.finish()
        return Chunk(body: body, locals: locals)
    }

    // MARK: Words

    mutating func advance() throws(SyntaxError) {
        lastEnd = token.range.end
        if let next = ahead {
            token = next
            ahead = nil
        } else {
            token = try lexer.next()
        }
    }

    mutating func peek() throws(SyntaxError) -> Token {
        if let ahead { return ahead }
        let next = try lexer.next()
        ahead = next
        return next
    }

    func isAt(_ symbol: String) -> Bool { token.kind == .symbol(symbol) }
    func isAt(_ keyword: Keyword) -> Bool { token.kind == .keyword(keyword) }

    /// Takes a symbol where it stands there.
    mutating func take(_ symbol: String) throws(SyntaxError) -> Bool {
        guard isAt(symbol) else { return false }
        try advance()
        return true
    }

    mutating func take(_ keyword: Keyword) throws(SyntaxError) -> Bool {
        guard isAt(keyword) else { return false }
        try advance()
        return true
    }

    mutating func require(_ symbol: String) throws(SyntaxError) {
        if try !take(symbol) { throw expected("'\(symbol)'") }
    }

    mutating func require(_ keyword: Keyword) throws(SyntaxError) {
        if try !take(keyword) { throw expected("'\(keyword.rawValue)'") }
    }

    /// Takes what closes something that was opened elsewhere.
    mutating func close(_ closing: Token.Kind, _ opening: String, at start: SourceRange) throws(SyntaxError) {
        guard token.kind != closing else { return try advance() }
        let what = "'\(Self.text(of: closing))' expected"
        let (opened, here) = (line(of: start.start), line(of: token.range.start))
        throw opened == here ? near(what) : near("\(what) (to close '\(opening)' at line \(opened))")
    }

    mutating func name() throws(SyntaxError) -> Name {
        guard case .name(let text) = token.kind else { throw expected("<name>") }
        let name = Name(text: text, range: token.range)
        try advance()
        return name
    }

    // MARK: Complaints

    func expected(_ what: String) -> SyntaxError { near("\(what) expected") }

    func near(_ message: String) -> SyntaxError {
        let what =
            switch token.kind {
            case .end: "<eof>"
            default: "'" + String(decoding: lexer.bytes[token.range.start..<token.range.end], as: UTF8.self) + "'"
            }
        return SyntaxError(message: "\(message) near \(what)", range: token.range)
    }

    private static func text(of kind: Token.Kind) -> String {
        switch kind {
        case .symbol(let text): text
        case .keyword(let keyword): keyword.rawValue
        default: "<eof>"
        }
    }

    private func line(of offset: Int) -> Int { SourceText(Array(lexer.bytes[..<offset])).lineCount }

    /// Goes one level deeper while `body` runs.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(SyntaxError) -> Result
    ) throws(SyntaxError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw near("C stack overflow") }
        return try body(&self)
    }
}
