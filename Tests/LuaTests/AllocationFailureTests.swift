@testable import Lua
import Testing

/// Memory that runs out at every single point: each run ends in a memory error and leaves nothing behind.
@Suite(.serialized, .timeLimit(.minutes(10))) struct AllocationFailureTests {
    static let configurations: [LuaConfiguration] = [
        LuaConfiguration(memoryLimit: nil, timeLimit: nil, modules: "."),
        LuaConfiguration(memoryLimit: 64 << 20, timeLimit: .seconds(60), modules: "."),
        LuaConfiguration(memoryLimit: nil, timeLimit: nil, isTrusted: true),
    ]

    /// What became of a run with one failure.
    struct Report: Sendable {
        var kind: LuaError.Kind?
        var message = ""
        var isPast = false
        var after = 0
    }

    /// Runs the script with the allocation numbered `number` failing, then looks whether the state still works.
    private func attempt(
        _ number: UInt64, _ fault: LuaState.Fault, _ configuration: LuaConfiguration, on host: Host, _ live: LiveCount
    ) async throws -> Report {
        let script = EverythingScript(live: live)
        return try await host.fresh(configuration) { host, lua in
            try script.install(in: lua)
            var report = Report()
            lua.failAllocation(number, fault)
            do {
                let values = try await script.run(in: lua)
                report.message = "\(values.count) values"
            } catch let error as LuaError {
                report.kind = error.kind
                report.message = error.message + " " + (error.traceback ?? "")
            }
            report.isPast = lua.allocations < number
            lua.failAllocation(0, .once)
            report.after = try lua.evaluate(
                "local t = {} for i = 1, 10 do t[i] = ('x'):rep(i) end return #t[10]", as: Int.self)
            return report
        }
    }

    @Test(arguments: LuaState.Fault.allCases, configurations)
    func endsInAMemoryError(_ fault: LuaState.Fault, _ configuration: LuaConfiguration) async throws {
        let host = Host()
        let live = LiveCount()
        var failures = 0
        var number: UInt64 = 1
        while true {
            let report = try await attempt(number, fault, configuration, on: host, live)
            #expect(report.kind == nil || report.kind == .memory, "allocation \(number): \(report.message)")
            #expect(report.after == 10, "allocation \(number)")
            #expect(live.alive == 0, "allocation \(number) leaves \(live.alive) objects")
            if live.alive != 0 || report.isPast { break }
            if report.kind != nil { failures += 1 }
            number += 1
        }
        #expect(number > 500)
        // A second attempt that succeeds hides most failures; buffers make none.
        #expect(fault == .once ? failures > 0 : failures > 500, "\(failures) of \(number)")
    }

    @Test(arguments: configurations) func endsInAMemoryErrorWhileOpening(_ configuration: LuaConfiguration) async throws
    {
        let executor = LuaExecutor()
        let failures = try executor.sync { () throws(LuaError) -> Int in
            for number in 1... {
                var configuration = configuration
                configuration.failingAllocation = UInt64(number)
                do throws(LuaError) {
                    let lua = try LuaState(executor: executor, configuration: configuration)
                    // The last of them only make a larger table of strings impossible, which Lua does without.
                    if lua.allocations < number { return number }
                } catch {
                    guard error.kind == .memory else { throw error }
                }
            }
            return 0
        }
        #expect(failures > 100)
    }
}
