import EmulatorTesting
import Intercom
import JSON
import Testing

/// Who is matched, and who is not.
struct MatchingTests {
    private static let twins: [JSONValue] = [
        ["id": "5f0000000000000000000001", "email": "a@acme.io", "role": "lead", "created_at": 1_600_000_000],
        ["id": "5f0000000000000000000002", "email": "a@acme.io", "external_id": "u-2", "created_at": 1_600_000_100],
        ["id": "5f0000000000000000000003", "email": "a@acme.io", "role": "lead", "created_at": 1_600_000_200],
    ]

    private func bench(_ contacts: [JSONValue] = twins) throws -> ContactBench {
        let workspace = try EmulatedWorkspace()
        try workspace.core.seed(["contacts": .array(contacts)])
        return ContactBench(workspace)
    }

    @Test(arguments: [("newest", "3"), ("oldest", "1"), ("user", "2")])
    func severalWithOneEmailTakeAChoice(choice: String, last: String) async throws {
        for function in ["upsert_contact", "update_contact", "find_contact"] {
            let mappings = function == "find_contact" ? "" : "mappings = { name = 'A' }"
            let contact = try await bench().run(
                """
                return intercom.\(function) { matching_field = "email", matching_value = "a@acme.io",
                  on_multiple = "\(choice)", \(mappings) }.id:sub(-1)
                """)
            #expect(contact == .string(last), "\(function)")
        }
    }

    @Test(arguments: ["upsert_contact", "update_contact", "find_contact", "delete_contact"])
    func severalWithoutAChoiceAreAnError(function: String) async throws {
        let bench = try bench()
        let refusal = try await bench.refusal(
            of: #"intercom.\#(function) { matching_field = "email", matching_value = "a@acme.io" }"#)
        #expect(refusal.code == .ambiguousMatch)
        #expect(refusal.contactIDs.count == 3)
        #expect(bench.workspace.core.contacts.allSatisfy { $0.state == .active })
    }

    @Test func deleteTakesNoChoice() async throws {
        let bench = try bench()
        let refusal = try await bench.refusal(
            of:
                #"intercom.delete_contact { matching_field = "email", matching_value = "a@acme.io", on_multiple = "user" }"#
        )
        #expect(refusal.code == .invalidArgument)
        #expect(refusal.field == "on_multiple")
        #expect(bench.workspace.core.contacts.allSatisfy { $0.state == .active })
    }

    @Test func theExternalIDInTheMappingsChooses() async throws {
        let contact = try await bench().run(
            """
            return intercom.upsert_contact { matching_field = "email", matching_value = "a@acme.io",
              mappings = { external_id = "u-2", name = "A" } }.id:sub(-1)
            """)
        #expect(contact == "2")
    }

    @Test func somebodyElsesExternalIDIsNotWrittenOver() async throws {
        let bench = try bench([["email": "a@acme.io", "external_id": "u-1", "name": "A"]])
        let refusal = try await bench.refusal(
            of: """
                intercom.upsert_contact { matching_field = "email", matching_value = "a@acme.io",
                  mappings = { external_id = "u-9", name = "B" } }
                """)
        #expect(refusal.code == .identityMismatch)
        #expect(try bench.workspace.person("a@acme.io").name == "A")
    }

    @Test func matchingByIDRenames() async throws {
        let bench = try bench([["email": "a@acme.io", "external_id": "u-1"]])
        let id = try await bench.run(
            """
            return intercom.update_contact { matching_field = "external_id", matching_value = "u-1",
              mappings = { external_id = "u-9" } }.external_id
            """)
        #expect(id == "u-9")
    }

    @Test func aTakenExternalIDIsAConflict() async throws {
        let bench = try bench([["email": "a@acme.io", "external_id": "u-1"]])
        let refusal = try await bench.refusal(
            of: #"intercom.create_contact { mappings = { external_id = "u-1", email = "b@acme.io" } }"#)
        #expect(refusal.code == .conflict)
        #expect(refusal.status == 409)
        #expect(refusal.contactIDs.count == 1)
        #expect(refusal.requestID != nil)
    }

    @Test func anArchivedContactIsRestoredOnlyOnRequest() async throws {
        let bench = try bench([
            ["id": "5f0000000000000000000001", "email": "a@acme.io", "external_id": "u-1", "state": "archived"]
        ])
        let code = """
            local contact, outcome = intercom.upsert_contact { matching_field = "external_id", matching_value = "u-1",
              mappings = { email = "a@acme.io", name = "Back" }, restore = RESTORE }
            return { contact.id, contact.name, outcome }
            """
        let refusal = try await bench.refusal(of: code.replacing("RESTORE", with: "false"))
        #expect(refusal.code == .archived)
        #expect(refusal.contactIDs == ["5f0000000000000000000001"])
        #expect(
            try await bench.run(code.replacing("RESTORE", with: "true"))
                == ["5f0000000000000000000001", "Back", "updated"])
        #expect(bench.workspace.core.contacts.map(\.state) == [.active])
    }

    @Test func whatWasDeletedIsNotRestored() async throws {
        let bench = try bench([["email": "a@acme.io", "external_id": "u-1", "state": "deleted"]])
        let refusal = try await bench.refusal(
            of: """
                intercom.upsert_contact { matching_field = "external_id", matching_value = "u-1",
                  mappings = { name = "Back" }, restore = true }
                """)
        #expect(refusal.code == .archived)
    }

    /// Expectations keep a delete from hitting somebody else; nothing is sent where they do not hold.
    @Test func deleteChecksWhomItIsAbout() async throws {
        let bench = try bench([["id": "5f0000000000000000000001", "email": "a@acme.io", "external_id": "u-1"]])
        let code = """
            intercom.delete_contact { matching_field = "intercom_id", matching_value = "5f0000000000000000000001", EXPECTED }
            """
        for (expected, field) in [
            (#"expected_email = "b@acme.io""#, "email"), (#"expected_external_id = 2"#, "external_id"),
        ] {
            let refusal = try await bench.refusal(of: code.replacing("EXPECTED", with: expected))
            #expect(refusal.code == .identityMismatch)
            #expect(refusal.field == field)
        }
        #expect(bench.workspace.calls["DELETE /contacts/{id}"] == nil)
        try await bench.run(
            code.replacing("EXPECTED", with: #"expected_email = "A@ACME.io", expected_external_id = "u-1""#))
        #expect(bench.workspace.core.contacts.map(\.state) == [.deleted])
    }

    @Test func deletingMustBeAllowed() async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(["id": "5f0000000000000000000001", "email": "a@acme.io"])
        let bench = ContactBench(workspace, allowsDelete: false)
        for code in [
            #"intercom.delete_contact { matching_field = "email", matching_value = "a@acme.io" }"#,
            #"intercom.request { method = "DELETE", path = "/contacts/5f0000000000000000000001" }"#,
            #"intercom.request { method = "POST", path = "/user_delete_requests", body = { intercom_user_id = "1" } }"#,
        ] {
            let refusal = try await bench.refusal(of: code)
            #expect(refusal.code == .forbidden)
            #expect(refusal.status == nil, "an answer of Intercom's would end the run")
        }
        #expect(workspace.core.statistics.total == 0)
    }
}
