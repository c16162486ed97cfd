import Lua
import Testing

/// Ending scripts from outside, at every moment.
@Suite(.timeLimit(.minutes(2))) struct InterruptTests {
    @Test func interruptsFromOtherThreadsHitTheRunningScriptOnly() async throws {
        let host = Host()
        // Compiling is a run too, and could be hit.
        let (interrupter, endless) = try await host.with(LuaConfiguration(timeLimit: nil)) { _, lua in
            (lua.interrupter, try lua.load("while true do pcall(function() while true do end end) end"))
        }
        let over = LiveCount()
        async let ended = host.with { _, lua -> Int in
            defer { over.add() }
            var ended = 0
            for _ in 0..<1000 {
                if ending(of: endless, in: lua) == .interrupted { ended += 1 }
                // Between two scripts nothing can be hit: neither a value nor one that is too short to be.
                _ = try lua.makeTable(["a": 1])
            }
            return ended
        }
        while over.everMade == 0 {
            interrupter.interrupt()
            await Task.yield()
        }
        let count = try await ended
        #expect(count == 1000)
        let one = try await host.with { _, lua in try lua.evaluate("return 1", as: Int.self) }
        #expect(one == 1)
    }

    @Test func deadlinesHitNoLaterCall() throws {
        try withState(LuaConfiguration(timeLimit: .milliseconds(4))) { lua in
            // About as long as the limit, so that many a deadline comes just as the call ends.
            let busy = try lua.load("local n = ... for i = 1, n do end return n")
            var ended = 0
            for round in 0..<200 {
                if let kind = ending(of: busy, 100_000 + round * 5_000, in: lua) {
                    #expect(kind == .timeout)
                    ended += 1
                }
                _ = try lua.makeTable()
            }
            #expect(ended < 200)
        }
    }

    @Test func aStateThatIsClosedMayStillBeInterrupted() throws {
        let interrupter = try withState { $0.interrupter }
        interrupter.interrupt()
        let again = try withState { try $0.evaluate("return 2", as: Int.self) }
        #expect(again == 2)
    }

    @Test func manyStatesEndAtTheirDeadlines() async throws {
        try await withThrowingTaskGroup(of: LuaError.Kind?.self) { group in
            for round in 0..<8 {
                group.addTask {
                    let host = Host()
                    return try await host.with(LuaConfiguration(timeLimit: .milliseconds(Int64(5 + round * 3)))) {
                        _, lua in
                        ending(of: try lua.load("while true do end"), in: lua)
                    }
                }
            }
            for try await kind in group { #expect(kind == .timeout) }
        }
    }

    @Test func theDeadlineOfAnOuterStateEndsTheInnerOne() throws {
        let executor = LuaExecutor()
        let kind = try executor.sync { () throws -> LuaError.Kind? in
            let outer = try LuaState(executor: executor, configuration: LuaConfiguration(timeLimit: .milliseconds(30)))
            let inner = try LuaState(executor: executor, configuration: LuaConfiguration(timeLimit: nil))
            let endless = try inner.load("while true do end")
            try outer.set(
                "delegate", LuaHostFunction("delegate") { _ in #expect(ending(of: endless, in: inner) == .interrupted) }
            )
            let kind = ending(of: try outer.load("while true do pcall(delegate) end"), in: outer)
            let one = try inner.evaluate("return 1", as: Int.self)
            #expect(one == 1)
            return kind
        }
        #expect(kind == .timeout)
    }

    @Test func statesNestBothWays() throws {
        let executor = LuaExecutor()
        let result = try executor.sync { () throws -> Int in
            let one = try LuaState(executor: executor)
            let other = try LuaState(executor: executor)
            try one.set(
                "f",
                .function("f") { (n: Int) in try other.call(try other.get("g", as: LuaFunction.self), n, as: Int.self) }
            )
            try other.set(
                "f",
                .function("f") { (n: Int) in try one.call(try one.get("g", as: LuaFunction.self), n, as: Int.self) })
            let source = "function g(n) if n == 0 then return 0 end return 1 + f(n - 1) end"
            try one.evaluate(source)
            try other.evaluate(source)
            let depth = try one.evaluate("return g(20)", as: Int.self)
            // Without an end it is an error, not the end of the process.
            #expect(throws: LuaError.self) { _ = try one.evaluate("return g(1000000)") }
            return depth
        }
        #expect(result == 20)
    }

    @Test func metamethodsOfAScriptCannotHoldTheHost() throws {
        try withState(LuaConfiguration(timeLimit: .milliseconds(30))) { lua in
            let source = """
                local function forever() while true do end end
                return setmetatable({}, {__index = forever, __newindex = forever, __tostring = forever, __len = forever})
                """
            let table = try lua.evaluate(source, as: LuaTable.self)
            #expect(throws: LuaError.self) { _ = try lua.get(table, "x", as: LuaValue.self) }
            #expect(throws: LuaError.self) { _ = try lua.get(table, key: 1, as: LuaValue.self) }
            #expect(throws: LuaError.self) { try lua.set(table, "x", 1) }
            #expect(throws: LuaError.self) { _ = try lua.text(of: table) }
            let one = try lua.evaluate("return 1", as: Int.self)
            #expect(one == 1)
        }
    }

    @Test func aCoroutineThatWasEndedCannotGoOnInALaterCall() throws {
        try withState(LuaConfiguration(timeLimit: .milliseconds(30))) { lua in
            let source = """
                kept = coroutine.create(function()
                  local c <close> = setmetatable({}, {__close = function() while true do end end})
                  while true do end
                end)
                coroutine.resume(kept)
                """
            #expect(throws: LuaError.self) { try lua.evaluate(source) }
            for _ in 0..<2 {
                let closed = try lua.evaluate("return coroutine.close(kept)")
                #expect(
                    "\(closed)"
                        == "[Lua.LuaValue.boolean(false), Lua.LuaValue.string(\"the script that ran in the coroutine was ended\")]"
                )
                let status = try lua.evaluate("return coroutine.status(kept)", as: String.self)
                #expect(status == "dead")
            }
            let answer = try lua.evaluate("return select(2, coroutine.resume(kept))", as: String.self)
            #expect(answer == "cannot resume dead coroutine")
        }
    }
}

/// Calls a function; what kind of error it ends in, nil for none.
private func ending(of function: LuaFunction, _ argument: Int = 0, in lua: LuaState) -> LuaError.Kind? {
    do throws(LuaError) {
        _ = try lua.call(function, argument)
        return nil
    } catch {
        return error.kind
    }
}
