import Lua
import Testing

/// What once could have broken the process: each is an error now, or right.
@Suite(.serialized) struct UnsoundnessTests {
    /// A table whose border is the largest integer.
    static let endless = """
        local t = {}
        local i = 1
        while i > 0 do t[i] = 1 i = i * 2 end
        for j = 0, 62 do t[(1 << j) - 1] = 1 end
        t[math.maxinteger] = 1
        return t
        """

    @Test func aSequenceCannotBeLongerThanMemory() throws {
        try withState(LuaConfiguration(memoryLimit: 8 << 20)) { lua in
            try lua.set("sum", .function("sum") { (numbers: [Int]) in numbers.count })
            try lua.set("count", .function("count") { (numbers: [Int?]) in numbers.count })
            let table = try lua.evaluate(Self.endless, as: LuaTable.self)
            #expect(throws: LuaError.self) { _ = try lua.call(try lua.get("sum", as: LuaFunction.self), table) }
            let count = try lua.call(try lua.get("count", as: LuaFunction.self), table, as: Int.self)
            #expect(count < 8 << 20)
        }
    }

    @Test func aTableThatChangesWhileItIsReadIsAnError() throws {
        try withState { lua in
            let table = try lua.evaluate(
                "local t = {} for i = 1, 64 do t['k' .. i] = i end return t", as: LuaTable.self)
            let change = try lua.load("local t, key = ... t[key] = nil for i = 1, 500 do t['n' .. i .. key] = i end")
            let error = #expect(throws: LuaError.self) {
                try lua.read(table) { value throws(LuaMismatch) in
                    try value.forEachPair { (key, _) throws(LuaMismatch) in
                        _ = try? lua.call(change, table, try LuaValue.read(key))
                    }
                }
            }
            #expect(error?.message == "a table was changed while it was being read")
            var seen = 0
            try lua.read(table) { value in
                value.forEachPair { _, _ in
                    seen += 1
                    _ = try? lua.evaluate("return 1")
                }
            }
            #expect(seen > 500)
        }
    }

    /// Announces more, or less, than it writes.
    struct Liar: LuaPushable {
        var announced: Int
        var written: Int
        func push(to writer: inout LuaWriter) {
            writer.table(items: announced)
            for item in 0..<written { writer.integer(Int64(item)) }
        }
    }

    struct Silent: LuaPushable {
        func push(to writer: inout LuaWriter) {}
    }

    @Test func aWriterThatMiscountsIsAnError() throws {
        try withState { lua in
            let short = #expect(throws: LuaError.self) { _ = try lua.makeTable(Liar(announced: 1000, written: 2)) }
            #expect(short?.message == "a table was pushed with fewer values than announced")
            let long = #expect(throws: LuaError.self) { _ = try lua.makeTable(Liar(announced: 1, written: 2)) }
            #expect(long?.message == "a value pushed more than itself")
            let none = #expect(throws: LuaError.self) { _ = try lua.text(of: Silent()) }
            #expect(none?.message == "a value pushed nothing")
            try lua.set("give", .function("give") { Silent() })
            let text = try lua.evaluate("return select(2, pcall(give))", as: String.self)
            #expect(text == "a value pushed nothing")
        }
    }

    /// Runs a script while it is being pushed, which calls the host in turn.
    struct Busy: LuaPushable {
        let lua: LuaState
        func push(to writer: inout LuaWriter) {
            writer.table(items: 2)
            writer.string("first")
            let text = (try? lua.evaluate("return echo('second')", as: String.self)) ?? "?"
            writer.string(text)
        }
    }

    @Test func aValueMayRunLuaWhileItIsPushed() throws {
        let text = try withState { lua in
            try lua.set("echo", .function("echo") { (text: String) in [text, text] })
            try lua.evaluate("local e = echo function echo(x) return e(x)[2] end")
            try lua.set("give", .function("give") { [unowned lua] in Busy(lua: lua) })
            return try lua.evaluate("local t = give() return t[1] .. ' ' .. t[2]", as: String.self)
        }
        #expect(text == "first second")
    }

    @Test func argumentsThatWereNotGivenAreNone() throws {
        let kinds = try withState { lua in
            try lua.set(
                "look",
                LuaHostFunction("look") { call in
                    call.return([0, -1, 2, 3, .max, .min].map { "\(call[$0].kind)" })
                })
            return try lua.evaluate("return look(1)", as: [String].self)
        }
        #expect(kinds == Array(repeating: "none", count: 6))
    }

    /// Each level begins with few nested calls of its own, so that Lua's limit of 200 is not reached.
    @Test func coroutinesThatCloseOneAnotherFromDeepInsideEndInAnError() throws {
        let source = """
            local function deep(n, f)
              if n == 0 then return f() end
              return (string.gsub("x", ".", function() deep(n - 1, f) end))
            end
            local all = {}
            for i = 1, 150 do
              all[i] = coroutine.create(function()
                local c <close> = setmetatable({}, {__close = function()
                  deep(170, function() if all[i + 1] then local ok, e = coroutine.close(all[i + 1]) end end)
                end})
                coroutine.yield()
              end)
              coroutine.resume(all[i])
            end
            coroutine.close(all[1])
            return "survived"
            """
        #expect(try withState { try $0.evaluate(source, as: String.self) } == "survived")
    }

    /// The table that is written to is held by nothing but a weak reference while it grows.
    @Test(arguments: [17, 19]) func aTableThatIsFreedWhileItGrows(_ power: Int) throws {
        let source = """
            local power = ...
            local weak = setmetatable({}, {__mode = 'v'})
            local big = {}
            for i = 1, (1 << power) do big['k' .. i] = i end
            local ballast = {}
            local t = setmetatable({}, weak)
            weak.__newindex = big
            big = nil
            local size = 1 << 20
            while true do
              local ok, text = pcall(string.rep, tostring(#ballast), size)
              if not ok then break end
              ballast[#ballast + 1] = text
              if #ballast > 8 then break end
            end
            for i = 1, 100 do pcall(function() t['new' .. i] = i end) end
            for round = 1, 20 do
              ballast[#ballast + 1] = string.rep('b', size)
              for i = 1, 10 do pcall(function() t[round .. 'more' .. i] = i end) end
            end
            return 'ended'
            """
        for limit in [12, 24, 64] {
            try withState(LuaConfiguration(memoryLimit: limit << 20, timeLimit: .seconds(20))) { lua in
                let function = try lua.load(source)
                _ = try? lua.call(function, power)
                let one = try lua.evaluate("local t = {} for i = 1, 1e4 do t[i] = {i} end return #t", as: Int.self)
                #expect(one == 10_000)
            }
        }
    }
}
