import EmulatorTesting
import Intercom
import JSON
import Testing

/// What hangs on a contact: tags, notes, companies, subscriptions, segments.
struct RelationTests {
    private static let id = "5f0000000000000000000001"

    private func bench() throws -> ContactBench {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(["id": .string(Self.id), "email": "ada@acme.io", "external_id": "u-1"])
        return ContactBench(workspace)
    }

    @Test func whatIsPutOnAContactIsReadBack() async throws {
        let bench = try bench()
        let company = try bench.workspace.core.seed(["companies": [["company_id": "c-1", "name": "Acme"]]]).companies[0]
        let result = try await bench.run(
            """
            local id = "\(Self.id)"
            local vip = intercom.create_tag("vip")
            assert(vip.id == intercom.create_tag("vip").id)
            assert(intercom.tag_contact(id, vip.id) and intercom.tag_contact(id, "2001") and intercom.tag_contact(id, "2001"))
            assert(intercom.untag_contact(id, "2001"))
            assert(intercom.add_note(id, "Called Ada") and intercom.add_note(id, "<p>Ada called</p>", "1002"))
            assert(intercom.attach_company(id, "\(company)"))
            assert(intercom.subscribe_contact(id, "3001", "opt_out") and intercom.subscribe_contact(id, "3002", "opt_in"))
            assert(intercom.unsubscribe_contact(id, "3002"))
            local notes = intercom.contact_notes(id)
            local seen = {
              tag = intercom.contact_tags(id)[1].name, notes = #notes, newest = notes[1].body, author = notes[1].author.id,
              company = intercom.contact_companies(id)[1].company_id,
              subscription = intercom.contact_subscriptions(id)[1].default_translation.name,
              subscriptions = #intercom.contact_subscriptions(id), segment = intercom.contact_segments(id)[1].name,
              all_tags = #intercom.tags(),
            }
            assert(intercom.detach_company(id, "\(company)"))
            seen.companies = #intercom.contact_companies(id)
            return seen
            """)
        #expect(
            result == [
                "tag": "vip", "notes": 2, "newest": "<p>Ada called</p>", "author": "1002", "company": "c-1",
                "subscription": "Newsletter", "subscriptions": 1, "segment": "All users", "all_tags": 3, "companies": 0,
            ])
    }

    @Test func allPagesAreRead() async throws {
        let bench = try bench()
        let companies = (0..<120).map { JSONValue.object(["company_id": .string("c\($0)")]) }
        let ids = try bench.workspace.core.seed(["companies": .array(companies)]).companies
        for (number, id) in ids.enumerated() {
            try await bench.workspace.client.attachCompany(toContact: Self.id, companyID: id)
            try await bench.workspace.client.addNote(toContact: Self.id, body: "note \(number)")
        }
        let result = try await bench.run(
            """
            local companies, notes = intercom.contact_companies("\(Self.id)"), intercom.contact_notes("\(Self.id)")
            return { #companies, companies[120].company_id, #notes, notes[1].body, notes[120].body }
            """)
        #expect(result == [120, "c119", 120, "<p>note 119</p>", "<p>note 0</p>"])
        #expect(bench.workspace.calls["GET /contacts/{id}/companies"] == 3)
        #expect(bench.workspace.calls["GET /contacts/{id}/notes"] == 3)
    }

    @Test func whatIsNotThereIsAnError() async throws {
        let bench = try bench()
        for code in [
            #"intercom.contact_tags("nobody")"#, #"intercom.tag_contact("\#(Self.id)", "99")"#,
            #"intercom.untag_contact("\#(Self.id)", "2001")"#, #"intercom.detach_company("\#(Self.id)", "x")"#,
            #"intercom.unsubscribe_contact("\#(Self.id)", "3001")"#, #"intercom.add_note("\#(Self.id)", "x", "9")"#,
        ] {
            let error = try await bench.refusal(of: code)
            // Intercom has a code of its own for companies.
            #expect(error.status == 404 && error.code == .notFound, "\(code): \(error)")
        }
        #expect(try await bench.refusal(of: #"intercom.subscribe_contact("a", "3001", "maybe")"#).field == "consent")
    }

    @Test func mergingStrangersMustBeAskedFor() async throws {
        let workspace = try EmulatedWorkspace()
        let ids = try workspace.seed(["email": "a@b.c", "role": "lead"], ["email": "other@b.c", "external_id": "1"])
        let bench = ContactBench(workspace)
        let refused = try await bench.refusal(of: #"intercom.merge_contacts("\#(ids[0])", "\#(ids[1])")"#)
        #expect(refused.intercomCodes == ["invalid_merge"])
        #expect(
            try await bench.refusal(of: #"intercom.merge_contacts("\#(ids[1])", "\#(ids[1])")"#).code
                == .invalidArgument)
        let merged = try await bench.run(
            #"return intercom.merge_contacts("\#(ids[0])", "\#(ids[1])", { skip_duplicate_validation = true }).id"#)
        #expect(merged == .string(ids[1]))
        #expect(
            try await bench.refusal(of: #"intercom.merge_contacts("a", "b", { skip = true })"#).message
                .contains("skip"))
    }
}
