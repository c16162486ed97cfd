import JSON
import Testing

@testable import Intercom

@Suite struct IntercomClientOperationsTests {
    typealias Use = @Sendable (IntercomClient) async throws -> Void

    /// Every operation with the request that it must send and an answer that it accepts.
    static let operations: [(String, JSONValue?, JSONValue, Use)] = [
        (
            "POST /contacts", ["email": "a@b.c"], contactJSON("c1"),
            { c in
                _ = try await c.createContact(ContactAttributes(email: "a@b.c"))
            }
        ),
        (
            "GET /contacts/c%2F1", nil, contactJSON("c1"),
            { c in
                _ = try await c.contact(id: "c/1")
            }
        ),
        (
            "GET /contacts/find_by_external_id/a%2F..%3F", nil, contactJSON("c1"),
            { c in
                _ = try await c.contact(externalID: "a/..?")
            }
        ),
        (
            "PUT /contacts/c1", ["phone": nil], contactJSON("c1"),
            { c in
                _ = try await c.updateContact(id: "c1", ContactAttributes(phone: .null))
            }
        ),
        (
            "DELETE /contacts/c1", nil, ["id": "c1", "type": "contact", "deleted": true],
            { c in
                _ = try await c.deleteContact(id: "c1")
            }
        ),
        (
            "POST /contacts/c1/archive", [:], ["id": "c1", "archived": true],
            { c in
                try await c.archiveContact(id: "c1")
            }
        ),
        (
            "POST /contacts/c1/unarchive", [:], ["id": "c1", "archived": false],
            { c in
                try await c.unarchiveContact(id: "c1")
            }
        ),
        (
            "POST /contacts/c1/block", [:], ["id": "c1", "blocked": true],
            { c in
                try await c.blockContact(id: "c1")
            }
        ),
        (
            "POST /contacts/merge", ["from": "l", "into": "u"], contactJSON("u"),
            { c in
                _ = try await c.mergeContacts(from: "l", into: "u")
            }
        ),
        (
            "POST /contacts/merge", ["from": "l", "into": "u", "skip_duplicate_validation": true], contactJSON("u"),
            { c in
                _ = try await c.mergeContacts(from: "l", into: "u", skipDuplicateValidation: true)
            }
        ),
        (
            "GET /contacts/c1/merge_history?per_page=50", nil,
            ["type": "list", "data": [["source_contact_id": "l", "source_contact_role": "lead", "merged_at": 5]]],
            { c in _ = try await c.mergeHistory(id: "c1") }
        ),
        (
            "GET /contacts?per_page=50&starting_after=x%3D", nil, ["data": []],
            { c in
                _ = try await c.listContacts(startingAfter: "x=")
            }
        ),
        (
            "GET /data_attributes?model=contact", nil, ["data": []],
            { c in
                _ = try await c.dataAttributes()
            }
        ),
        (
            "GET /data_attributes?model=contact&include_archived=true", nil, ["data": []],
            { c in _ = try await c.dataAttributes(includeArchived: true) }
        ),
        (
            "POST /data_attributes",
            ["name": "plan", "model": "contact", "data_type": "options", "options": [["value": "a"], ["value": "b"]]],
            ["id": 7, "name": "plan", "data_type": "string", "custom": true],
            { c in
                _ = try await c.createDataAttribute(name: "plan", type: .options, options: ["a", "b"])
            }
        ),
        (
            "PUT /data_attributes/7", ["archived": true], ["id": 7, "name": "plan"],
            { c in
                _ = try await c.updateDataAttribute(id: 7, isArchived: true)
            }
        ),
        (
            "GET /tags", nil, ["data": [["id": 5, "name": "vip"]]],
            { c in
                _ = try await c.tags()
            }
        ),
        (
            "GET /contacts/c1/tags", nil, ["data": [["id": "5"]]],
            { c in
                _ = try await c.tags(ofContact: "c1")
            }
        ),
        (
            "POST /contacts/c1/tags", ["id": "5"], ["id": "5", "name": "vip"],
            { c in
                try await c.tagContact(id: "c1", tagID: "5")
            }
        ),
        (
            "DELETE /contacts/c1/tags/5", nil, ["id": "5"],
            { c in
                try await c.untagContact(id: "c1", tagID: "5")
            }
        ),
        (
            "GET /contacts/c1/notes", nil, ["data": []],
            { c in
                _ = try await c.notes(ofContact: "c1")
            }
        ),
        (
            "POST /contacts/c1/notes", ["body": "hi", "admin_id": "3"], ["id": "n1"],
            { c in
                try await c.addNote(toContact: "c1", body: "hi", adminID: "3")
            }
        ),
        (
            "GET /contacts/c1/companies", nil, ["companies": [["id": "k"]]],
            { c in
                _ = try await c.companies(ofContact: "c1")
            }
        ),
        (
            "POST /contacts/c1/companies", ["id": "k"], ["id": "k"],
            { c in
                try await c.attachCompany(toContact: "c1", companyID: "k")
            }
        ),
        (
            "DELETE /contacts/c1/companies/k", nil, ["id": "k"],
            { c in
                try await c.detachCompany(fromContact: "c1", companyID: "k")
            }
        ),
        (
            "GET /contacts/c1/subscriptions", nil, ["data": []],
            { c in
                _ = try await c.subscriptions(ofContact: "c1")
            }
        ),
        (
            "POST /contacts/c1/subscriptions", ["id": "9", "consent_type": "opt_out"], ["id": 9],
            { c in
                try await c.addSubscription(toContact: "c1", subscriptionID: "9", consent: .optOut)
            }
        ),
        (
            "DELETE /contacts/c1/subscriptions/9", nil, ["id": "9"],
            { c in
                try await c.removeSubscription(fromContact: "c1", subscriptionID: "9")
            }
        ),
        (
            "GET /contacts/c1/segments", nil, ["data": [["id": "s"]]],
            { c in
                _ = try await c.segments(ofContact: "c1")
            }
        ),
        (
            "GET /me", nil, ["type": "admin", "id": "1", "app": ["id_code": "w"]],
            { c in
                _ = try await c.me()
            }
        ),
    ]

