import Foundation
import Testing

extension EndToEnd {
    /// What stands in data does nothing to a terminal.
    @Suite struct HostileDataTests {
        private static let script = """
            return function(row)
              if row.kind == "skip" then intercom.skip(row.text) end
              if row.kind == "error" then error(row.text, 0) end
              return intercom.upsert_contact { matching_field = "email", matching_value = row.text }
            end
            """
        private static let hostile = "\u{1B}[31mx@y\u{1B}]0;pwn\u{7}\u{9B}2J\u{7F}"
        private static let shown = #"\x1B[31mx@y\x1B]0;pwn\x07\u009B2J\x7F"#

        private func isHarmless(_ text: String) -> Bool {
            text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control || $0 == "\n" }
        }

        @Test func summariesAndTables() async throws {
            let folder = try TemporaryFolder()
            let script = try folder.write(Self.script, to: "script.lua")
            let lines = ["error", "skip", "upsert"].map { "\($0),\"\(Self.hostile)\"\n" }.joined()
            let input = try folder.write("kind,text\n\(lines)error,\"two\nrecord 9 lines\"\n", to: "people.csv")
            let ledger = folder.path("ledger.sqlite")
            let run = try await Program.run("run", script, input, "--emulator", "--ledger", ledger)
            #expect(run.status == 1)
            #expect(run.errors.contains("  skipped 1: \(Self.shown)\n"), "\(run.errors)")
            #expect(run.errors.contains("    \(Self.shown)\n") && run.errors.contains("    two\n    record 9 lines\n"))
            #expect(isHarmless(run.errors), "\(run.errors)")
            for command in [
                ["runs", "show", "last"], ["runs", "list"], ["retry", "last", "--rejected", "--dry-run"],
            ] {
                let result = try await Program.run(command + ["--ledger", ledger])
                #expect(result.status == 0 && isHarmless(result.output + result.errors), "\(result.output)")
                if command[0] == "retry" { #expect(result.output.contains(#"two\nrecord 9 lines"#)) }
            }
            let check = try await Program.run("check", script, "--input", input)
            #expect(check.status == 78 && isHarmless(check.output + check.errors), "\(check.output)")
            let map = try await Program.run("map", "-e", "log.warn(r.text) print(r.text) error(r.text, 0)", input)
            #expect(map.status == 1 && isHarmless(map.errors), "\(map.errors)")
            #expect(map.errors.contains("warning: \(Self.shown)\n\(Self.shown)\n"), "\(map.errors)")
        }

        @Test func plans() async throws {
            let folder = try TemporaryFolder()
            let code = """
                return intercom.upsert_contact {
                  matching_field = "external_id", matching_value = row.text, mappings = { role = "user", name = row.text } }
                """
            let input = try folder.write("text\n\"\(Self.hostile)\"\n", to: "people.csv")
            let plan = try await Program.run("run", "-e", code, input, "--emulator", "--dry-run")
            #expect(plan.status == 0 && isHarmless(plan.output), "\(plan.output)")
            #expect(plan.output.hasPrefix("+ create \(Self.shown)\n"), "\(plan.output)")
        }

        @Test func theReportOfTestsAndThePrompt() async throws {
            let folder = try TemporaryFolder()
            let bytes = #"\27[31mx@y\27]0;pwn\7\u{9B}2J\127"#
            let code = "it(\"fails \(bytes)\", function() print(\"\(bytes)\") error(\"\(bytes)\", 0) end)\n"
            try folder.write(code, to: "a_test.lua")
            let test = try await Program.run("test", folder: folder.url)
            #expect(test.status == 1 && isHarmless(test.output), "\(test.output)")
            #expect(test.output.contains("✗ fails \(Self.shown)\n") && test.output.contains("| \(Self.shown)\n"))
            let prompt = try await Program.run("repl", "--emulator", input: "error(\"\(bytes)\", 0)\n")
            #expect(prompt.errors.contains("error: \(Self.shown)\n") && isHarmless(prompt.errors), "\(prompt.errors)")
        }

        /// Styles of the program's own come through, those of data do not.
        @Test func atATerminal() async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write("kind,text\nerror,\"\(Self.hostile)\"\n", to: "people.csv")
            let terminal = try PseudoTerminal(columns: 100)
            let program = try Program(
                [
                    "run", try folder.write(Self.script, to: "script.lua"), input, "--emulator", "--ledger", "off",
                ], environment: ["TERM": "xterm"], terminal: terminal)
            let text = await program.result().errors
            #expect(text.contains("\u{1B}[31mrejected\u{1B}[0m once"), "\(text)")
            #expect(text.contains(Self.shown), "\(text)")
            #expect(!text.contains("\u{1B}]0;") && !text.contains("\u{9B}"))
        }
    }
}
