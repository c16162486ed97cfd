import Foundation
import Testing

extension EndToEnd {
    /// What is said of a run that an error kept from its end.
    @Suite struct BrokenRunTests {
        private static let upsert =
            #"return intercom.upsert_contact { matching_field = "email", matching_value = row.n .. "@example.com" }"#

        private struct Report: Decodable {
            var ending: String
            var records: Int
            var operations: [String: Int]
        }

        private func report(_ result: Program.Result) throws -> Report {
            try JSONDecoder().decode(Report.self, from: Data((result.lines.last ?? "").utf8))
        }

        @Test func anInputThatBreaksOff() async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write(#"[{"n": 1}, {"n": 2}, {"#, to: "people.json")
            try await EmulatedWorkspace.serve { workspace in
                let result = try await Program.run(
                    "run", "-e", Self.upsert, input, "--base-url", workspace.url, "--json", "--ledger",
                    folder.path("ledger.sqlite"))
                #expect(result.status == 65)
                let report = try report(result)
                #expect(report.ending == "failed" && report.records == 2)
                #expect(result.errors.contains("Stopped before the end, by an error.\n2 records: 2 created.\n"))
                #expect(result.errors.contains("\nTo go on: intercom-lua run --resume "), "\(result.errors)")
                #expect(result.errors.contains("\nintercom-lua: \(input):"), "\(result.errors)")
            }
        }

        @Test(arguments: [
            ("return { each = function(row) end, finish = function() error('no') end }", 1),
            ("return { each = function(row) end, setup = function() error('no') end }", 0), ("error('no')", 0),
            ("return {", 0),
        ])
        func aScriptThatFails(_ script: String, _ records: Int) async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write("n\n1\n", to: "people.csv")
            let result = try await Program.run(
                "run", try folder.write(script, to: "script.lua"), input, "--emulator", "--json", "--ledger", "off")
            #expect(result.status == 70)
            let report = try report(result)
            #expect(report.ending == "failed" && report.records == records)
        }

        @Test func whatAPlainScriptDidBefore() async throws {
            let folder = try TemporaryFolder()
            let code = #"intercom.create_contact { mappings = { email = "a@b.c" } } error("no")"#
            let script = try folder.write(code, to: "script.lua")
            let result = try await Program.run("run", script, "--emulator", "--json")
            #expect(result.status == 70)
            #expect(try report(result).operations == ["created": 1])
            #expect(result.errors.contains("Stopped before the end, by an error.\nUntil then: 1 created; "))
        }

        @Test func anInputWithoutRecords() async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write("n\n", to: "people.csv")
            let result = try await Program.run("run", "-e", Self.upsert, input, "--emulator", "--ledger", "off")
            #expect(result.status == 0)
            #expect(result.errors.hasSuffix("\n0 records.\n"), "\(result.errors)")
        }

        /// Writes that no plan shows are changes too.
        @Test(arguments: [
            "intercom.archive_contact('1')", "intercom.add_note('1', 'hello')", "intercom.tag_contact('1', '2')",
            "intercom.request { method = 'POST', path = '/contacts/1/notes', body = { body = 'hello' } }",
        ])
        func writesThatADryRunLeavesOut(_ code: String) async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write("n\n1\n", to: "people.csv")
            let workspace = try folder.write(
                #"{"format": 1, "contacts": [{"id": "1", "role": "user", "email": "a@b.c"}]}"#, to: "workspace.json")
            for script in ["return { each = function(row) \(code) end }", code] {
                let arguments = [
                    "run", try folder.write(script, to: "script.lua"), input, "--emulator", "--workspace", workspace,
                    "--dry-run",
                ]
                let result = try await Program.run(arguments + ["--detailed-exitcode"])
                #expect(result.status == 2, "\(result.errors)")
                #expect(result.errors.contains("1 other write left out"), "\(result.errors)")
                #expect(try await Program.run(arguments).status == 0)
                let json = try await Program.run(arguments + ["--json"])
                #expect(json.lines.last?.contains(#""left_out":1"#) == true, "\(json.output)")
            }
        }
    }
}
