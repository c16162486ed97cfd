import Foundation
import Testing

extension EndToEnd {
    /// `run --dry-run`: what would change, and that nothing does.
    @Suite struct DryRunTests {
        private static let example = ["run", "scripts/examples/sync_leads.lua", "scripts/examples/leads.csv"]
        private static let workspace = "scripts/examples/workspace.json"

        @Test func thePlanShowsEachFieldThatWouldChange() async throws {
            let result = try await Program.run(
                Self.example + ["--emulator", "--workspace", Self.workspace, "--dry-run", "--limit", "8"])
            #expect(result.status == 0)
            try Golden.expect(result.output, "dry-run-plan.txt")
            try Golden.expect(result.errors, "dry-run-summary.txt")
        }

        @Test func whatIsAnnouncedIsWhatTheRunDoes() async throws {
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.seed(Data(contentsOf: Project.root.appendingPathComponent(Self.workspace)))
                let before = try await workspace.contacts()
                let arguments = Self.example + ["--base-url", workspace.url, "--json"]
                let plan = try RunReport(try await Program.run(arguments + ["--dry-run"]))
                #expect(try await workspace.contacts() == before)
                let endpoints = try await workspace.statistics().byEndpoint.keys
                #expect(endpoints.allSatisfy { $0.hasPrefix("GET ") || $0.hasSuffix("/search") }, "\(endpoints)")
                let run = try RunReport(try await Program.run(arguments))
                // That an archived contact is in the way is only seen when its email is used.
                #expect(plan["created"] == run["created"] + 1)
                #expect(plan["rejected"] == run["rejected"] - 1)
                for outcome in ["updated", "unchanged", "skipped"] { #expect(plan[outcome] == run[outcome]) }
            }
        }

        @Test func anArchivedAttributeIsWarnedAboutOnce() async throws {
            let folder = try TemporaryFolder()
            let workspace = try folder.write(
                #"{"format": 1, "data_attributes": [{"name": "old_plan", "data_type": "string", "archived": true}]}"#,
                to: "workspace.json")
            let script = try folder.write(
                """
                return function(row)
                  return intercom.upsert_contact {
                    matching_field = "email", matching_value = row.email, custom_mappings = { old_plan = "x" } }
                end
                """, to: "old.lua")
            let input = try folder.write("email\na@b.c\nb@b.c\n", to: "people.csv")
            for more in [["--dry-run"], []] {
                let arguments = ["run", script, input, "--emulator", "--workspace", workspace, "--quiet"]
                let result = try await Program.run(arguments + ["--ledger", "off"] + more)
                #expect(result.status == 0)
                let warnings = result.errors.split(separator: "\n").filter { $0.contains("\"old_plan\" is archived") }
                #expect(warnings.count == 1 && warnings.first?.hasPrefix("warning: ") == true, "\(result.errors)")
            }
        }

        /// What a program is told of each record, and that the run then does just that.
        @Test(arguments: [UInt64(1), 2, 3]) func eachPlannedChangeIsALineOfJSON(seed: UInt64) async throws {
            let folder = try TemporaryFolder()
            let history = GeneratedHistory(prefix: "p", records: 150, users: 10, seed: seed)
            let script = try folder.write(GeneratedHistory.script, to: "script.lua")
            let input = try folder.write(history.csv + "update,external_id,nobody,A,user\n", to: "people.csv")
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.seed(GeneratedHistory.seedDocument(prefix: "p", users: 10))
                let arguments = [
                    "run", script, input, "--base-url", workspace.url, "--json", "--quiet", "--allow-delete",
                ]
                let plan = try await Program.run(arguments + ["--dry-run", "--verbose"])
                #expect(plan.status == 1, "\(plan.errors)")
                let lines = try plan.lines.dropLast().map {
                    try JSONDecoder().decode(PlannedLine.self, from: Data($0.utf8))
                }
                let totals = try JSONDecoder().decode(PlannedTotals.self, from: Data((plan.lines.last ?? "").utf8))
                for change in ["create", "update", "delete"] {
                    #expect(totals.changes[change] == lines.filter { $0.change == change }.count)
                }
                let announced = Dictionary(lines.map { ($0.record, $0.word) }) { $1 }
                let result = try await Program.run(
                    arguments + ["--results", folder.path("results"), "--ledger", "off"])
                #expect(try RunReport(plan).outcomes == RunReport(result).outcomes)
                let done = try ResultLine.lines(of: folder.contents(of: "results"))
                #expect(done.count == 151)
                for line in done {
                    #expect(announced[line.record] == line.outcome, "record \(line.record), seed \(seed)")
                }
            }
        }

        @Test func aChangeSaysWhichFieldsGetWhichValues() async throws {
            let code =
                #"return intercom.upsert_contact { matching_field = "email", matching_value = row.e, mappings = { name = row.n } }"#
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.seed(Data(#"{"contacts":[{"email":"a@b.c","name":"A","role":"user"}]}"#.utf8))
                let id = try #require(await workspace.contacts().first?.id)
                let plan = try await Program.run(
                    "run", "-e", code, "-", "--format", "csv", "--base-url", workspace.url, "--dry-run", "--json",
                    input: "e,n\na@b.c,B\nn@b.c,N\n")
                #expect(
                    plan.lines.dropLast() == [
                        #"{"record":1,"change":"update","contact_id":"\#(id)","key":{"email":"a@b.c"},"fields":{"name":{"from":"A","to":"B"}}}"#,
                        #"{"record":2,"change":"create","contact_id":null,"key":{"email":"n@b.c"},"fields":{"email":{"from":null,"to":"n@b.c"},"name":{"from":null,"to":"N"}}}"#,
                    ])
            }
        }

        private struct PlannedTotals: Decodable { var changes: [String: Int] }

        private struct PlannedLine: Decodable {
            var record: Int
            var change: String?
            var outcome: String?

            /// The word that the run has for it.
            var word: String? {
                outcome ?? ["create": "created", "update": "updated", "delete": "deleted"][change ?? ""] ?? change
            }
        }

        @Test func theExitCodeSaysWhetherThereAreChanges() async throws {
            let code =
                #"return intercom.upsert_contact { matching_field = "email", matching_value = row.e, mappings = { name = "A" } }"#
            try await EmulatedWorkspace.serve { workspace in
                let arguments = ["run", "-e", code, "-", "--format", "csv", "--base-url", workspace.url]
                func status(_ options: String...) async throws -> Int32 {
                    try await Program.run(arguments + options, input: "e\na@example.com\n").status
                }
                let before = [try await status("--dry-run", "--detailed-exitcode"), try await status("--dry-run")]
                #expect(before == [2, 0])
                let after = [try await status(), try await status("--dry-run", "--detailed-exitcode")]
                #expect(after == [0, 0])
            }
        }
    }
}
