import Foundation
import Testing

extension EndToEnd {
    /// The manual page and the completions.
    @Suite struct ManualTests {
        /// Runs a tool of the system.
        private func tool(_ arguments: [String]) throws -> (status: Int32, output: String) {
            try Tool.run("/usr/bin/env", arguments)
        }

        private static let hasMan = FileManager.default.isExecutableFile(atPath: "/usr/bin/man")

        @Test(.enabled(if: hasMan, "man is not installed"))
        func thePageIsShownWithoutWarnings() async throws {
            let folder = try TemporaryFolder()
            let page = try await Program.run("manual")
            #expect(page.status == 0)
            let file = try folder.write(page.output, to: "intercom-lua.1")
            let shown = try tool(["LC_ALL=C.UTF-8", "MANWIDTH=80", "man", "-l", "--warnings", "-P", "cat", file])
            #expect(shown.status == 0)
            #expect(!shown.output.contains("warning"), "\(shown.output.prefix(500))")
            for section in ["NAME", "SYNOPSIS", "COMMANDS", "SCRIPTS", "ENVIRONMENT", "FILES", "EXIT STATUS"] {
                #expect(shown.output.contains("\n\(section)\n"), "\(section)")
            }
            #expect(shown.output.contains("text.trim([s])"))
            #expect(shown.output.contains("--dry-run"))
        }

        @Test func everyCommandIsInThePage() async throws {
            let page = try await Program.run("manual").output
            for command in [
                "run", "map", "check", "test", "types", "repl", "emulator", "auth status", "config show", "doctor",
            ] {
                #expect(page.contains("\n.SS \(command)\n"), "\(command)")
            }
            #expect(!page.contains("reference"))
        }

        @Test func bashLoadsTheCompletions() async throws {
            let folder = try TemporaryFolder()
            let script = try await Program.run("completions", "bash")
            #expect(script.status == 0)
            let file = try folder.write(script.output, to: "intercom-lua")
            let loaded = try tool(["bash", "--norc", "-c", "set -e; source '\(file)'; complete -p intercom-lua"])
            #expect(loaded.status == 0, "\(loaded.output)")
            #expect(loaded.output.contains("-F _intercom-lua"))
            func completions(_ words: String) throws -> [String] {
                let ask = """
                    source '\(file)'; COMP_WORDS=(intercom-lua \(words)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                    COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
                    _intercom-lua intercom-lua "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"; printf '%s\\n' "${COMPREPLY[@]}"
                    """
                return try tool(["bash", "--norc", "-c", ask]).output.split(separator: "\n").map(String.init)
            }
            #expect(try completions("che") == ["check"])
            #expect(try completions("run --dry") == ["--dry-run"])
            #expect(try completions("run --region e") == ["eu"])
        }

        @Test(arguments: [("zsh", "#compdef intercom-lua"), ("fish", "complete -c 'intercom-lua'")])
        func otherShellsHaveThemToo(_ shell: String, _ text: String) async throws {
            let script = try await Program.run("completions", shell)
            #expect(script.status == 0)
            #expect(script.output.contains(text))
            #expect(try await Program.run("completions", "tcsh").status == 64)
        }
    }
}
