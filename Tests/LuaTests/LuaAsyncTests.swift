import Lua
import Testing

@Suite struct LuaAsyncTests {
    @Test func waitsForAnAsyncFunction() async throws {
        let values = try await Host().with { host, lua in
            try lua.set(
                "double",
                LuaHostFunction.async("double") { (n: Int) in
                    await Task.yield()
                    return n * 2
                })
            return try await lua.run(try lua.load("return double(4) + double(5)"), as: Int.self)
        }
        #expect(values == 18)
    }

    @Test func waitsInsidePcallAndNestedCoroutines() async throws {
        let value = try await Host().with { host, lua in
            try lua.set(
                "double",
                LuaHostFunction.async("double") { (n: Int) in
                    await Task.yield()
                    return n * 2
                })
            let source = """
                local gen = coroutine.wrap(function()
                  for i = 1, 3 do
                    local ok, v = pcall(function() return coroutine.wrap(function() return double(i) end)() end)
                    coroutine.yield(v)
                  end
                end)
                return gen() + gen() + gen()
                """
            return try await lua.run(try lua.load(source), as: Int.self)
        }
        #expect(value == 12)
    }

    @Test func anErrorOfTheOperationIsRaised() async throws {
        struct Failure: Error {}
        let text = try await Host().with { host, lua in
            try lua.set("fail", LuaHostFunction.async("fail") { (n: Int) -> Int in throw Failure() })
            return try await lua.run(try lua.load("local ok, e = pcall(fail, 1) return tostring(e)"), as: String.self)
        }
        #expect(text == "Failure()")
    }

    @Test func cannotWaitInsideASort() async throws {
        let text = try await Host().with { host, lua in
            try lua.set("wait", LuaHostFunction.async("wait") { (n: Int) in n })
            let source = "return select(2, pcall(table.sort, {3, 2, 1}, function(a, b) return wait(a) < b end))"
            return try await lua.run(try lua.load(source), as: String.self)
        }
        #expect(text.contains("cannot be suspended"))
    }

    @Test func manyCoroutinesWaitAtOnce() async throws {
        let sum = try await Host().with { host, lua in
            try lua.set(
                "wait",
                LuaHostFunction.async("wait") { (n: Int) in
                    await Task.yield()
                    return n
                })
            let function = try lua.load("local n = ... return wait(n) + wait(1)")
            var tasks: [Task<Int, any Error>] = []
            for n in 1...100 {
                tasks.append(Task { try await host.run(function, n) })
            }
            var sum = 0
            for task in tasks { sum += try await task.value }
            return sum
        }
        #expect(sum == 5050 + 100)
    }

    @Test func cancellingTheTaskEndsTheScript() async throws {
        let host = Host()
        let task = Task {
            try await host.with(LuaConfiguration(timeLimit: nil)) { _, lua in
                _ = try await lua.run(try lua.load("while true do end"))
            }
        }
        task.cancel()
        let error = await #expect(throws: LuaError.self) { try await task.value }
        #expect(error?.kind == .interrupted)
        let after = try await host.with { _, lua in try lua.evaluate("return 5", as: Int.self) }
        #expect(after == 5)
    }
}

extension Host {
    func run(_ function: LuaFunction, _ n: Int) async throws -> Int {
        try await lua().run(function, n, as: Int.self)
    }
}
