import Foundation
import Testing

extension EndToEnd {
    /// The main job: the example's leads into a workspace that has some of them already.
    @Suite struct ExampleTests {
        private static let arguments = ["run", "scripts/examples/sync_leads.lua", "scripts/examples/leads.csv"]
        private static let workspace = "scripts/examples/workspace.json"

        private func sync(into workspace: EmulatedWorkspace, _ options: String...) async throws -> Program.Result {
            try await Program.run(Self.arguments + ["--base-url", workspace.url] + options)
        }

        private func seeded(_ body: (EmulatedWorkspace) async throws -> Void) async throws {
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.seed(Data(contentsOf: Project.root.appendingPathComponent(Self.workspace)))
                try await body(workspace)
            }
        }

        private func contact(_ email: String, in contacts: [String: [EmulatedWorkspace.Contact]]) throws
            -> EmulatedWorkspace.Contact
        {
            let found = contacts[email] ?? []
            #expect(found.count == 1, "\(email)")
            return try #require(found.first)
        }

        @Test func everyRecordHasOneOutcome() async throws {
            try await seeded { workspace in
                let result = try await sync(into: workspace, "--json", "--quiet")
                let report = try RunReport(result)
                #expect(result.status == 1)
                #expect(report.records == 68)
                #expect(report.outcomes == ["created": 50, "updated": 6, "unchanged": 5, "skipped": 2, "rejected": 5])
                #expect(report.sum == report.records)
                #expect(try await workspace.statistics().total == report.calls)
            }
        }

        @Test func peopleArriveAsTheyAreWritten() async throws {
            try await seeded { workspace in
                _ = try await sync(into: workspace)
                let contacts = try await workspace.contactsByEmail()
                func name(_ email: String) throws -> String? { try contact(email, in: contacts).name }
                #expect(try name("carlos.nunez@example.com") == "Carlos Núñez")
                #expect(try name("gwen.maddox@example.com") == "Gwen Maddox, Jr.")
                #expect(try name("fergus.oneill@example.com") == "Fergus O'Neill")
                #expect(try name("kenji.tanaka@example.net") == "健二 田中")
                #expect(try name("nadia.haddad@example.org") == "نادية حداد")
                #expect(try name("kayla.brooks@example.com") == "Kayla 🚀 Brooks")
                #expect(try name("mo@example.com") == "Mo")
                let carlos = try contact("carlos.nunez@example.com", in: contacts)
                #expect(carlos.email == "carlos.nunez@example.com")
                #expect(carlos.customAttributes == .init(plan: "pro", seats: 5))
                #expect(carlos.signedUpAt == 1_762_646_400)
                // A time of day, with the offset it was written with.
                #expect(try contact("emil.novak@example.net", in: contacts).signedUpAt == 1_767_598_200)
            }
        }

        @Test func whatIsBlankIsLeftAlone() async throws {
            try await seeded { workspace in
                _ = try await sync(into: workspace)
                let contacts = try await workspace.contactsByEmail()
                #expect(try contact("b.okonkwo@example.org", in: contacts).phone == "+234 800 000 0123")
                #expect(try contact("hannah.weiss@example.org", in: contacts).externalID == "crm-1077")
                #expect(try contact("hannah.weiss@example.org", in: contacts).customAttributes.seats == 40)
                #expect(try contact("elif.yilmaz@example.net", in: contacts).signedUpAt == nil)
                let bystander = try contact("nils.berger@example.com", in: contacts)
                #expect(bystander.name == "Nils Berger" && bystander.customAttributes == .init(plan: "team", seats: 9))
            }
        }

        @Test func twoRowsOfOnePersonAreOneContact() async throws {
            try await seeded { workspace in
                _ = try await sync(into: workspace)
                let contacts = try await workspace.contactsByEmail()
                #expect(
                    try contact("tom.becker@example.com", in: contacts).customAttributes
                        == .init(plan: "team", seats: 15))
                // The first row is a lead's, the second says when she signed up.
                let lea = try contact("lea.rossi@example.com", in: contacts)
                #expect(lea.role == "user" && lea.customAttributes == .init(plan: "pro", seats: 2))
                #expect(try contact("lucia.ferrari@example.com", in: contacts).role == "user")
                #expect(try contact("uma.thakur@example.org", in: contacts).role == "lead")
            }
        }

        @Test func whatIsRejectedChangesNothing() async throws {
            try await seeded { workspace in
                let folder = try TemporaryFolder()
                _ = try await sync(into: workspace, "--results", folder.path("results.ndjson"))
                let results = try ResultLine.lines(of: try folder.contents(of: "results.ndjson"))
                #expect(results.map(\.record) == Array(1...68))
                let rejected = results.filter { $0.outcome == "rejected" }
                #expect(rejected.map(\.record) == [29, 30, 31, 36, 58])
                #expect(
                    rejected.map(\.error?.code)
                        == ["attribute_type", "invalid_argument", "ambiguous_match", "bad_record", "archived"])
                #expect(
                    results.allSatisfy {
                        ($0.contactID != nil) == ["created", "updated", "unchanged"].contains($0.outcome)
                    })

                let contacts = try await workspace.contacts()
                #expect(contacts.contains { $0.email == "esther.mbeki@example.com" && $0.state == "archived" })
                #expect(contacts.filter { $0.email == "chidi.eze@example.com" }.count == 2)
                #expect(!contacts.contains { $0.email == "aaron.goldberg@example.com" })
                #expect(contacts.count == 13 + 50)
            }
        }

        @Test func aSecondRunFindsNothingToDo() async throws {
            try await seeded { workspace in
                _ = try await sync(into: workspace)
                let before = try await workspace.contacts()
                let report = try RunReport(try await sync(into: workspace, "--json"))
                #expect(report["created"] == 0)
                // The two people with two rows each change to the first row and back to the second.
                #expect(report["updated"] <= 4)
                #expect(try await workspace.contacts() == before)
            }
        }

        @Test func theSummarySaysWhatHappened() async throws {
            let result = try await Program.run(
                Self.arguments + ["--emulator", "--workspace", Self.workspace])
            #expect(result.status == 1)
            #expect(result.output == "")
            try Golden.expect(result.errors, "example-summary.txt")
        }

        @Test func theEmbeddedEmulatorLeavesItsWorkspaceFileAlone() async throws {
            let before = try Project.contents(of: Self.workspace)
            let result = try await Program.run(
                Self.arguments + ["--emulator", "--workspace", Self.workspace, "--json"])
            #expect(try RunReport(result)["created"] == 50)
            #expect(try Project.contents(of: Self.workspace) == before)
        }
    }
}
