import Lua
import Testing

/// Host functions that wait: where they can, where they cannot, and what becomes of coroutines meanwhile.
@Suite(.timeLimit(.minutes(1))) struct WaitingTests {
    /// Runs a script that has `wait(n)`, which returns n later, and `fail()`, which throws later.
    private func run(_ source: String, _ configuration: LuaConfiguration = LuaConfiguration()) async throws -> String {
        try await Host().with(configuration) { _, lua in
            try lua.set(
                "wait",
                LuaHostFunction.async("wait") { (n: Int) in
                    await Task.yield()
                    return n
                })
            try lua.set(
                "fail",
                LuaHostFunction.async("fail") { () -> Int in
                    await Task.yield()
                    throw LuaError(.runtime, "failed later")
                })
            return try await lua.run(try lua.load(source), as: String.self)
        }
    }

    static let places: [(String, String)] = [
        ("pcall", "return tostring(select(2, pcall(wait, 1)))"),
        ("pcall in pcall", "return tostring(select(3, pcall(pcall, wait, 1)))"),
        ("xpcall", "return tostring(select(2, xpcall(wait, print, 1)))"),
        ("coroutine.wrap", "return tostring(coroutine.wrap(function() return wait(1) end)())"),
        ("coroutine.resume", "return tostring(select(2, coroutine.resume(coroutine.create(wait), 1)))"),
        (
            "three levels of coroutines",
            """
            local w = coroutine.wrap
            return tostring(w(function() return w(function() return w(function() return wait(1) end)() end)() end)())
            """
        ),
        (
            "a close handler",
            """
            local got
            do local c <close> = setmetatable({}, {__close = function() got = wait(1) end}) end
            return tostring(got)
            """
        ),
        (
            "a close handler after an error",
            """
            local got
            pcall(function() local c <close> = setmetatable({}, {__close = function() got = wait(1) end}) error("x") end)
            return tostring(got)
            """
        ),
        ("__index", "return tostring(setmetatable({}, {__index = function() return wait(1) end}).x)"),
        ("__add", "return tostring(setmetatable({}, {__add = function() return wait(1) end}) + 1)"),
        ("__call", "return tostring(setmetatable({}, {__call = function() return wait(1) end})())"),
        (
            "__pairs",
            "for k in pairs(setmetatable({}, {__pairs = function() return next, {wait(1)} end})) do return tostring(k) end"
        ),
        ("a for iterator", "for n in function() return wait(1) end do return tostring(n) end"),
        ("a generator", "for n in coroutine.wrap(function() coroutine.yield(wait(1)) end) do return tostring(n) end"),
    ]

    @Test(arguments: places) func waits(_ place: String, _ source: String) async throws {
        #expect(try await run(source) == "1", "\(place)")
    }

    static let closed: [(String, String)] = [
        ("sort", "local ok, e = pcall(table.sort, {2, 1}, function() return wait(1) end) return e"),
        ("gsub", "local ok, e = pcall(string.gsub, 'a', 'a', function() return wait(1) end) return e"),
        (
            "tostring",
            "local ok, e = pcall(tostring, setmetatable({}, {__tostring = function() return wait(1) end})) return e"
        ),
        (
            "concat",
            "local ok, e = pcall(table.concat, setmetatable({}, {__index = function() return wait(1) end, __len = function() return 1 end})) return e"
        ),
        ("load", "local f, e = load(function() return wait(1) end) return e"),
        (
            "coroutine inside sort",
            "local ok, e = pcall(table.sort, {2, 1}, coroutine.wrap(function() return wait(1) end)) return e"
        ),
        (
            "print",
            "local ok, e = pcall(print, setmetatable({}, {__tostring = function() return wait(1) end})) return e"
        ),
    ]

    @Test(arguments: closed) func saysWhereItCannotWait(_ place: String, _ source: String) async throws {
        let text = try await run(source)
        #expect(text.contains("attempt to wait where the script cannot be suspended"), "\(place): \(text)")
    }

    @Test func cannotWaitOutsideOfARun() throws {
        let text = try withState { lua in
            try lua.set("wait", LuaHostFunction.async("wait") { (n: Int) in n })
            return try lua.evaluate("return select(2, pcall(wait, 1))", as: String.self)
        }
        #expect(text.contains("attempt to wait where the script cannot be suspended"))
    }

    @Test func errorsOfTheWaitAreRaisedWhereItStands() async throws {
        let text = try await run(
            """
            local ok, e = pcall(function() return coroutine.wrap(function() return fail() end)() end)
            return e
            """)
        #expect(text.hasSuffix("failed later"))
        let error = await #expect(throws: LuaError.self) { _ = try await run("local x = 1\nreturn fail()") }
        #expect(error?.line == 2)
        #expect(error?.traceback?.contains("script:2") == true)
    }

    /// While one coroutine waits the run as a whole does; a second run of the same state can reach the first one's coroutines.
    private func meanwhile(_ first: String, _ second: String) async throws -> (first: String, second: String) {
        try await Host().with { host, lua in
            let gate = Gate()
            try lua.set(
                "wait",
                LuaHostFunction.async("wait") { (n: Int) in
                    await gate.pass()
                    return n
                })
            let one = try lua.load(first)
            let other = try lua.load(second)
            async let outcome = host.text(one)
            await gate.arrival()
            let second = try await lua.run(other, as: String.self)
            await gate.open()
            return (try await outcome, second)
        }
    }

    static let waiting = """
        co = coroutine.create(function() return wait(5) end)
        return tostring(select(2, coroutine.resume(co)))
        """

    @Test(arguments: [
        ("return select(2, coroutine.resume(co))", "cannot resume non-suspended coroutine"),
        ("return coroutine.status(co)", "normal"),
        ("return select(2, pcall(coroutine.close, co))", "cannot close a normal coroutine"),
        ("return tostring(coroutine.isyieldable(co))", "true"),
        ("for x in coroutine.wrap(function() coroutine.yield('a') end) do return x end", "a"),
    ])
    func aWaitingCoroutineCannotBeResumedFromElsewhere(_ second: String, _ answer: String) async throws {
        let texts = try await meanwhile(Self.waiting, second)
        #expect(texts.second == answer)
        #expect(texts.first == "5")
    }

    /// A script that the host runs in a coroutine takes that for the main one, as one that it calls directly does.
    static let main = """
        local co, isMain = coroutine.running()
        assert(isMain and not coroutine.isyieldable() and not coroutine.isyieldable(co))
        assert(coroutine.status(co) == "running")
        assert(select(2, pcall(coroutine.yield)) == "attempt to yield from outside a coroutine")
        assert(select(2, pcall(coroutine.close, co)) == "cannot close a running coroutine")
        assert(select(2, coroutine.resume(co)) == "cannot resume non-suspended coroutine")
        coroutine.wrap(function()
          local inner, isMain = coroutine.running()
          assert(not isMain and coroutine.isyieldable() and not coroutine.isyieldable(co))
          assert(coroutine.status(co) == "normal")
        end)()
        return "main"
        """

    @Test(arguments: [LuaConfiguration(), .trusted])
    func whatTheHostRunsIsTheMainCoroutine(_ configuration: LuaConfiguration) async throws {
        #expect(try await run(Self.main, configuration) == "main")
        #expect(try withState(configuration) { try $0.evaluate(Self.main, as: String.self) } == "main")
    }

    /// Where it could not even be interrupted.
    @Test func aStateIsNotRunAwayFromItsThread() async throws {
        let failure = try await Host().with { _, lua -> LuaError? in
            nonisolated(unsafe) let escaped = lua
            let chunk = try lua.load("return 1")
            return await Task.detached {
                do throws(LuaError) { _ = try await escaped.run(chunk) } catch { return error }
                return nil
            }.value
        }
        #expect(failure?.message == "a Lua state must be used on the thread of its executor")
    }

    @Test func aWaitLeavesYieldsOfSynchronousCallsAlone() async throws {
        try await Host().with { host, lua in
            let gate = Gate()
            try lua.set(
                "wait",
                LuaHostFunction.async("wait") { (n: Int) in
                    await gate.pass()
                    return n
                })
            let one = try lua.load("return tostring(wait(5))")
            async let outcome = host.text(one)
            await gate.arrival()
            let sum = try lua.evaluate(
                "local s = 0 for i in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) do s = s + i end return s",
                as: Int.self)
            #expect(sum == 6)
            await gate.open()
            #expect(try await outcome == "5")
        }
    }

    @Test func anInterruptEndsAScriptThatWaits() async throws {
        try await Host().with { host, lua in
            let gate = Gate()
            try lua.set(
                "wait",
                LuaHostFunction.async("wait") { (n: Int) in
                    await gate.pass()
                    return n
                })
            let one = try lua.load("return tostring(wait(5))")
            let outcome = Task { try await host.text(one) }
            await gate.arrival()
            lua.interrupter.interrupt()
            let innocent = try lua.evaluate("return 1", as: Int.self)
            #expect(innocent == 1)
            await gate.open()
            let error = await #expect(throws: LuaError.self) { _ = try await outcome.value }
            #expect(error?.kind == .interrupted)
            let after = try await lua.run(try lua.load("return 'fine'"), as: String.self)
            #expect(after == "fine")
        }
    }

    @Test func aYieldToNobodyIsAnError() async throws {
        let error = await #expect(throws: LuaError.self) { _ = try await run("coroutine.yield(1)") }
        #expect(error?.message == "attempt to yield from outside a coroutine")
    }

    @Test func chainsOfHostAndScriptCarryTheError() throws {
        struct Deep: Error, Equatable { var level: Int }
        let error = #expect(throws: LuaError.self) {
            try withState { lua in
                try lua.set(
                    "down",
                    LuaHostFunction("down") { [unowned lua] call in
                        let level = try call.argument(1, as: Int.self)
                        guard level < 10 else { throw Deep(level: level) }
                        _ = try lua.call(try lua.get("go", as: LuaFunction.self), level + 1)
                    })
                try lua.evaluate("function go(n) local ok, e = pcall(down, n) error(e) end")
                _ = try lua.evaluate("go(0)")
            }
        }
        #expect(error?.cause as? Deep == Deep(level: 10))
        #expect(error?.traceback?.contains("in function 'go'") == true)
    }
}

/// Holds operations until it is opened, and tells when one has come.
actor Gate {
    private var isOpen = false
    private var passing: [CheckedContinuation<Void, Never>] = []
    private var arrivals: [CheckedContinuation<Void, Never>] = []
    private var hasArrived = false

    func pass() async {
        hasArrived = true
        for waiter in arrivals { waiter.resume() }
        arrivals = []
        if !isOpen { await withCheckedContinuation { passing.append($0) } }
    }

    func arrival() async {
        if !hasArrived { await withCheckedContinuation { arrivals.append($0) } }
    }

    func open() {
        isOpen = true
        for waiter in passing { waiter.resume() }
        passing = []
    }
}

extension Host {
    func text(_ function: LuaFunction) async throws -> String { try await lua().run(function, as: String.self) }
}
