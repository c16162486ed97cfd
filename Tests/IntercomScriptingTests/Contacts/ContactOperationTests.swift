import EmulatorTesting
import Intercom
import JSON
import Testing

/// The four operations, as scripts see them.
struct ContactOperationTests {
    @Test func createGivesTheContact() async throws {
        let bench = try ContactBench()
        let result = try await bench.run(
            """
            local contact, outcome = intercom.create_contact {
              mappings = { email = "ada@acme.io", name = "Ada", phone = "+353871234567", external_id = 7, role = "user" },
              custom_mappings = { plan = "pro", seats = 3 },
            }
            return { outcome, contact.email, contact.external_id, contact.role, contact.custom_attributes.seats, #contact.id }
            """)
        #expect(result == ["created", "ada@acme.io", "7", "user", 3, 24])
        let ada = try bench.workspace.person("ada@acme.io")
        #expect(ada.name == "Ada")
        #expect(ada.customAttributes == ["plan": "pro", "seats": 3])
    }

    @Test func upsertCreatesThenUpdatesThenLeavesAlone() async throws {
        let bench = try ContactBench()
        let code = """
            local words = {}
            for _, name in ipairs { "Ada", "Ada L", "Ada L" } do
              local contact, outcome = intercom.upsert_contact {
                matching_field = "email", matching_value = "Ada@Acme.io", mappings = { name = name } }
              assert(contact.name == name)
              words[#words + 1] = outcome
            end
            return words
            """
        #expect(try await bench.run(code) == ["created", "updated", "unchanged"])
        #expect(bench.workspace.core.contacts.count == 1)
        #expect(bench.workspace.calls["PUT /contacts/{id}"] == 1)
    }

    @Test(arguments: ["email", "Email", "external_id", "External ID", "intercom_id", "Intercom ID"])
    func matchesByEveryField(field: String) async throws {
        let bench = try ContactBench(["id": "5f0000000000000000000001", "email": "ada@acme.io", "external_id": "a-1"])
        let value =
            field.lowercased().hasPrefix("email")
            ? "ADA@acme.io" : field.lowercased().hasPrefix("external") ? "a-1" : "5f0000000000000000000001"
        let result = try await bench.run(
            """
            local contact, outcome = intercom.update_contact {
              matching_field = "\(field)", matching_value = "\(value)", mappings = { name = "Ada" } }
            return { contact.id, contact.name, outcome }
            """)
        #expect(result == ["5f0000000000000000000001", "Ada", "updated"])
    }

    @Test func aWholeNumberMatchesAnExternalID() async throws {
        let bench = try ContactBench(["email": "ada@acme.io", "external_id": "42"])
        let found = try await bench.run(
            "return intercom.find_contact { matching_field = 'external_id', matching_value = 42 }.email")
        #expect(found == "ada@acme.io")
    }

    @Test func updateSaysUnchangedWhereNothingWouldChange() async throws {
        let bench = try ContactBench(["email": "ada@acme.io", "name": "Ada", "custom_attributes": ["seats": 3]])
        let code = """
            local contact, outcome = intercom.update_contact {
              matching_field = "email", matching_value = "ada@acme.io",
              mappings = { name = "Ada", email = "ADA@acme.io" }, custom_mappings = { seats = 3.0 }, ALWAYS }
            return outcome
            """
        #expect(try await bench.run(code.replacing("ALWAYS", with: "")) == "unchanged")
        #expect(bench.workspace.calls["PUT /contacts/{id}"] == nil)
        #expect(try await bench.run(code.replacing("ALWAYS", with: "always_update = true")) == "updated")
        #expect(bench.workspace.calls["PUT /contacts/{id}"] == 1)
    }

    @Test func updateOfNobodyIsNotFound() async throws {
        let refusal = try await ContactBench().refusal(
            of: """
                intercom.update_contact { matching_field = "email", matching_value = "no@acme.io", mappings = { name = "N" } }
                """)
        #expect(refusal.code == .notFound)
        #expect(refusal.field == "matching_value")
    }

    @Test func deleteGivesWhatIsGone() async throws {
        let bench = try ContactBench(["id": "5f0000000000000000000001", "email": "ada@acme.io", "external_id": "a-1"])
        let result = try await bench.run(
            """
            local gone, outcome = intercom.delete_contact { matching_field = "external_id", matching_value = "a-1" }
            return { gone.id, gone.external_id, gone.deleted, outcome, gone.email == nil }
            """)
        #expect(result == ["5f0000000000000000000001", "a-1", true, "deleted", true])
        #expect(bench.workspace.core.contact(id: "5f0000000000000000000001")?.state == .deleted)
    }

    @Test func deleteOfNobodyIsNotFound() async throws {
        let refusal = try await ContactBench().refusal(
            of: #"intercom.delete_contact { matching_field = "email", matching_value = "no@acme.io" }"#)
        #expect(refusal.code == .notFound)
    }

    @Test func resultsHaveNoFieldsThatIntercomLeavesEmpty() async throws {
        let bench = try ContactBench(["email": "ada@acme.io", "custom_attributes": ["seats": 3]])
        let result = try await bench.run(
            """
            local contact = intercom.find_contact { matching_field = "email", matching_value = "ada@acme.io" }
            return { contact.phone == nil, contact.name == nil, math.type(contact.created_at), contact.custom_attributes.seats }
            """)
        #expect(result == [true, true, "integer", 3])
    }

    /// What is written in the same run is remembered: an answer from memory has the fields that can be written, and the
    /// times, as Intercom answered them.
    @Test func unchangedGivesTheFieldsThatWereWritten() async throws {
        let bench = try ContactBench()
        let code = """
            local arguments = { matching_field = "email", matching_value = "ada@acme.io", mappings = { name = "Ada" },
              custom_mappings = { plan = "pro" } }
            local first, one = intercom.upsert_contact(arguments)
            local second, other = intercom.upsert_contact(arguments)
            local names = {}
            for name, value in pairs(first) do
              if type(value) ~= "table" and second[name] ~= nil and second[name] ~= value then names[#names + 1] = name end
            end
            for _, name in ipairs { "id", "type", "role", "email", "name", "created_at", "updated_at" } do
              if second[name] == nil then names[#names + 1] = name end
            end
            return { one, other, table.concat(names, " "), second.custom_attributes.plan }
            """
        #expect(try await bench.run(code) == ["created", "unchanged", "", "pro"])
    }
}
