import Lua
import Testing

// The code of the article, as far as it is about what scripts may do.

@Suite struct ArticleLimits {
    @Test func limits() async throws {
        // article
        let limits = LuaConfiguration(memoryLimit: 8 << 20, timeLimit: .milliseconds(200), outputLimit: 64 << 10)
        let runtime = try await LuaRuntime(configuration: limits)
        do {
            _ = try await runtime.evaluate("while true do pcall(error) end", name: "=endless")
        } catch {
            print(error.kind, error.isEnded)  // timeout true
        }
        // end
        let error = await #expect(throws: LuaError.self) { _ = try await runtime.evaluate("while true do end") }
        #expect(error?.kind == .timeout)
    }

    @Test func ending() async throws {
        let runtime = try await LuaRuntime(configuration: LuaConfiguration(timeLimit: nil))
        // article
        let task = Task { try await runtime.evaluate("while true do end") }
        task.cancel()
        // end
        let error = await #expect(throws: LuaError.self) { _ = try await task.value }
        #expect(error?.kind == .interrupted)
    }

    @Test func environments() throws {
        try withState { lua in
            // article
            try lua.set("version", 3)
            for source in ["total = version * 2", "assert(total == nil)"] {
                let environment = try lua.makeEnvironment()
                try lua.call(try lua.load(source, environment: environment))
            }
            // end
            #expect(try lua.get("total", as: Int?.self) == nil)
        }
    }

    @Test func modules() throws {
        let configuration =
            // article
            LuaConfiguration(modules: "scripts/rules", determinism: .init(seed: 7, time: 1_700_000_000))
        // end
        let time = try withState(configuration) { try $0.evaluate("return os.time()", as: Int.self) }
        #expect(time == 1_700_000_000)
    }

    @Test func output() throws {
        try withState { lua in
            // article
            var lines: [String] = []
            lua.output = { line in lines.append(line) }
            try lua.evaluate("print('counted', 3)")
            // end
            #expect(lines == ["counted\t3"])
        }
    }

    @Test func unfinishedInput() throws {
        try withState { lua in
            // article
            func needsMore(_ typed: String) -> Bool {
                do { _ = try lua.load(typed, name: "=prompt") } catch { return error.isIncomplete }
                return false
            }
            // end
            #expect(needsMore("for i = 1, 3 do"))
            #expect(!needsMore("for i = = 1"))
            #expect(!needsMore("return 1"))
        }
    }
}
