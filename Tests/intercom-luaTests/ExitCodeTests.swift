import Foundation
import Testing

extension EndToEnd {
    /// Each way to end badly: its exit code, and what it says.
    @Suite struct ExitCodeTests {
        private func expect(
            _ status: Int32, _ golden: String, _ arguments: String..., input: String? = nil,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let result = try await Program.run(arguments, input: input)
            #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
            #expect(result.output == "", sourceLocation: sourceLocation)
            try Golden.expect(result.errors, "error-\(golden).txt", sourceLocation: sourceLocation)
        }

        @Test func usage() async throws {
            try await expect(64, "no-script", "run")
            try await expect(64, "unknown-command", "rum", "a.lua")
            try await expect(64, "unknown-option", "run", "--emulate", "a.lua")
            try await expect(64, "two-workspaces", "run", "--emulator", "--base-url", "http://127.0.0.1:1", "a.lua")
            try await expect(64, "token-in-the-clear", "run", "-e", "return 1", "--base-url", "http://api.example.com")
        }

        @Test func badInput() async throws {
            try await expect(
                65, "not-json", "run", "-e", "return row", "-", "--format", "json", "--emulator",
                input: "[{\"a\": 1}, {]")
        }

        @Test func missingFiles() async throws {
            try await expect(66, "missing-script", "run", "nowhere.lua", "--emulator")
            try await expect(66, "missing-input", "run", "scripts/examples/sync_leads.lua", "nowhere.csv", "--emulator")
            try await expect(
                66, "missing-workspace", "run", "-e", "return 1", "--emulator", "--workspace", "nowhere.json")
            try await expect(66, "folder-for-input", "run", "scripts/examples/sync_leads.lua", "Sources", "--emulator")
        }

        @Test func scripts() async throws {
            try await expect(70, "syntax", "run", "-e", "return (1", "--emulator")
            try await expect(70, "runtime", "run", "-e", "local t = nil; t.x = 1", "--emulator")
        }

        /// Code that is wrapped to be called for each record is complained of as it was typed.
        @Test(arguments: ["run", "map"])
        func aSyntaxErrorIsAboutWhatWasTyped(_ command: String) async throws {
            for (code, message) in [
                ("x=", "(command line):1: unexpected symbol near <eof>"),
                ("y = row.a\nx=", "(command line):2: unexpected symbol near <eof>"),
                ("return row end; do", "(command line):1: <eof> expected near 'end'"),
            ] {
                let result = try await Program.run(command, "-e", code, "-", "--format", "csv", input: "a\n1\n")
                #expect(result.status == 70)
                #expect(result.errors.hasSuffix("intercom-lua: \(message)\n"), "\(result.errors)")
            }
        }

        @Test func aScriptOfNoKnownShape() async throws {
            let folder = try TemporaryFolder()
            try folder.write("return { eech = print }", to: "shape.lua")
            let result = try await Program.run("run", "shape.lua", "--emulator", folder: folder.url)
            #expect(result.status == 70)
            try Golden.expect(result.errors, "error-shape.txt")
        }

        @Test func output() async throws {
            try await expect(
                73, "cannot-write", "run", "scripts/examples/sync_leads.lua", "scripts/examples/leads.csv",
                "--emulator",
                "--quiet", "--results", "/proc/nowhere/results.ndjson")
        }

        @Test func tokens() async throws {
            try await expect(77, "no-token", "run", "-e", "return 1", "--base-url", "https://api.example.com")
            let folder = try TemporaryFolder()
            let empty = try folder.write(" \n", to: "token")
            let result = try await Program.run("run", "-e", "return 1", "--token-file", empty)
            #expect(result.status == 77)
            try Golden.expect(result.errors, "error-empty-token.txt")
        }

        @Test func anUnreachableWorkspace() async throws {
            let result = try await Program.run(
                "run", "scripts/examples/sync_leads.lua", "scripts/examples/leads.csv", "--base-url",
                "http://127.0.0.1:1",
                "--limit", "2", "--json", "--ledger", "off")
            #expect(result.status == 69)
            #expect(try RunReport(result).outcomes == ["failed": 2])
            // Which workspace it is has to be known before anything is written down: nothing is even begun.
            let written = try await Program.run(
                "run", "scripts/examples/sync_leads.lua", "scripts/examples/leads.csv", "--base-url",
                "http://127.0.0.1:1")
            #expect(written.status == 69)
            #expect(written.errors.contains("could not be reached"))
            #expect(!written.errors.contains("records"))
        }

        @Test func someRejected() async throws {
            let code = #"intercom.upsert_contact { matching_field = "emial", matching_value = row.e }"#
            try await expect(
                1, "rejected", "run", "-e", code, "-", "--format", "csv", "--emulator", input: "e\na@example.com\n")
        }

        @Test func success() async throws {
            let result = try await Program.run("run", "-e", "print(1 + 1)", "--emulator", "--quiet")
            #expect(result.status == 0)
            #expect(result.output == "2\n")
        }
    }
}