    @Test(arguments: operations.indices)
    func sendsWhatTheAPIExpects(_ index: Int) async throws {
        let (request, body, answer, use) = Self.operations[index]
        let scripted = try ScriptedClient([.json(200, answer)])
        try await use(scripted.client)
        let call = try #require(scripted.transport.calls.first)
        #expect("\(call.method.rawValue) \(call.url.dropFirst("https://api.example.test".count))" == request)
        #expect(try call.body.map { try JSONValue(parsing: $0) } == body)
    }

    @Test func answersAreReadWhole() async throws {
        let scripted = try ScriptedClient([
            .json(200, ["id": "c1", "external_id": "42", "object": "contact", "deleted": true]),
            .json(200, ["id": "c1", "external_id": nil, "archived": true]),
            .json(
                200,
                [
                    "type": "admin", "id": "1", "name": "Ada", "email": "ada@x.y",
                    "app": ["id_code": "w1", "name": "Work", "region": "EU"],
                ]),
            .json(
                200,
                [
                    "data": [
                        [
                            "name": "plan", "full_name": "custom_attributes.plan", "data_type": "string",
                            "custom": true,
                            "options": ["a", "b"], "archived": true, "api_writable": false, "id": "12",
                        ],
                        ["name": "name", "data_type": "string"], ["name": "x", "data_type": "new_type"],
                    ]
                ]),
        ])
        #expect(try await scripted.client.deleteContact(id: "c1") == DeletedContact(id: "c1", externalID: "42"))
        #expect(try await scripted.client.archiveContact(id: "c1").isArchived == true)
        let me = try await scripted.client.me()
        #expect(me.workspaceID == "w1" && me.region == "EU" && me.email == "ada@x.y")
        let attributes = try await scripted.client.dataAttributes()
        #expect(attributes[0].id == 12 && attributes[0].options == ["a", "b"] && attributes[0].isArchived)
        #expect(attributes[0].fullName == "custom_attributes.plan" && !attributes[0].isWritable)
        #expect(!attributes[1].isCustom && attributes[1].isWritable)
        #expect(attributes[2].dataType == nil)
    }

    @Test func argumentsThatCannotBeRightAreNotSent() async throws {
        let scripted = try ScriptedClient([])
        let client = scripted.client
        let uses: [Use] = [
            { c in _ = try await c.createContact(ContactAttributes(name: "Ada")) },
            { c in _ = try await c.contact(id: "") },
            { c in _ = try await c.listContacts(perPage: 151) },
            { c in _ = try await c.listContacts(perPage: 0) },
            { c in
                _ = try await c.createDataAttribute(name: "x", type: .options, options: ["one"])
            },
            { c in
                _ = try await c.createDataAttribute(name: "x", type: .string, options: ["a", "b"])
            },
            { c in
                _ = try await c.searchContacts(ContactSearch(.all([])))
            },
        ]
        for use in uses {
            let error = await intercomError { try await use(client) }
            #expect(error?.code == .invalidArgument)
        }
        #expect(scripted.transport.calls.isEmpty)
    }
}
