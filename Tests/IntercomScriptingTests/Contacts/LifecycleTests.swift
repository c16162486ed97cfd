import IntercomScripting
import EmulatorTesting
import Intercom
import IntercomScripting
import JSON
import Testing

/// What else can be done to contacts.
struct LifecycleTests {
    private static let id = "5f0000000000000000000001"

    private func bench() throws -> ContactBench {
        try ContactBench(["id": .string(Self.id), "email": "ada@acme.io", "external_id": "u-1"])
    }

    @Test func archiveAndBack() async throws {
        let bench = try bench()
        let result = try await bench.run(
            """
            local id = "\(Self.id)"
            local function there()
              return intercom.find_contact { matching_field = "external_id", matching_value = "u-1" } ~= nil
            end
            local steps = { there() }
            steps[2] = intercom.archive_contact(id)
            steps[3] = there()
            steps[4] = intercom.unarchive_contact(id)
            steps[5] = there()
            return steps
            """)
        #expect(result == [true, true, false, true, true])
    }

    /// The engine remembers contacts: what was archived is not taken for one that is still there.
    @Test func anUpsertAfterArchivingKnowsOfIt() async throws {
        let bench = try bench()
        let code = try await bench.run(
            """
            local arguments = { matching_field = "external_id", matching_value = "u-1", mappings = { name = "Ada" } }
            local contact = intercom.upsert_contact(arguments)
            intercom.archive_contact(contact.id)
            local ok, e = pcall(intercom.upsert_contact, arguments)
            return e.code
            """)
        #expect(code == "archived")
    }

    @Test func mergingLeavesTheUser() async throws {
        let workspace = try EmulatedWorkspace()
        let ids = try workspace.seed(
            ["email": "ada@acme.io", "role": "lead"], ["email": "ada@acme.io", "external_id": "u-1"])
        let bench = ContactBench(workspace)
        let result = try await bench.run(
            """
            local user = intercom.merge_contacts("\(ids[0])", "\(ids[1])")
            local contact = intercom.upsert_contact {
              matching_field = "intercom_id", matching_value = "\(ids[0])", mappings = { name = "Ada" } }
            return { user.role, contact.id == user.id }
            """)
        #expect(result == ["user", true])
        #expect(workspace.core.contact(id: ids[1])?.name == "Ada")
    }

    @Test func tagsNotesAndCompanies() async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(["id": .string(Self.id), "email": "ada@acme.io"])
        let company = try workspace.core.seed(["companies": [["company_id": "c-1", "name": "Acme"]]]).companies[0]
        let bench = ContactBench(workspace)
        try await bench.run(
            """
            local id = "\(Self.id)"
            assert(intercom.tag_contact(id, "2001"))
            assert(intercom.tag_contact(id, "2002"))
            assert(intercom.untag_contact(id, "2001"))
            assert(intercom.add_note(id, "Called Ada"))
            assert(intercom.attach_company(id, "\(company)"))
            """)
        let ada = try #require(workspace.core.contact(id: Self.id))
        #expect(ada.tags.map(\.id) == ["2002"])
        #expect(ada.notes.count == 1)
        #expect(ada.companies == [company])
    }

    @Test func requestIsTheWayOut() async throws {
        let bench = try bench()
        let result = try await bench.run(
            """
            local body, status = intercom.request { path = "/contacts", query = { per_page = 1 } }
            local created, code = intercom.request { method = "post", path = "/tags", body = { name = "vip" } }
            local missing, refused = intercom.request { path = "/contacts/nobody" }
            return { status, #body.data, body.pages.per_page, code, created.name, refused, missing.errors[1].code }
            """)
        #expect(result == [200, 1, 1, 200, "vip", 404, "not_found"])
    }

    @Test func skipEndsARecordWithItsReason() async throws {
        let error = try await bench().error(of: #"intercom.skip("no e-mail") error("not reached")"#)
        #expect((error.cause as? ScriptSkip)?.reason == "no e-mail")
        let silent = try await bench().error(of: "intercom.skip()")
        #expect((silent.cause as? ScriptSkip)?.reason == "by the script")
    }
}
