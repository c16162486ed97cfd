import Lua
import Testing

/// What Swift gives to Lua comes back, however a call ends.
@Suite struct ReleaseTests {
    @Test(arguments: [false, true]) func objectsOfCallbacksThatRaiseAreReleased(isTrusted: Bool) throws {
        let live = LiveCount()
        let rounds = 10_000
        let configuration = LuaConfiguration(timeLimit: .seconds(60), isTrusted: isTrusted)
        try withState(configuration) { lua in
            try lua.set(
                "raise",
                LuaHostFunction("raise") { call in
                    let tracked = Tracked(live)
                    switch call.count {
                    case 0: throw TrackedError(tracked: tracked)
                    case 1: throw LuaError(.runtime, "number \(tracked.number)")
                    default: _ = try call.argument(2, as: Int.self)
                    }
                    withExtendedLifetime(tracked) {}
                })
            let source = """
                for i = 1, ... do
                  assert(not pcall(raise))
                  assert(not pcall(raise, 1))
                  assert(not pcall(raise, 1, "x"))
                end
                """
            _ = try lua.call(try lua.load(source), rounds)
            try lua.collectGarbage()
            #expect(live.alive == 0)
        }
        #expect(live.everMade == 3 * rounds)
        #expect(live.alive == 0)
    }

    @Test func whatAFunctionCapturesIsReleasedWithIt() throws {
        let live = LiveCount()
        try withState { lua in
            let tracked = Tracked(live)
            try lua.set("f", LuaHostFunction("f") { call in call.return(tracked.number) })
            try lua.set("f", LuaValue.nil)
        }
        #expect(live.everMade == 1)
        #expect(live.alive == 0)
    }

    @Test func objectsAreReleasedWithTheStateAlsoWhileReferencesRemain() throws {
        let live = LiveCount()
        let values = try withState { lua in
            try lua.set("make", .function("make") { Tracked(live) })
            return try lua.evaluate(
                "return make(), {make()}, function() return make end, coroutine.create(make), 'text'")
        }
        #expect(live.alive == 0)
        #expect(values.count == 5)
        // They name nothing now, and say so.
        #expect(throws: LuaError.self) { try withState { lua in _ = try lua.text(of: values[1]) } }
    }

    @Test func aReturnedHandleMayBeTheLastOne() throws {
        let sum = try withState { lua in
            try lua.set("make", .function("make") { [unowned lua] in try lua.makeTable(["a": 1]) })
            try lua.set(
                "raise",
                LuaHostFunction("raise") { [unowned lua] _ in
                    throw LuaError(.runtime, "", value: .table(try lua.makeTable(["a": 2])))
                })
            let source = """
                local sum = 0
                for i = 1, 100 do
                  local _, e = pcall(raise)
                  sum = sum + make().a + e.a
                end
                return sum
                """
            return try lua.evaluate(source, as: Int.self)
        }
        #expect(sum == 300)
    }

    @Test func handlesReleasedByOtherThreadsFreeTheirValues() async throws {
        let live = LiveCount()
        try await Host().with { _, lua in
            try lua.set("make", .function("make") { Tracked(live) })
            for _ in 0..<20 {
                let values = try lua.evaluate(
                    "local t = {} for i = 1, 50 do t[i] = {make()} end return table.unpack(t)")
                await Task.detached { _ = values.count }.value
            }
            #expect(live.everMade == 1000)
            try lua.collectGarbage()
        }
        #expect(live.alive == 0)
    }

    @Test func thousandsOfHandlesAcrossThreads() async throws {
        try await Host().with { host, lua in
            let made = try lua.load("return {...}")
            await withTaskGroup(of: Void.self) { group in
                host.assertIsolated()  // and by mentioning it the closure is
                for round in 0..<1000 {
                    guard let value = try? lua.call(made, round, as: LuaTable.self) else { continue }
                    group.addTask { withExtendedLifetime(value) {} }
                }
            }
            let kept = try lua.call(made, 7, as: LuaTable.self)
            let first = try lua.get(kept, key: 1, as: Int.self)
            #expect(first == 7)
        }
    }

    @Test func handlesOutliveTheirState() async throws {
        let function = try withState { lua in try lua.evaluate("return function() end", as: LuaFunction.self) }
        let error = #expect(throws: LuaError.self) { try withState { lua in _ = try lua.call(function) } }
        #expect(error?.kind == .typeMismatch)
    }

    @Test func aFinalizerThatCallsTheHostWhileTheStateClosesFindsNobody() throws {
        let live = LiveCount()
        try withState(.trusted) { lua in
            try lua.set("make", .function("make") { Tracked(live) })
            try lua.evaluate("kept = setmetatable({}, {__gc = function() made = make() end})")
        }
        #expect(live.everMade == 0)
    }

    @Test func aFinalizerThatCallsTheHostDoesNotDisturbWhatIsBeingReturned() throws {
        let text = String(repeating: "long ", count: 2000)
        try withState(.trusted) { lua in
            lua.output = { _ in }
            try lua.set("give", .function("give") { [text, text, text, text] })
            let source = """
                for i = 1, 3000 do
                  setmetatable({}, {__gc = function() print("collected", i) end})
                  local given = give()
                  assert(#given == 4 and #given[1] == 10000 and given[4] == given[1], i)
                end
                """
            try lua.evaluate(source)
        }
    }
}
