import Testing

extension EndToEnd {
    /// What the program says about itself.
    @Suite struct HelpTests {
        @Test(arguments: [
            "run", "retry", "map", "check", "test", "types", "repl", "emulator", "auth", "config", "doctor",
            "completions",
            "manual", "enqueue", "worker", "exit-codes",
        ])
        func ofEachCommand(_ command: String) async throws {
            let result = try await Program.run(command, "--help")
            #expect(result.status == 0)
            #expect(result.errors == "")
            try Golden.expect(result.output, "help-\(command).txt")
        }

        @Test func ofTheProgram() async throws {
            let result = try await Program.run("--help")
            #expect(result.status == 0)
            try Golden.expect(result.output, "help.txt")
            #expect(try await Program.run("help").output == result.output)
            #expect(try await Program.run("-h").output == result.output)
        }

        @Test func exitCodesAreListed() async throws {
            let result = try await Program.run("exit-codes")
            #expect(result.status == 0)
            try Golden.expect(result.output, "exit-codes.txt")
        }

        @Test func theVersionIsANumber() async throws {
            let result = try await Program.run("--version")
            #expect(result.status == 0)
            #expect(result.output.wholeMatch(of: #/[0-9]+\.[0-9]+\.[0-9]+\n/#) != nil)
        }
    }
}
