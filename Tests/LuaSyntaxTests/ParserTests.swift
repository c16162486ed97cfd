import Testing

@testable import LuaSyntax

@Suite struct ParserTests {
    private func complaint(_ source: String) throws -> String {
        let text = SourceText(source)
        let error = try #require(Compiler.complaint(text.bytes))
        let position = text.position(of: error.range.start)
        return "\(position.line):\(position.column): \(error.message)"
    }

    @Test func complaintsAreThoseOfTheCompilerWithTheirPlace() throws {
        let cases = [
            ("local x =\n  }", "2:3: unexpected symbol near '}'"),
            ("if a then\n  f(\n", "3:1: unexpected symbol near <eof>"),
            ("while a do\n\nf()\n", "4:1: 'end' expected (to close 'while' at line 1) near <eof>"),
            ("f(a\nb)", "2:1: ')' expected (to close '(' at line 1) near 'b'"),
            ("é = 1", "1:1: unexpected symbol near 'é'"),
            ("x = 'é' y", "1:10: syntax error near <eof>"),
            ("x = \"a", "1:5: unfinished string near <eof>"),
            ("x = 'a\\q'", "1:7: invalid escape sequence"),
            ("x = 3x", "1:5: malformed number near '3x'"),
            ("local a <foo> = 1", "1:10: unknown attribute 'foo'"),
            ("goto a", "1:6: no visible label 'a' for goto"),
            ("break", "1:1: break outside loop"),
            ("local a <const> = 1\na = 2", "2:1: attempt to assign to const variable 'a'"),
            ("for a.b in c do end", "1:6: '=' or 'in' expected near '.'"),
        ]
        for (source, message) in cases { #expect(try complaint(source) == message) }
    }

    @Test func variablesKnowHowTheyAreUsed() throws {
        let source = SourceText(
            """
            local a, b, c = 1
            local function f(p, q) return a + p end
            b = 2
            for i, v in pairs(f) do c.x = i end
            local a = a
            function f() end
            """)
        let locals = try Parser.parse(source).locals
        let uses = locals.map { "\($0.name.text) \($0.kind) \($0.reads) \($0.writes.count)" }
        #expect(
            uses == [
                "a variable 2 0", "b variable 0 1", "c variable 1 0", "f function 1 1", "p parameter 1 0",
                "q parameter 0 0", "i loop 1 0", "v loop 0 0", "a variable 0 0",
            ])
    }

    @Test func valuesAreRead() throws {
        func values(_ source: String) throws -> [Expression] {
            guard case .return(let values, _)? = try Parser.parse(SourceText(source)).body.statements.first else {
                return []
            }
            return values
        }
        func shown(_ expression: Expression) -> String {
            switch expression {
            case .integer(let value, _): "\(value)"
            case .number(let value, _): "\(value)"
            case .string(let bytes, _): "'\(String(decoding: bytes, as: UTF8.self))'"
            default: "?"
            }
        }
        let source = #"""
            return 7, 0x10, 0xffffffffffffffff, 9223372036854775808, .5, 5., 3e2, 0x.8p1, 0xA.8, 1e400, "a\65\x42\u{E9}\z
                c\
            d", [[
            e]], '\u{7FFFFFFF}'
            """#
        let expected = [
            "7", "16", "-1", "9.223372036854776e+18", "0.5", "5.0", "300.0", "1.0", "10.5", "inf", "'aABéc\nd'",
            "'e'",
            "'\(String(decoding: [0xFD, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF] as [UInt8], as: UTF8.self))'",
        ]
        #expect(try values(source).map(shown) == expected)
    }

    @Test func positionsCountCharacters() {
        let source = SourceText("aé\r\n\t😀b\n\rc")
        #expect(source.lineCount == 3)
        #expect(source.position(of: 3) == .init(line: 1, column: 3))
        #expect(source.position(of: 6) == .init(line: 2, column: 2))
        #expect(source.position(of: 10) == .init(line: 2, column: 3))
        #expect(source.position(of: 99) == .init(line: 3, column: 2))
        #expect(source.line(2) == "\t😀b" && source.line(3) == "c" && source.line(4) == "")
    }
}
