import EmulatorTesting
import Intercom
import JSON
import Testing

/// Custom attributes: checked before anything is sent, against what the workspace has.
struct CustomAttributeTests {
    private func bench(createsAttributes: Bool = false) throws -> ContactBench {
        let workspace = try EmulatedWorkspace()
        try workspace.core.seed([
            "data_attributes": [
                ["name": "old_plan", "data_type": "string", "archived": true],
                ["name": "size", "options": ["S", "M"]],
            ]
        ])
        return ContactBench(workspace, createsAttributes: createsAttributes)
    }

    private func upsert(_ mappings: String) -> String {
        """
        return select(2, intercom.upsert_contact { matching_field = "email", matching_value = "ada@acme.io",
          custom_mappings = { \(mappings) } })
        """
    }

    @Test func everyTypeGoesThrough() async throws {
        let bench = try bench()
        try await bench.run(
            upsert("plan = 'pro', seats = 3, mrr = 12.5, trial = true, renewal_date = 1700000000, size = 'M'"))
        let expected: JSONObject = [
            "mrr": 12.5, "plan": "pro", "renewal_date": 1_700_000_000, "seats": 3, "size": "M", "trial": true,
        ]
        #expect(try bench.workspace.person("ada@acme.io").customAttributes == expected)
    }

    /// 2.0 for a whole number goes out as 2, which is what the attribute holds.
    @Test func aWholeFloatIsSentAsTheInteger() async throws {
        let bench = try bench()
        let code = upsert("seats = 4 / 2")
        #expect(try await bench.run(code) == "created")
        let body = try #require(bench.workspace.bodies("POST /contacts").first)
        #expect(body["custom_attributes"]?["seats"] == .integer(2))
        #expect(try await bench.run(code) == "unchanged")
        _ = try await bench.run(upsert("seats = 3.0"))
        #expect(bench.workspace.bodies("PUT /contacts/{id}").first?["custom_attributes"]?["seats"] == .integer(3))
    }

    @Test func theyAreFetchedOnceAndOnlyWhereNeeded() async throws {
        let bench = try bench()
        try await bench.run(#"intercom.find_contact { matching_field = "email", matching_value = "ada@acme.io" }"#)
        #expect(bench.workspace.calls["GET /data_attributes"] == nil)
        for plan in ["a", "b", "c"] { try await bench.run(upsert("plan = '\(plan)'")) }
        let names = try await bench.run(
            "local names = {} for i, a in ipairs(intercom.data_attributes()) do names[i] = a.name end return #names")
        #expect(names.integer ?? 0 >= 8)
        #expect(bench.workspace.calls["GET /data_attributes"] == 1)
    }

    @Test func dataAttributesSayWhatTheyAre() async throws {
        let code = """
            for _, attribute in ipairs(intercom.data_attributes()) do
              if attribute.name == NAME then return { attribute.type, attribute.archived, attribute.options or json.null } end
            end
            """
        let bench = try bench()
        #expect(try await bench.run(code.replacing("NAME", with: "'seats'")) == ["integer", false, nil])
        #expect(try await bench.run(code.replacing("NAME", with: "'old_plan'")) == ["string", true, nil])
        #expect(try await bench.run(code.replacing("NAME", with: "'size'"))[2] == ["S", "M"])
    }

    @Test func archivedOnesAreSentAllTheSame() async throws {
        let bench = try bench()
        #expect(try await bench.run(upsert("plan = 'pro', old_plan = 'x'")) == "created")
        let body = try #require(bench.workspace.bodies("POST /contacts").first)
        #expect(body["custom_attributes"] == ["plan": "pro", "old_plan": "x"])
    }

    @Test func complaints() async throws {
        let bench = try bench()
        let values: KeyValuePairs = [
            "typo": "paln = 'pro'", "unknown": "shoe_size = 42", "standard field": "phone = '1'",
            "text for a whole number": "seats = '3'", "words for a whole number": "seats = 'many'",
            "fraction for a whole number": "seats = 2.5", "text for a number": "mrr = '12.5'",
            "number for a text": "plan = 3",
            "text for a flag": "trial = 'true'", "number for a flag": "trial = 1",
            "text for a time": "renewal_date = '2026-01-01'",
            "milliseconds": "renewal_date = 1700000000000", "least integer": "renewal_date = math.mininteger",
            "not an option": "size = 'XL'", "a function": "plan = print", "not a number": "mrr = 0/0",
            "no name": "'pro'",
        ]
        var text = ""
        for (title, mapping) in values { text += await bench.complaints([title: upsert(mapping)]) }
        try expectGolden(text, "attribute-errors.txt")
        #expect(bench.workspace.calls == ["GET /data_attributes": 1])
    }

    @Test func missingOnesAreCreatedOnRequestAndOnce() async throws {
        let bench = try bench(createsAttributes: true)
        await withTaskGroup(of: JSONValue?.self) { group in
            for number in 1...5 {
                group.addTask {
                    try? await bench.run(
                        """
                        return select(2, intercom.upsert_contact { matching_field = "email", matching_value = "a\(number)@acme.io",
                          custom_mappings = { shoe_size = \(number) } })
                        """)
                }
            }
            for await outcome in group { #expect(outcome == "created") }
        }
        #expect(bench.workspace.calls["POST /data_attributes"] == 1)
        #expect(bench.workspace.bodies("POST /data_attributes").first?["data_type"] == "integer")
        let refusal = try await bench.refusal(of: upsert("shoe_size = 'large'"))
        #expect(refusal.code == .attributeType)
    }

    @Test func oneThatTheScriptCreatesCanBeUsed() async throws {
        let bench = try bench()
        _ = try await bench.refusal(of: upsert("shoe_size = 42"))
        let attribute = try await bench.run(
            """
            local attribute = intercom.create_data_attribute { name = "shoe_size", type = "integer", description = "EU" }
            return { attribute.name, attribute.type, attribute.description }
            """)
        #expect(attribute == ["shoe_size", "integer", "EU"])
        #expect(try await bench.run(upsert("shoe_size = 42")) == "created")
    }

    @Test func optionsAreMadeOfAList() async throws {
        let bench = try bench()
        let options = try await bench.run(
            "return intercom.create_data_attribute { name = 'tier', type = 'options', options = { 'gold', 'tin' } }.options"
        )
        #expect(options == ["gold", "tin"])
        let refusal = try await bench.refusal(of: upsert("tier = 'silver'"))
        #expect(refusal.code == .attributeType)
    }
}
