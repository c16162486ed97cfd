import Foundation
import Testing

extension EndToEnd {
    /// The prompt at a real terminal, at which PyPI's pexpect types, with pyte as its screen.
    @Suite struct PromptAtTerminalTests {
        private static let python = PythonForTests.program(with: "pexpect, pyte")
        private static let script = "Tests/intercom-luaTests/Support/prompt_at_terminal.py"

        static let scenarios = [
            "completion", "completion_runs_nothing", "history", "interrupt", "interrupt_of_a_call", "several_lines",
            "paste", "resize", "piped_data", "named_standard_input", "editor", "live",
        ]

        @Test(.enabled(if: python != nil, "PyPI's pexpect and pyte are not installed"), arguments: scenarios)
        func aPersonAtTheTerminal(_ scenario: String) async throws { try await play(scenario) }

        @Test(
            .enabled(if: python != nil && Tool.isInstalled("zsh"), "zsh, or PyPI's pexpect and pyte, are not installed")
        )
        func completionsInZsh() async throws { try await play("zsh") }

        @Test(.enabled(if: python != nil, "PyPI's pexpect and pyte are not installed"))
        func everyScenarioIsPlayed() throws {
            let known = try Tool.run(try #require(Self.python), [Project.root.appendingPathComponent(Self.script).path])
            #expect(known.output.split(separator: "\n").map(String.init) == Self.scenarios + ["zsh"])
        }

        private func play(_ scenario: String) async throws {
            let folder = try TemporaryFolder()
            let python = URL(fileURLWithPath: try #require(Self.python))
            let program = try Program(
                [Self.script, Project.program.path, folder.url.path, scenario], executable: python)
            let result = await program.result()
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "\(scenario): all well\n")
        }
    }
}
