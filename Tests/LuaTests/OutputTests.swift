import Lua
import Testing

/// `print` and `warn`.
@Suite struct OutputTests {
    /// The lines that a script prints.
    private func lines(
        _ source: String, _ configuration: LuaConfiguration = LuaConfiguration()
    ) throws -> (lines: [String], error: LuaError?) {
        try withState(configuration) { lua in
            var lines: [String] = []
            lua.output = { lines.append($0) }
            do throws(LuaError) { try lua.evaluate(source) } catch { return (lines, error) }
            return (lines, nil)
        }
    }

    @Test(arguments: [LuaConfiguration(), .trusted]) func printsAsLuaDoes(_ configuration: LuaConfiguration) throws {
        let source = """
            print()
            print(1, 2.0, nil, true, "tab", "\\xff")
            print(setmetatable({}, {__tostring = function() return "described" end}))
            print(setmetatable({}, {__name = "Named"}) ~= nil)
            print(pcall(print, setmetatable({}, {__tostring = function() return {} end})))
            """
        let printed = try lines(source, configuration)
        #expect(printed.error == nil)
        #expect(
            printed.lines == [
                "", "1\t2.0\tnil\ttrue\ttab\t\u{FFFD}", "described", "true", "false\t'__tostring' must return a string",
            ])
    }

    @Test func endsAScriptThatPrintsTooMuch() throws {
        let printed = try lines(
            "for i = 1, 10 do pcall(print, 'four') end", LuaConfiguration(outputLimit: 14))
        #expect(printed.lines == ["four", "four"])
        #expect(printed.error?.kind == .output)
        #expect(printed.error?.message == "script:1: too much output")
    }

    @Test func theHostMayUseTheStateWhileItPrints() throws {
        let lines = try withState { lua in
            var lines: [String] = []
            lua.output = { [unowned lua] line in
                let length = try? lua.evaluate("return #'\(line)'", as: Int.self)
                lines.append("\(line) \(length ?? -1)")
            }
            try lua.evaluate("coroutine.wrap(function() print('one') print('three') end)()")
            return lines
        }
        #expect(lines == ["one 3", "three 5"])
    }

    @Test func warningsOfASandboxedScriptAreSilent() throws {
        let printed = try lines("warn('@on') warn('a', 'b') print(pcall(warn))")
        #expect(printed.error == nil)
        #expect(printed.lines == ["false\tbad argument #1 to 'warn' (string expected, got no value)"])
    }
}
