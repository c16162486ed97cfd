import Foundation
import Testing

extension EndToEnd {
    /// Ten thousand rows: none is lost, none is done twice.
    @Suite struct LargeRunTests {
        private func contacts(in workspace: EmulatedWorkspace) async throws -> [String: [GeneratedPeople.Person]] {
            try await workspace.contactsByEmail().mapValues { contacts in
                contacts.map {
                    GeneratedPeople.Person(
                        name: $0.name ?? "", role: $0.role, signedUpAt: $0.signedUpAt,
                        plan: $0.customAttributes.plan ?? "",
                        seats: $0.customAttributes.seats ?? -1)
                }
            }
        }

        @Test func tenThousandRowsAreAllAccountedFor() async throws {
            let people = GeneratedPeople(rows: 10_000, known: 500, seed: 20_260_301)
            let folder = try TemporaryFolder()
            let input = try folder.write(people.csv, to: "people.csv")
            try await EmulatedWorkspace.serve("--rate-limit", "off") { workspace in
                try await workspace.seed(people.seedDocument())
                let arguments = [
                    "run", "scripts/examples/sync_leads.lua", input, "--base-url", workspace.url, "--json",
                    "--results", folder.path("results.ndjson"),
                ]

                let first = try RunReport(try await Program.run(arguments))
                #expect(first.records == 10_000)
                #expect(first.outcomes == people.outcomes)
                #expect(try await workspace.statistics().total == first.calls)
                let results = try ResultLine.lines(of: try folder.contents(of: "results.ndjson"))
                #expect(results.map(\.record) == Array(1...10_000))
                #expect(Dictionary(grouping: results, by: \.outcome).mapValues(\.count) == people.outcomes)
                let after = try await contacts(in: workspace)
                #expect(after == people.expected.mapValues { [$0] })

                let second = try RunReport(try await Program.run(arguments))
                #expect(second.sum == 10_000)
                #expect(second["created"] == 0)
                #expect(second["failed"] == 0)
                #expect(try await contacts(in: workspace) == after)
            }
        }

        @Test func rowsOfOnePersonKeepTheirOrder() async throws {
            // A user cannot become a lead again, so that rows which changed places would be rejected.
            let rows = (1...500).flatMap { number in
                [",,free,1,", ",,pro,2,2026-03-01", ",,team,3,2026-03-02"].map {
                    "p\(number)@example.com,P,\(number)\($0)\n"
                }
            }
            let input = "Email,First,Last,Phone,Plan,Seats,Signup\n" + rows.joined()
            try await EmulatedWorkspace.serve("--rate-limit", "off") { workspace in
                let report = try RunReport(
                    try await Program.run(
                        "run", "scripts/examples/sync_leads.lua", "-", "--format", "csv", "--base-url", workspace.url,
                        "--json",
                        input: input))
                #expect(report.outcomes == ["created": 500, "updated": 1000])
                let contacts = try await contacts(in: workspace).values.flatMap(\.self)
                #expect(contacts.count == 500)
                #expect(
                    contacts.allSatisfy {
                        $0.role == "user" && $0.plan == "team" && $0.seats == 3 && $0.signedUpAt == 1_772_409_600
                    })
            }
        }
    }
}
