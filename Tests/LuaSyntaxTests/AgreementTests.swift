import LuaSyntax
import Seeded
import Testing

/// The parser takes and refuses what Lua's own compiler does.
@Suite struct AgreementTests {
    private func check(
        _ sources: [(name: String, bytes: [UInt8])], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let verdicts = try Compiler().verdicts(sources.map(\.bytes))
        for (source, verdict) in zip(sources, verdicts) {
            let complaint = Compiler.complaint(source.bytes)
            if complaint?.isTooDeep == true { continue }
            #expect(
                (complaint == nil) == (verdict == nil),
                "\(source.name): Lua says \(verdict ?? "yes"), the parser \(complaint?.message ?? "yes"):\n\(String(decoding: source.bytes.prefix(600), as: UTF8.self))",
                sourceLocation: sourceLocation)
        }
    }

    @Test func onWhatPeopleWrote() throws {
        #expect(Corpus.sources.count > 60)
        try check(Corpus.sources)
    }

    @Test(.enabled(if: !Corpus.officialSuite.isEmpty, "INTERCOM_LUA_SUITE names no folder of the suite"))
    func onTheOfficialSuite() throws { try check(Corpus.officialSuite) }

    static let pieces: [String] = [
        // Statements.
        "", ";;;", "local a", "local a, b = 1", "a = 1", "a, b.c, d[1] = 1, 2", "f()", "f{}", "f''", "f:m()",
        "f.g:m{}''[[]]",
        "do end", "while true do break end", "repeat local x until x", "if a then elseif b then else end",
        "for i = 1, 2 do end", "for i = 1, 2, 3 do end", "for a, b in c, d do end", "function f() end",
        "function a.b.c:d() end",
        "local function f(...) return ... end", "return", "return;", "return 1, 2;", "goto a ::a::",
        "local a <const>, b <close> = 1",
        "x", "x.y", "(x)", "f() = 1", "(a) = 1", "(a).b = 1", "a, f() = 1", "return 1 2", "return 1; 2", "a =", "= 1",
        "local", "local 1", "local a.b", "local a <foo> = 1", "local a <const", "local a <close>, b <close> = 1",
        "local function a.b() end", "function a:b.c() end", "function () end", "for a.b in c do end", "for i do end",
        "for i = 1 do end",
        "if a", "if a then", "if a then else elseif b then end", "while a end", "repeat", "do", "end", "until x",
        "else", "break",
        "function f() break end", "while true do function f() break end end", "for i = 1, 2 do if a then break end end",
        "local x <const> = 1 x = 2", "local x <const> = 1 function f() x = 2 end",
        "local x <const> = 1 function x() end",
        "local x <const> = {} x.y = 1", "local x <const> = 1 local x x = 2", "for i = 1, 2 do i = 3 end",
        "function f(a) local a <close> = nil a = 1 end",
        // Labels and jumps.
        "goto a", "::a:: goto a", "::a:: ::a::", "::a:: do ::a:: end", "do ::a:: end ::a::", "do ::a:: end goto a",
        "goto a; local b; ::a::", "goto a; local b; ::a:: ; ;", "do goto a; local b; ::a:: print(1) end",
        "goto a local b ::a:: ::c::",
        "repeat goto c; local x; ::c:: until x", "repeat goto c; local x; ::c:: ; until x",
        "do goto a end local b ::a:: f()",
        "do goto a end ; ::a:: f()", "::a:: function f() goto a end", "function f() goto a end ::a::",
        "goto a do ::a:: end",
        "while x do goto continue local y ::continue:: end", "goto 1", "goto", "::a", "::1::", "goto = 1",
        "do goto b; local x; ::a:: ; ::b:: end",
        // Expressions.
        "return 1 + 2 * 3 ^ 4 .. 'a' == b and not c or #d", "return -a, ~b, not not c, - - 1, #'a'",
        "return a < b <= c ~= d >> e << f",
        "return {1, 2; 3, a = 1, [b] = 2, f(), ...}", "return {,}", "return {1,,2}", "return {a = }", "return {[a] 1}",
        "return {[a] = 1",
        "return {a.b = 1}", "return {a b}", "return function(a, b, ...) end", "return function(..., a) end",
        "return function(a, ) end",
        "return function(a b) end", "return function a() end", "function f() return ... end", "return ...",
        "return a.1", "return a.b.", "return a[",
        "return a:b", "return a:b.c()", "return a:b()", "return (a", "return a)", "return 1 +", "return + 1",
        "return a or", "return a not b",
        "return a..b..c", "return 'a'.b", "return ('a').b", "return ('a'):b()", "return {}.a", "return ({}).a",
        "return f\n()", "a = b\n(c).d = 1",
        "return nil, true, false", "nil = 1", "true()", "a.end = 1", "a['end'] = 1", "return a.goto", "return _ENV",
        "return a ! b", "return a ~ b ~ ~c",
        "return a // b / c % d", "return a & b | c ~ d", "return a = b", "return a != b", "return a ? b : c", "a += 1",
        "a++", "return @", "return $", "é = 1",
        // Numbers.
        "return 0, 1, 12, 3.0, .5, 5., 3e2, 3E-2, 3e+2, 0x1F, 0XaP3, 0x.8p-2, 0x1., 0x1p4, 9223372036854775808, 1e400",
        "return 3..4",
        "return 3 .. 4", "return 3.4.5", "return 0x", "return 0xg", "return 1e", "return 1e+", "return 0x1p",
        "return 1x", "return 1_000", "return 08",
        "return 0x.p1", "return ..5", "return .", "return 1.e5", "return 0xep1", "return 0xe+1", "return 1e5.0",
        "return 3in", "return 0xfffffffffffffffff",
        // Strings and comments.
        #"return "a\n\t\\\"\'\a\b\f\r\v", 'it''s'"#, #"return "\x41\u{41}\u{7FFFFFFF}\65\z   b\065""#, #"return "\q""#,
        #"return "\x4""#, #"return "\u{}""#,
        #"return "\u{80000000}""#, #"return "\u41""#, #"return "\u{41""#, #"return "\300""#, #"return "\25a""#,
        "return 'a\nb'", "return 'a\\\nb'", "return 'a\\\r\nb'",
        "return 'a", "return \"a'", "return [[a]]", "return [==[a]]]==]", "return [=[a]]", "return [=a", "return [",
        "return [[\r\n\r]]", "return [==", "a[[b]]",
        "a[ [[b]] ] = 1", "--", "-- a\nreturn", "--[[ a ]] return", "--[==[ a ]] ]==] return", "--[[ a", "--[=[ a ]]",
        "--[ a\nreturn", "---[[ a\nreturn", "#!a", "\u{FEFF}a = 1",
        "return 1 -- end", "a\0b = 1", "return '\0'", "return 'a\u{B}b'", "a =\u{C}1", "return \u{A0}1",
    ]

    @Test func onSmallPieces() throws { try check(Self.pieces.map { ($0, Array($0.utf8)) }) }

    @Test func onMutatedSources() throws {
        var generator = SeededGenerator(seed: 7)
        let inserted = [
            "end", "(", ")", "{", "}", "=", ",", "local ", "function ", "do ", "goto a ", "::a::", "..", "...", "'",
            "[[", "--", "break ", "return ", "\n", "\\", "0x", "if ", " then ", "<const>", ":", ".", "~", "1", "x",
        ].map { Array($0.utf8) }
        var sources: [(name: String, bytes: [UInt8])] = []
        let corpus = Corpus.sources.filter { $0.bytes.count < 6000 }
        for round in 0..<4000 {
            guard let (name, original) = corpus.randomElement(using: &generator) else { continue }
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                let start = Int.random(in: 0..<bytes.count, using: &generator)
                let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes.removeSubrange(start..<end)
                case 1: bytes.insert(contentsOf: inserted.randomElement(using: &generator) ?? [], at: start)
                default:
                    bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &generator))
                }
            }
            sources.append(("\(name) round \(round)", bytes))
        }
        try check(sources)
    }

    @Test func onSoups() throws {
        var generator = SeededGenerator(seed: 11)
        let words =
            Keyword.allCases.map(\.rawValue) + [
                "a", "b", "x", "1", "2.5", "'s'", "+", "-", "*", "/", "//", "%", "^", "#", "&", "~", "|", "<<", ">>",
                "==", "~=", "<=", ">=", "<", ">", "=", "(", ")", "{", "}", "[", "]", "::", ";", ":", ",", ".", "..",
                "...",
            ]
        var sources: [(name: String, bytes: [UInt8])] = []
        for round in 0..<6000 {
            let count = Int.random(in: 1...14, using: &generator)
            let text = (0..<count).compactMap { _ in words.randomElement(using: &generator) }.joined(separator: " ")
            sources.append(("soup \(round)", Array(text.utf8)))
        }
        for round in 0..<2000 {
            let count = Int.random(in: 0...40, using: &generator)
            // Not the first byte of a compiled chunk.
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if bytes.first == 27 { continue }
            sources.append(("bytes \(round)", bytes))
        }
        try check(sources)
    }

    @Test(arguments: [
        ("return " + String(repeating: "(", count: 150) + "1" + String(repeating: ")", count: 150), true),
        ("return " + String(repeating: "(", count: 100_000), false),
        (String(repeating: "do ", count: 150) + String(repeating: "end ", count: 150), true),
        (String(repeating: "do ", count: 100_000), false),
        ("return " + String(repeating: "- ", count: 100_000) + "1", false),
        ("return " + String(repeating: "a..", count: 100_000) + "a", false),
        (String(repeating: "function f() ", count: 100_000), false),
        ("x = " + String(repeating: "{", count: 100_000), false),
        ("x = " + String(repeating: "f{", count: 100_000), false),
        (String(repeating: "a,", count: 100_000) + "a = 1", false),
        (String(repeating: "if a then ", count: 100_000), false),
        ("local " + (1...199).map { "a\($0)" }.joined(separator: ","), true),
        ("local " + (1...201).map { "a\($0)" }.joined(separator: ","), false),
        (String(repeating: "local a ", count: 201), false),
        ("x = 1 " + String(repeating: "if a then elseif b then end ", count: 10_000), true),
        ("return {" + String(repeating: "{ a = f(x.y.z), [1] = 'b' },", count: 20_000) + "}", true),
    ])
    func howeverDeepOrLong(_ source: String, _ isTaken: Bool) throws {
        let bytes = Array(source.utf8)
        #expect((Compiler.complaint(bytes) == nil) == isTaken)
        #expect((try Compiler().verdicts([bytes])[0] == nil) == isTaken)
    }

    @Test(arguments: [
        "return " + String(repeating: "1+", count: 100_000) + "1", "return a" + String(repeating: ".b", count: 100_000),
        "return f" + String(repeating: "()", count: 100_000), "f" + String(repeating: "{}", count: 100_000),
        "return " + String(repeating: "(", count: 190) + "1"
            + String(repeating: String(repeating: "+1", count: 900) + ")", count: 190),
    ])
    func chainsThatAreTooLongAreSaidToBe(_ source: String) {
        let complaint = Compiler.complaint(Array(source.utf8))
        #expect(complaint?.isTooDeep == true)
    }
}
