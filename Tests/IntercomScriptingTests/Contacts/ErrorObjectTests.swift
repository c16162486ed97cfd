import Emulator
import EmulatorTesting
import Intercom
import JSON
import Testing

/// Errors as scripts can handle them.
struct ErrorObjectTests {
    private static let taken: JSONValue = [
        "id": "5f0000000000000000000001", "email": "ada@acme.io", "external_id": "u-1",
    ]

    @Test func fieldsTellWhatHappened() async throws {
        let bench = try ContactBench(Self.taken)
        let fields = try await bench.run(
            """
            local ok, e = pcall(intercom.create_contact, { mappings = { external_id = "u-1" } })
            return { ok, type(e), e.code, e.status, #e.contact_ids, e.contact_ids[1], e.retryable, e.request_id ~= nil,
              e.nothing == nil, type(e.message), type(e.advice) }
            """)
        #expect(
            fields == [
                false, "userdata", "conflict", 409, 1, "5f0000000000000000000001", false, true, true, "string",
                "string",
            ])
    }

    @Test func pairsGoesThroughWhatThereIs() async throws {
        let names = try await ContactBench().run(
            """
            local ok, e = pcall(intercom.upsert_contact, { matching_field = "email" })
            local names = {}
            for name, value in pairs(e) do
              assert(value == e[name] or type(value) == "table")
              names[#names + 1] = name
            end
            return names
            """)
        #expect(names == ["code", "message", "field", "contact_ids", "retryable", "advice"])
    }

    @Test func aRaisedErrorComesBackAsItself() async throws {
        let bench = try ContactBench(Self.taken)
        let error = try await bench.error(
            of: """
                local ok, e = pcall(intercom.create_contact, { mappings = { external_id = "u-1" } })
                local again = select(2, pcall(error, e))
                assert(e == again)
                error(e)
                """)
        #expect((error.cause as? IntercomError)?.code == .conflict)
        #expect(error.line == 4)
    }

    @Test func theLineOfTheCallIsKnown() async throws {
        let error = try await ContactBench().error(of: "\n\nintercom.create_contact { mappings = { name = 'Ada' } }")
        #expect(error.line == 3)
        #expect(error.chunk == "script")
    }

    @Test func closeVariablesAreRunAndTheScriptCanGoOn() async throws {
        let result = try await ContactBench().run(
            """
            local closed = 0
            for _ = 1, 3 do
              pcall(function()
                local guard <close> = setmetatable({}, { __close = function() closed = closed + 1 end })
                intercom.update_contact { matching_field = "email", matching_value = "no@acme.io", mappings = { name = "N" } }
              end)
            end
            return closed
            """)
        #expect(result == 3)
    }

    @Test func whatIntercomRefusesIsSaidInItsWords() async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(
            Self.taken, ["id": "5f0000000000000000000002", "email": "twin@acme.io", "external_id": "t-1"],
            ["id": "5f0000000000000000000003", "email": "twin@acme.io", "role": "lead", "external_id": "t-2"],
            ["id": "5f0000000000000000000004", "email": "gone@acme.io", "external_id": "g-1", "state": "archived"])
        let bench = ContactBench(workspace)
        let text = await bench.complaints([
            "not found":
                #"intercom.update_contact { matching_field = "email", matching_value = "no@acme.io", mappings = { name = "N" } }"#,
            "not found by id":
                #"intercom.delete_contact { matching_field = "intercom_id", matching_value = "nobody" }"#,
            "ambiguous": #"intercom.upsert_contact { matching_field = "email", matching_value = "twin@acme.io" }"#,
            "ambiguous delete":
                #"intercom.delete_contact { matching_field = "email", matching_value = "twin@acme.io" }"#,
            "conflict": #"intercom.create_contact { mappings = { external_id = "u-1", email = "new@acme.io" } }"#,
            "archived": #"intercom.upsert_contact { matching_field = "external_id", matching_value = "g-1" }"#,
            "identity mismatch": """
            intercom.upsert_contact { matching_field = "email", matching_value = "ada@acme.io", mappings = { external_id = "u-2" } }
            """,
            "unexpected victim": """
            intercom.delete_contact { matching_field = "email", matching_value = "ada@acme.io", expected_external_id = "u-2" }
            """,
            "unknown owner": """
            intercom.update_contact { matching_field = "email", matching_value = "ada@acme.io", mappings = { owner_id = "77" } }
            """,
            "lead with an external id": """
            intercom.upsert_contact { matching_field = "external_id", matching_value = "new", mappings = { role = "lead" } }
            """,
        ])
        try expectGolden(text.withoutRequestIDs, "workspace-errors.txt")
    }

    @Test(arguments: [
        (401, "unauthorized", false), (403, "forbidden", false), (429, "rate_limited", true),
        (500, "unavailable", true),
        (503, "unavailable", true),
    ])
    func statusesBecomeCodes(status: Int, code: String, retryable: Bool) async throws {
        let workspace = try EmulatedWorkspace()
        workspace.core.add(Fault(.status(status, code: nil, message: nil), frequency: .init(count: nil)))
        let fields = try await ContactBench(workspace).run(
            """
            local ok, e = pcall(intercom.find_contact, { matching_field = "email", matching_value = "ada@acme.io" })
            return { e.code, e.status, e.retryable }
            """)
        #expect(fields == [.string(code), .integer(Int64(status)), .bool(retryable)])
    }

    /// A note may be there twice after a second attempt, so there is none.
    @Test func aWriteWithoutAnAnswerIsNotKnown() async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(Self.taken)
        workspace.core.add(Fault(.dropAfter, match: .init(method: .post), frequency: .init(count: nil)))
        let code = try await ContactBench(workspace).run(
            """
            return select(2, pcall(intercom.add_note, "5f0000000000000000000001", "called")).code
            """)
        #expect(code == "outcome_unknown")
        #expect(workspace.calls["POST /contacts/{id}/notes"] == 1)
    }
}

extension String {
    fileprivate var withoutRequestIDs: String { replacing(#/\[request [^\]]+\]/#) { _ in "[request ID]" } }
}
