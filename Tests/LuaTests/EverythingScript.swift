@testable import Lua

/// Uses every kind of conversion and callback once, in one script and from Swift.
///
/// No error of memory is caught on the way: whoever runs it short of memory meets that error and no other.
struct EverythingScript {
    var live = LiveCount()

    /// What scripts find, apart from the standard libraries.
    func install(in lua: LuaState) throws {
        lua.output = { _ in }
        let live = self.live
        let captured = Tracked(live)
        try lua.set(
            "echo",
            LuaHostFunction("echo") { call in
                withExtendedLifetime(captured) {}
                call.return(try call.argument(1, as: LuaValue.self))
            })
        try lua.set("make", .function("make") { Tracked(live) })
        try lua.set("makeTable", .function("makeTable") { [unowned lua] in try lua.makeTable(["list": [1, 2, 3]]) })
        try lua.set("sum", .function("sum") { (numbers: [Int]) in numbers.reduce(0, +) })
        try lua.set("keys", .function("keys") { (entries: [String: LuaValue]) in entries.keys.sorted() })
        try lua.set("seat", .function("seat") { (seat: Seat) in seat })
        try lua.set(
            "text",
            .function("text") { (text: String, bytes: LuaBytes, more: String?) in
                text + String(bytes.bytes.count) + (more ?? "")
            })
        try lua.set(
            "callBack",
            .function("callBack") { [unowned lua] (function: LuaFunction, number: Int) in
                try lua.call(function, number, Tracked(live), as: LuaValue.self)
            })
        try lua.set(
            "raise",
            LuaHostFunction("raise") { [unowned lua] call in
                switch try call.argument(1, as: String.self) {
                case "swift": throw TrackedError(tracked: Tracked(live))
                case "value": throw LuaError(.runtime, "", value: .table(try lua.makeTable(["code": 7])))
                case "nested": _ = try lua.evaluate("local t = {} t.x.y = 1", name: "=nested")
                default: throw LuaError(.runtime, "plain")
                }
            })
        try lua.set(
            "wait",
            LuaHostFunction.async("wait") { (number: Int) in
                await Task.yield()
                return [number, number + 1]
            })
        try lua.set(
            "waitAndRaise",
            LuaHostFunction.async("waitAndRaise") { (number: Int) -> Int in
                throw TrackedError(tracked: Tracked(live))
            })
    }

    /// A type that is pushed and read by its form.
    struct Seat: LuaCodable {
        var row: Int
        var names: [String]
        var prices: [String: Double]?
    }

    static let source = """
        local function try(f, ...)
          local results = table.pack(pcall(f, ...))
          if not results[1] and results[2] == "not enough memory" then error(results[2], 0) end
          return table.unpack(results, 1, results.n)
        end
        local function fails(f, ...)
          local ok, e = try(f, ...)
          assert(not ok)
          return e
        end

        for _, value in ipairs {1, 2.5, "text", "\\xff", true, echo, {}, coroutine.create(echo), make()} do
          assert(rawequal(echo(value), value))
        end
        assert(echo(nil) == nil and makeTable().list[3] == 3)
        assert(sum {1, 2, 3} == 6 and keys({b = 1, a = {}})[1] == "a" and text("a", "\\xff", "c") == "a1c")

        local seat = seat {row = 1, names = {"a", "b"}, prices = {x = 1.5}}
        assert(seat.row == 1 and seat.names[2] == "b" and seat.prices.x == 1.5)

        local object <close> = make()
        object.number = object.number + 1
        assert(object.number == 1 and object.live == nil and object == echo(object) and object ~= make())
        object.number = 0
        assert(object:increment() == 1 and object.number == 1 and tostring(object) == "Tracked 1")
        for key, value in pairs(object) do assert(key == "number" and value == 1) end
        do local inner <close> = make() end

        assert(tostring(fails(raise, "swift")) == "tracked failure")
        assert(fails(raise, "swift").message == "tracked failure")
        for key in pairs(fails(raise, "swift")) do assert(key == "message") end
        assert(fails(raise, "value").code == 7)
        assert(fails(raise, "nested"):find("nil value", 1, true))
        assert(fails(raise, "plain"):find("plain", 1, true))
        assert(fails(raise):find("bad argument #1 to 'raise'", 1, true))
        assert(fails(sum, {1, "x"}):find("[2]", 1, true))

        assert(callBack(function(n, o) return o:increment() + n end, 41) == 42)
        assert(fails(callBack, function() error({code = 8}) end, 1).code == 8)
        assert(callBack(function(n) return callBack(function(m) return m + 1 end, n) end, 1) == 2)

        local generator = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
        assert(generator() + generator() + generator() == 6)
        local suspended = coroutine.create(function() local c <close> = make() coroutine.yield() end)
        coroutine.resume(suspended)
        local closed, problem = coroutine.close(suspended)
        if problem then error(problem, 0) end
        assert(fails(coroutine.wrap(function() error("inside") end)):find("inside", 1, true))

        assert(("abc"):gsub("%w", function(c) return c .. c end) == "aabbcc")
        assert(#("x"):rep(5000) == 5000 and ("%5.2f"):format(1) == " 1.00")
        local sorted = {3, 1, 2}
        table.sort(sorted, function(a, b) return a < b end)
        assert(table.concat(sorted, ",") == "1,2,3")
        local function compile(source)
          local chunk, message = load(source)
          if message == "not enough memory" then error(message, 0) end
          return chunk, message
        end
        assert(compile("return ...")(5) == 5)
        local nothing, message = compile("x = = 1")
        assert(not nothing and message:find("unexpected symbol", 1, true))
        print("printed", 1, nil, {}, object)
        assert(package or require("provided") == 9)
        assert(xpcall(function() return 1 end, print))
        local many = {}
        for i = 1, 40 do many[i] = {i, tostring(i)} end

        if ... == "waits" then
          assert(wait(5)[2] == 6)
          assert(tostring(fails(waitAndRaise, 1)) == "tracked failure")
          assert(coroutine.wrap(function() return wait(1)[1] + select(2, try(wait, 2))[1] end)() == 3)
        end
        return "all well", make()
        """

    /// Runs all of it. What it returns are Lua's values, so that handles outlive the run.
    func run(in lua: LuaState, isolation: isolated (any Actor)? = #isolation) async throws -> [LuaValue] {
        try lua.provide(module: "provided", 9)
        let environment = try lua.makeEnvironment()
        let chunk = try lua.load(Self.source, name: "@everything.lua", environment: environment)
        let direct = try lua.call(chunk)
        let waited = try await lua.run(chunk, "waits")
        let table = try lua.makeTable(["name": "Ada", "city": "London"])
        try lua.set(table, "object", Tracked(live))
        let name: String = try lua.get(table, "name")
        let described = try lua.text(of: try lua.get(table, "object", as: Tracked.self))
        guard name == "Ada", described == "Tracked 0" else { throw LuaError(.runtime, "read \(name), \(described)") }
        try lua.collectGarbage()
        return direct + waited + [.table(table)]
    }
}
