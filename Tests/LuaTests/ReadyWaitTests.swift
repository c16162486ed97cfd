import Lua
import Testing

/// What the work of a host function that waits does on Lua's thread.
@Suite struct ReadyWaitTests {
    @Test func workBeginsOnLuasThreadWhateverItsArguments() async throws {
        let answers = try await Host().with { host, lua in
            let executor = host.executor
            try lua.set("none", LuaHostFunction.async("none") { () async in executor.isCurrent })
            try lua.set("one", LuaHostFunction.async("one") { (a: Int) async in executor.isCurrent && a == 1 })
            try lua.set(
                "two", LuaHostFunction.async("two") { (a: Int, b: Int) async in executor.isCurrent && a + b == 3 })
            try lua.set(
                "three",
                LuaHostFunction.async("three") { (a: Int, b: Int, c: Int) async in executor.isCurrent && a + b + c == 6
                })
            try lua.set(
                "four",
                LuaHostFunction.async("four") { (a: Int, b: Int, c: Int, d: Int) async in
                    executor.isCurrent && a + b + c + d == 10
                })
            let chunk = try lua.load("return none(), one(1), two(1, 2), three(1, 2, 3), four(1, 2, 3, 4)")
            return try await lua.run(chunk).map { "\($0)" }
        }
        #expect(answers == Array(repeating: "boolean(true)", count: 5))
    }

    @Test func anyNumberOfArgumentsCanBeWaitedWith() async throws {
        let sum = try await Host().with { host, lua in
            try lua.set(
                "add",
                LuaHostFunction.async("add") { @Sendable (a: Int, b: Int, c: Int, d: Int, e: Int) in a + b + c + d + e }
            )
            return try await lua.run(try lua.load("return add(1, 2, 3, 4, 5)"), as: Int.self)
        }
        #expect(sum == 15)
    }

    @Test func workIsOnLuasThreadAgainAfterItWaited() async throws {
        let answers = try await Host().with { host, lua in
            let executor = host.executor
            try lua.set(
                "hop",
                LuaHostFunction.async("hop") { () async -> [Bool] in
                    let before = executor.isCurrent
                    let away = await isElsewhere(executor)
                    return [before, away, executor.isCurrent]
                })
            return try await lua.run(try lua.load("return hop()"), as: [Bool].self)
        }
        #expect(answers == [true, true, true])
    }

    @Test(.timeLimit(.minutes(1))) func whoOnlyWaitsForWhatIsReadyLeavesTimeToOthers() async throws {
        let host = Host()
        let waiting = Task {
            try await host.with(LuaConfiguration(timeLimit: nil)) { _, lua in
                try lua.set("ready", LuaHostFunction.async("ready") { () async in 1 })
                return try await lua.run(try lua.load("local n = 0 while not done do n = n + ready() end return n"))
                    .count
            }
        }
        // Comes to its turn while the script is going on.
        try await host.with { _, lua in try lua.set("done", true) }
        #expect(try await waiting.value == 1)
    }

    @Test func anErrorOfWhatIsReadyIsRaisedWhereItWasWaitedFor() async throws {
        let text = try await Host().with { _, lua in
            try lua.set(
                "fail", LuaHostFunction.async("fail") { () async throws -> Int in throw LuaError(.runtime, "no seat") })
            return try await lua.run(
                try lua.load("local ok, e = pcall(fail)\nreturn e", name: "=chunk"), as: String.self)
        }
        #expect(text == "no seat")
    }
}

@concurrent private func isElsewhere(_ executor: LuaExecutor) async -> Bool { !executor.isCurrent }
