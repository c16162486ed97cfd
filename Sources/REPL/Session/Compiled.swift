internal import Lua

/// What Lua's compiler makes of what was typed.
enum Compiled {
    /// A chunk that is ready to run: the values of an expression, or statements.
    case ready(LuaFunction)
    /// More input could complete it.
    case unfinished
    case failed(LuaError)

    /// Compiles as an expression, and where that is none as statements. Nothing is run.
    init(_ source: String, in lua: LuaState) {
        let name = "=" + ErrorText.promptChunk
        do {
            self = .ready(try lua.load("return " + source, name: name))
        } catch let asExpression {
            do {
                self = .ready(try lua.load(source, name: name))
            } catch let asStatement {
                if asExpression.isIncomplete || asStatement.isIncomplete {
                    self = .unfinished
                } else {
                    self = .failed(Self.better(asExpression, asStatement, source))
                }
            }
        }
    }

    /// Of the two complaints the one about what was meant: no statement begins as an expression does, so the complaint about
    /// its first word says nothing.
    private static func better(_ asExpression: LuaError, _ asStatement: LuaError, _ source: String) -> LuaError {
        guard let quote = asStatement.message.firstRange(of: "unexpected symbol near '") else { return asStatement }
        let word = asStatement.message[quote.upperBound...].dropLast()
        return source.drop(while: \.isWhitespace).hasPrefix(word) ? asExpression : asStatement
    }
}
