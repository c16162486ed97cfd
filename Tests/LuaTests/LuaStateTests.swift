import Lua
import Testing

@Suite struct LuaStateTests {
    @Test func evaluatesAnExpression() throws {
        #expect(try withState { try $0.evaluate("return 1 + 1", as: Int.self) } == 2)
        #expect(try withState { try $0.evaluate("return 'ä' .. 1.5", as: String.self) } == "ä1.5")
    }

    @Test func integersAndFloatsStayWhatTheyAre() throws {
        let values = try withState { lua in
            try lua.evaluate("return 3, 3.0, 2^53, 9007199254740993, -0.0").map { "\($0)" }
        }
        #expect(
            values == [
                "integer(3)", "number(3.0)", "number(9007199254740992.0)", "integer(9007199254740993)", "number(-0.0)",
            ])
    }

    @Test func stringsThatAreNotUTF8StayBytes() throws {
        let value = try withState { lua in try lua.evaluate("return 'a\\xff'", as: LuaBytes.self) }
        #expect(value.bytes == [0x61, 0xff])
    }

    @Test func callsSwift() throws {
        let sum = try withState { lua in
            try lua.set("add", .function("add") { (a: Int, b: Int) in a + b })
            return try lua.evaluate("return add(2, 40)", as: Int.self)
        }
        #expect(sum == 42)
    }

    @Test func namesTheBadArgument() throws {
        let message = try withState { lua in
            try lua.set("add", .function("add") { (a: Int, b: Int) in a + b })
            return try lua.evaluate("return select(2, pcall(add, 2, 'x'))", as: String.self)
        }
        #expect(message == "bad argument #2 to 'add' (number expected, got string)")
    }

    @Test func aRuntimeErrorHasPositionAndTraceback() throws {
        let error = #expect(throws: LuaError.self) {
            try withState { lua in
                _ = try lua.evaluate("local function f()\n  error('boom')\nend\nf()", name: "@s.lua")
            }
        }
        #expect(error?.kind == .runtime)
        #expect(error?.message == "s.lua:2: boom")
        #expect(error?.line == 2)
        #expect(error?.chunk == "s.lua")
        #expect(error?.traceback?.contains("s.lua:4: in main chunk") == true)
    }

    @Test func aSyntaxErrorSaysWhetherMoreInputWouldHelp() throws {
        for (source, incomplete) in [
            ("for i = 1, 2 do", true), ("x = = 1", false), ("x = [[a", true), ("x = 'a\ny = 1", false),
        ] {
            let error = #expect(throws: LuaError.self) { try withState { lua in _ = try lua.load(source) } }
            #expect(error?.kind == .syntax(isIncomplete: incomplete), "\(source): \(String(describing: error))")
        }
    }

    @Test func aSwiftErrorSurvivesTheRoundTrip() throws {
        struct Failure: Error, Equatable { var number: Int }
        let error = #expect(throws: LuaError.self) {
            try withState { lua in
                try lua.set("fail", LuaHostFunction("fail") { _ in throw Failure(number: 7) })
                _ = try lua.evaluate("local ok, e = pcall(fail) assert(not ok) error(e)")
            }
        }
        #expect(error?.cause as? Failure == Failure(number: 7))
    }

    @Test func endsAnEndlessLoop() throws {
        let configuration = LuaConfiguration(timeLimit: .milliseconds(50))
        try withState(configuration) { lua in
            for source in ["while true do end", "while true do pcall(function() while true do end end) end"] {
                let error = #expect(throws: LuaError.self) { _ = try lua.evaluate(source) }
                #expect(error?.kind == .timeout, "\(source)")
                #expect(error?.line == 1)
            }
            let one = try lua.evaluate("return 1", as: Int.self)
            #expect(one == 1)
        }
    }

    @Test func endsAScriptThatTakesTooMuchMemory() throws {
        try withState(LuaConfiguration(memoryLimit: 8 << 20)) { lua in
            let error = #expect(throws: LuaError.self) {
                _ = try lua.evaluate("local t = {} while true do t[#t + 1] = {} end")
            }
            #expect(error?.kind == .memory)
            #expect(lua.memory.peak < 9 << 20)
            let one = try lua.evaluate("return 1", as: Int.self)
            #expect(one == 1)
        }
    }

    @Test func whatAKilledScriptLeftBehindDoesNotCountAgainstTheNext() throws {
        try withState(LuaConfiguration(memoryLimit: 16 << 20)) { lua in
            let greedy = "local f = function() end for i = 1, 1e6 do local g = f f = function() return g() end end"
            let error = #expect(throws: LuaError.self) { _ = try lua.evaluate(greedy) }
            #expect(error?.kind == .memory)
            let modest = "local t = {} for i = 1, 100 do t[i] = ('x'):rep(i) end return #t"
            let count = try lua.evaluate(modest, as: Int.self)
            #expect(count == 100)
        }
    }

    @Test func anErrorThatDescribesItselfForeverLeavesTheStateUsable() throws {
        try withState(LuaConfiguration(timeLimit: .milliseconds(50))) { lua in
            let source = "error(setmetatable({}, {__tostring = function() while true do end end}))"
            #expect(throws: LuaError.self) { _ = try lua.evaluate(source) }
            let one = try lua.evaluate("return 1", as: Int.self)
            #expect(one == 1)
        }
    }
}
