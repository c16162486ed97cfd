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

        @Test(.enabled(if: Tool.isInstalled("mandoc"), "mandoc is not installed"))
        func thePageIsCleanToMandoc() async throws {
            let folder = try TemporaryFolder()
            let file = try folder.write(try await Program.run("manual").output, to: "intercom-lua.1")
            let lint = try tool(["mandoc", "-T", "lint", file])
            #expect(lint.status == 0 && lint.output == "", "\(lint.output.prefix(1000))")
            let shown = try tool(["mandoc", "-T", "html", file])
            #expect(shown.status == 0 && shown.output.contains("text.trim([s])"))
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

        @Test(.enabled(if: Tool.isInstalled("fish"), "fish is not installed"))
        func fishLoadsTheCompletions() async throws {
            let folder = try TemporaryFolder()
            let script = try await Program.run("completions", "fish")
            #expect(script.status == 0)
            let file = try folder.write(script.output, to: "intercom-lua.fish")
            func completions(_ line: String) throws -> [String] {
                let home = "XDG_CONFIG_HOME=\(folder.url.path)"
                let ask = try tool([home, "fish", "--no-config", "-c", "source '\(file)'; complete -C '\(line)'"])
                #expect(ask.status == 0, "\(ask.output)")
                // Each with what it does behind a tab.
                return ask.output.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
            }
            #expect(try completions("intercom-lua che") == ["check"])
            #expect(try completions("intercom-lua run --dry") == ["--dry-run"])
            #expect(try completions("intercom-lua run --region e") == ["eu"])
        }

        /// A scenario of PromptAtTerminalTests presses Tab in it.
        @Test(.enabled(if: Tool.isInstalled("zsh"), "zsh is not installed"))
        func zshLoadsTheCompletions() async throws {
            let folder = try TemporaryFolder()
            let script = try await Program.run("completions", "zsh")
            #expect(script.status == 0)
            #expect(script.output.hasPrefix("#compdef intercom-lua\n"))
            let file = try folder.write(script.output, to: "_intercom-lua")
            let parsed = try tool(["zsh", "-f", "-n", file])
            #expect(parsed.status == 0 && parsed.output == "", "\(parsed.output)")
        }

        @Test func anUnknownShellIsRefused() async throws {
            #expect(try await Program.run("completions", "tcsh").status == 64)
        }
    }
}
