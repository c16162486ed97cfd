import EmulatorTesting
import Intercom
import JSON
import Runner
import Testing

/// What a dry run knows: what reads show, and what the run itself would have done before.
struct DryRunTests {
    private func rehearse(
        _ script: String, over rows: [String], _ bench: RunBench
    ) async throws -> RunReport {
        let before = bench.workspace.core.contacts
        let report = try await bench.run(script, over: (["email,id,name"] + rows).joined(separator: "\n") + "\n") {
            $0.isDryRun = true
        }
        #expect(bench.workspace.core.contacts == before, "nothing is written")
        let endpoints = bench.workspace.calls.keys
        #expect(endpoints.allSatisfy { $0.hasPrefix("GET ") || $0 == "POST /contacts/search" }, "\(endpoints)")
        return report
    }

    private static let create = "return function(row) return intercom.create_contact { mappings = MAPPINGS } end"

    @Test(arguments: [
        ("{ email = row.email }", ["created", "rejected"]),
        ("{ external_id = row.id }", ["created", "rejected"]),
        // Two users may share an email where each has an external id.
        ("{ email = row.email, external_id = row.name }", ["created", "created"]),
        ("{ email = row.email, role = 'lead' }", ["created", "created"]),
    ])
    func usersThatAreThereAreInTheWay(_ mappings: String, _ words: [String]) async throws {
        let bench = try RunBench()
        try bench.workspace.seed(
            ["email": "ada@acme.io", "external_id": "1"], ["email": "lee@acme.io", "role": "lead"])
        let script = Self.create.replacing("MAPPINGS", with: mappings)
        let rows = ["lee@acme.io,7,n1", "ADA@acme.io,1,n2"]
        #expect(try await rehearse(script, over: rows, bench).words == words)
        let real = try await bench.run(script, over: (["email,id,name"] + rows).joined(separator: "\n") + "\n")
        #expect(real.words == words, "the run does what was announced")
    }

    /// The one in the way has the email and no external id: a run updates it, and so the plan says.
    @Test func aConflictThatTheRunRecoversFromIsAnnouncedAsAnUpdate() async throws {
        let bench = try RunBench()
        try bench.workspace.seed(["email": "ada@acme.io", "name": "Old"])
        let script = """
            return function(row)
              return intercom.upsert_contact {
                matching_field = "external_id", matching_value = row.id, mappings = { email = row.email, name = row.name } }
            end
            """
        let report = try await rehearse(script, over: ["ada@acme.io,1,Ada"], bench)
        #expect(report.words == ["updated"])
        let change = try #require(report.results.first?.changes.first)
        #expect(report.results[0].changes.count == 1 && change.action == .update)
        #expect(change.fields.map(\.name) == ["external_id", "name"] && change.fields.last?.old == "Old")
        #expect(try await bench.run(script, over: "email,id,name\nada@acme.io,1,Ada\n").words == ["updated"])
    }

    @Test func whatTheRunItselfTakesAwayIsInTheWayAfterwards() async throws {
        let bench = try RunBench()
        try bench.workspace.seed(["email": "ada@acme.io", "external_id": "1"], ["email": "bob@acme.io"])
        let script = """
            local by_id = { matching_field = "external_id", matching_value = "1" }
            local ada = intercom.find_contact(by_id)
            intercom.archive_contact(ada.id)
            intercom.archive_contact(ada.id)
            assert(intercom.find_contact(by_id) == nil)
            local wish = { matching_field = "external_id", matching_value = "1", mappings = { name = "A" } }
            local ok, e = pcall(intercom.upsert_contact, wish)
            assert(not ok and e.code == "archived" and e.contact_ids[1] == ada.id, tostring(e))
            wish.restore = true
            local restored, said = intercom.upsert_contact(wish)
            assert(restored.id == ada.id and said == "updated" and restored.name == "A" and restored.email == "ada@acme.io")
            intercom.delete_contact { matching_field = "email", matching_value = "bob@acme.io" }
            ok, e = pcall(intercom.upsert_contact, {
              matching_field = "email", matching_value = "bob@acme.io", mappings = { name = "B" }, restore = true })
            assert(not ok and e.code == "archived" and e.status == 400, tostring(e))
            """
        let report = try await rehearse(script, over: [], bench)
        #expect(report.failure == nil, "\(String(describing: report.failure))")
    }

    @Test func mergesAreRehearsed() async throws {
        let bench = try RunBench()
        let ids = try bench.workspace.seed(["email": "a@b.c", "role": "lead"], ["email": "a@b.c", "external_id": "1"])
        let script = """
            assert(intercom.merge_contacts("\(ids[0])", "\(ids[1])").id == "\(ids[1])")
            local key = { matching_field = "intercom_id", matching_value = "\(ids[0])", mappings = { name = "A" } }
            assert(intercom.update_contact(key).id == "\(ids[1])")
            assert(#intercom.request { method = "POST", path = "/contacts/search",
              body = { query = { field = "role", operator = "=", value = "lead" } } }.data == 1)
            """
        let report = try await rehearse(script, over: [], bench)
        #expect(report.failure == nil, "\(String(describing: report.failure))")
    }

    @Test func contactsStayComplete() async throws {
        let bench = try RunBench()
        try bench.workspace.seed([
            "email": "ada@acme.io", "name": "Old", "phone": "+1", "os": "Debian", "custom_attributes": ["seats": 3],
            "location": ["city": "London"],
        ])
        let script = """
            local contact = intercom.update_contact { matching_field = "email", matching_value = "ada@acme.io",
              mappings = { name = "Ada", phone = intercom.null, avatar = "https://a/b" }, custom_mappings = { plan = "pro" } }
            print(contact.name, contact.phone, contact.os, contact.location.city, contact.avatar.image_url,
              contact.custom_attributes.seats, contact.custom_attributes.plan, contact.tags.total_count)
            """
        let report = try await rehearse(script, over: [], bench)
        #expect(report.output == ["Ada\tnil\tDebian\tLondon\thttps://a/b\t3\tpro\t0"])
    }
}
