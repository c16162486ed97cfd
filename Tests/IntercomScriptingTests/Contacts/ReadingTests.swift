import EmulatorTesting
import Intercom
import JSON
import Testing

/// Finding, searching and listing.
struct ReadingTests {
    private func bench(people count: Int) throws -> ContactBench {
        let workspace = try EmulatedWorkspace()
        let people = (1...count).map { number -> JSONValue in
            [
                "email": .string("p\(number)@\(number % 2 == 0 ? "even" : "odd").io"),
                "external_id": .string("e-\(number)"),
                "created_at": .integer(EmulatedWorkspace.start - Int64(count) + Int64(number)),
                "custom_attributes": ["seats": .integer(Int64(number))],
            ]
        }
        try workspace.core.seed(["contacts": .array(people)])
        return ContactBench(workspace)
    }

    @Test func findGivesTheContactOrNil() async throws {
        let bench = try bench(people: 2)
        let code = """
            local contact = intercom.find_contact { matching_field = "FIELD", matching_value = "VALUE" }
            return contact and contact.external_id or "nobody"
            """
        for (field, value, expected) in [
            ("email", "P1@ODD.io", "e-1"), ("email", "p9@odd.io", "nobody"), ("external_id", "e-2", "e-2"),
            ("external_id", "e-9", "nobody"), ("intercom_id", "5f00000000000000000000ff", "nobody"),
        ] {
            let result = try await bench.run(code.replacing("FIELD", with: field).replacing("VALUE", with: value))
            #expect(result == .string(expected), "\(field) \(value)")
        }
        #expect(bench.workspace.core.contacts.count == 2)
    }

    @Test func searchPagesByItself() async throws {
        let bench = try bench(people: 25)
        let result = try await bench.run(
            """
            local count, last, seats = 0, nil, 0
            for contact in intercom.search_contacts {
              query = { field = "email_domain", operator = "=", value = "odd.io" }, per_page = 5,
              sort = { field = "created_at", order = "descending" } } do
              count = count + 1
              last = contact.email
              seats = seats + contact.custom_attributes.seats
            end
            return { count, last, seats }
            """)
        #expect(result == [13, "p1@odd.io", 169])
        #expect(bench.workspace.calls["POST /contacts/search"] == 3)
    }

    @Test(arguments: [
        (#"{ field = "custom_attributes.seats", operator = ">", value = 8 }"#, 2),
        (#"{ field = "email", value = "p1@odd.io" }"#, 1),
        (#"{ field = "external_id", operator = "IN", value = { "e-1", "e-2", "e-99" } }"#, 2),
        (#"{ { field = "role", value = "user" }, { field = "email_domain", value = "odd.io" } }"#, 5),
        (
            #"{ operator = "OR", value = { { field = "email", value = "p1@odd.io" }, { field = "email", value = "p2@even.io" } } }"#,
            2
        ),
        (#"{ field = "email", value = "nobody@acme.io" }"#, 0),
    ])
    func queriesAreWrittenAsInTheAPI(query: String, count: Int) async throws {
        let result = try await bench(people: 10).run(
            "local count = 0 for _ in intercom.search_contacts(\(query)) do count = count + 1 end return count")
        #expect(result == .integer(Int64(count)))
    }

    /// Pages are fetched as the loop asks for them, so that leaving it early costs no more calls.
    @Test func leavingALoopFetchesNoFurtherPage() async throws {
        let bench = try bench(people: 25)
        try await bench.run("for contact in intercom.list_contacts { per_page = 5 } do return contact.id end")
        #expect(bench.workspace.calls["GET /contacts"] == 1)
    }

    @Test func listGivesEverybodyOnce() async throws {
        let bench = try bench(people: 23)
        let code = """
            local seen, count = {}, 0
            for contact in intercom.list_contacts ARGUMENTS do
              assert(not seen[contact.id])
              seen[contact.id] = true
              count = count + 1
            end
            return count
            """
        #expect(try await bench.run(code.replacing("ARGUMENTS", with: "{ per_page = 10 }")) == 23)
        #expect(bench.workspace.calls["GET /contacts"] == 3)
        #expect(try await bench.run(code.replacing("ARGUMENTS", with: "()")) == 23)
        #expect(bench.workspace.calls["GET /contacts"] == 4)
    }

    @Test func operationsMayRunWithinALoop() async throws {
        let bench = try bench(people: 7)
        let result = try await bench.run(
            """
            local updated = 0
            for contact in intercom.list_contacts { per_page = 3 } do
              local _, outcome = intercom.update_contact {
                matching_field = "intercom_id", matching_value = contact.id, mappings = { name = "Seen" } }
              if outcome == "updated" then updated = updated + 1 end
            end
            return updated
            """)
        #expect(result == 7)
        #expect(bench.workspace.core.contacts.allSatisfy { $0.name == "Seen" })
    }

    @Test func aSearchThatIntercomRefusesIsRaisedInTheLoop() async throws {
        let refusal = try await bench(people: 1).refusal(
            of: #"for _ in intercom.search_contacts { field = "shoe_size", value = 42 } do end"#)
        #expect(refusal.code == .invalidArgument)
        #expect(refusal.status == 400)
    }

    @Test func withoutANetworkTheySayWhy() async throws {
        let refusal = try await ContactBench.withoutNetwork(
            #"intercom.find_contact { matching_field = "email", matching_value = "a@b.c" }"#)
        #expect(refusal?.code == .unavailable)
        #expect(
            refusal?.description == """
                unavailable: intercom.find_contact needs the network, and map has none. Use run, or return the record.
                """)
    }
}
