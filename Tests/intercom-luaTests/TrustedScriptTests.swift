import Foundation
import Testing

extension EndToEnd {
    /// `run --trusted` and `-e` before a script: what `lua` itself does.
    @Suite struct TrustedScriptTests {
        private func run(_ folder: TemporaryFolder, _ arguments: String...) async throws -> Program.Result {
            try await Program.run(["run"] + arguments + ["--emulator", "--quiet"], folder: folder.url)
        }

        @Test func codeRunsBeforeTheScript() async throws {
            let folder = try TemporaryFolder()
            _ = try folder.write("print(greeting, arg and arg[0])", to: "greet.lua")
            let sandboxed = try await run(folder, "-e", "greeting = 'hello'", "greet.lua")
            #expect(sandboxed.output == "hello\tnil\n")
            let trusted = try await run(folder, "--trusted", "-e", "greeting = 'hello'", "greet.lua")
            #expect(trusted.output == "hello\tgreet.lua\n")
            let failing = try await run(folder, "-e", "greeting = nil .. ''", "greet.lua")
            #expect(failing.status == 70)
            #expect(failing.errors.contains("(command line):1: attempt to concatenate a nil value"))
        }

        @Test func codeRunsBeforeARecordScript() async throws {
            let folder = try TemporaryFolder()
            _ = try folder.write("return function(row) print(prefix .. row.n, arg[0], arg[1]) end", to: "each.lua")
            _ = try folder.write("n\n1\n2\n", to: "in.csv")
            let result = try await run(folder, "--trusted", "-e", "prefix = 'no. '", "each.lua", "in.csv")
            #expect(result.output == "no. 1\teach.lua\tin.csv\nno. 2\teach.lua\tin.csv\n")
        }

        @Test func aTrustedScriptMayReadOthers() async throws {
            let folder = try TemporaryFolder()
            _ = try folder.write("answer = 42", to: "other.lua")
            let result = try await run(folder, "--trusted", "-e", "dofile('other.lua') print(answer, arg[0], #arg)")
            #expect(result.output == "42\t-e\t0\n")
        }

        private static let suite = ProcessInfo.processInfo.environment["INTERCOM_LUA_SUITE"]

        /// Lua's own test suite, which is not part of the project: the variable names the folder of its `all.lua`.
        @Test(
            .enabled(if: suite != nil, "INTERCOM_LUA_SUITE does not name the folder of Lua's test suite"),
            arguments: [["-e", "_U=true; dofile(\"all.lua\")"], ["-e", "_U=true", "all.lua"]])
        func theOfficialSuitePasses(_ arguments: [String]) async throws {
            let folder = URL(fileURLWithPath: try #require(Self.suite))
            let result = try await Program.run(["run", "--trusted", "--emulator"] + arguments, folder: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("\nfinal OK !!!\n"))
        }
    }
}
