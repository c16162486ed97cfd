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
