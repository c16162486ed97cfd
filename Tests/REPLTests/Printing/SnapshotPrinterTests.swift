import Lua
import Testing

@testable import REPL

@Suite struct SnapshotPrinterTests {
    @Test(arguments: [
        ("nil", "nil"), ("true", "true"), ("1", "1"), ("1.0", "1.0"), ("-0.5", "-0.5"), ("1e300", "1e+300"),
        ("1/0", "inf"), ("math.mininteger", "-9223372036854775808"), ("desk.null", "null"), ("print", "function print"),
        ("function() end", "function"), ("coroutine.create(print)", "coroutine"), ("desk.ask", "function desk.ask"),
        ("{}", "{}"), ("{ {} }", "{ {} }"),
    ])
    func plainValues(source: String, shown: String) async throws {
        #expect(try await said(source) == shown + "\n")
    }

    @Test(arguments: [
        (#""a\nb\t\"c\"\\""#, #""a\nb\t\"c\"\\""#),
        (#""\0\27[31m""#, #""\x00\x1B[31m""#),
        (#""ä€😀""#, #""ä€😀""#),
        (#""ab\xff\xc3z""#, #""ab\xFF\xC3z""#),
        ("\"\\u{202E}x\"", #""\u{202E}x""#),
    ])
    func stringsAreLiterals(source: String, shown: String) async throws {
        #expect(try await said(source) == shown + "\n")
    }

    @Test func aLongStringIsCutBetweenCharacters() async throws {
        let text = try await said(#"("ä"):rep(600)"#)
        #expect(text == "\"" + String(repeating: "ä", count: 500) + "…\" (1200 bytes)\n")
        #expect(try await said(#""x" .. ("ä"):rep(600)"#).hasPrefix("\"x" + String(repeating: "ä", count: 499) + "…\""))
    }

    @Test func keysAreSorted() async throws {
        #expect(
            try await said(#"{ b = 1, a = 2, [10] = 3, [2.5] = 4, ["a b"] = 5, [true] = 6, "x", ["if"] = 7 }"#)
                == #"{ "x", [2.5] = 4, [10] = 3, a = 2, ["a b"] = 5, b = 1, ["if"] = 7, [true] = 6 }"# + "\n")
    }

    @Test func aGapEndsTheItems() async throws {
        #expect(try await said("{ 1, nil, 3 }") == "{ 1, [3] = 3 }\n")
    }

    @Test func whatDoesNotFitGetsALineAnEntry() async throws {
        #expect(
            try await said(#"{ name = "Ada Lovelace", list = { 1, 2 }, inner = { text = ("x"):rep(70), 1 } }"#) == """
                {
                  inner = {
                    1,
                    text = "\(String(repeating: "x", count: 70))",
                  },
                  list = { 1, 2 },
                  name = "Ada Lovelace",
                }

                """)
    }

    @Test func cyclesAreNamed() async throws {
        #expect(
            try await said("t = { a = { b = {} } } t.a.b.up = t t.a.b.self = t.a t[1] = t\nt")
                == "{ <cycle>, a = { b = { self = <cycle to a>, up = <cycle> } } }\n")
    }

    @Test func aTableThatIsThereTwiceIsNoCycle() async throws {
        #expect(try await said("t = { 1 }\n{ t, t }") == "{ { 1 }, { 1 } }\n")
    }

    @Test func depthAndSizeAreLimited() async throws {
        #expect(try await said("{ { { { { { { 1 } } } } } } }") == "{ { { { { { {…} } } } } } }\n")
        let list = try await said("t = {} for i = 1, 60 do t[i] = i end\nt")
        #expect(list.hasSuffix("  50,\n  … 10 more\n}\n"))
        let fields = try await said("t = {} for i = 1, 60 do t[\"k\" .. i] = i end\nt")
        #expect(fields.hasSuffix("  … 10 more\n}\n"))
        #expect(fields.split(separator: "\n").count == 53)
        let many = try await said("t = {} for i = 1, 60 do t[i] = {} for j = 1, 60 do t[i][j] = j end end\nt")
        #expect(many.hasSuffix("  … 50 more\n}\n"))
    }

    @Test func fullShowsAll() async throws {
        let text = try await said("t = {} for i = 1, 600 do t[i] = i end\nt\n:full")
        #expect(text.hasSuffix("  600,\n}\n"))
    }

    @Test func noMetamethodRuns() async throws {
        let source = """
            ran = {}
            function trap(name) return function() ran[#ran + 1] = name error(name) end end
            t = setmetatable({ 1, a = 2 }, { __index = trap "index", __newindex = trap "newindex", __len = trap "len",
              __pairs = trap "pairs", __tostring = trap "tostring", __name = "Trap", __eq = trap "eq", __lt = trap "lt",
              __concat = trap "concat", __call = trap "call" })
            { t, [t] = t }
            #ran
            """
        #expect(try await said(source) == "{ { 1, a = 2 }, [{…}] = { 1, a = 2 } }\n0\n")
    }

    @Test func changedLibraryFunctionsAreNotUsed() async throws {
        #expect(
            try await said("rawget = nil tostring = nil pairs = nil getmetatable = nil\n{ 1, a = { 2 } }")
                == "{ 1, a = { 2 } }\n")
    }

    @Test func colours() async throws {
        let text = try await said(#"{ "a", b = 1 }"#) { $0.palette.isColoured = true }
        #expect(text == "{ \u{1B}[32m\"a\"\u{1B}[0m, \u{1B}[34mb\u{1B}[0m = \u{1B}[36m1\u{1B}[0m }\n")
    }
}
