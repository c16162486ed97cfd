import JSON
import Testing

@testable import Intercom

@Suite struct ContactPagesTests {
    private func page(_ ids: [String], next: JSONValue?) -> JSONValue {
        var pages: JSONObject = ["type": "pages"]
        if let next { pages["next"] = next }
        return [
            "type": "list", "data": .array(ids.map { contactJSON($0) }), "total_count": 3, "pages": .object(pages),
        ]
    }

    @Test func searchesSendTheCursorInTheBody() async throws {
        let scripted = try ScriptedClient([
            .json(200, page(["a", "b"], next: ["page": 2, "starting_after": "cur/1="])),
            .json(200, page([], next: ["starting_after": "cur2"])), .json(200, page(["c"], next: nil)),
        ])
        var ids: [String] = []
        for try await contact in scripted.client.contacts(matching: .filter(.role, .equals, "user")) {
            ids.append(contact.id)
        }
        #expect(ids == ["a", "b", "c"])
        let bodies = try scripted.transport.calls.map { try JSONValue(parsing: $0.body ?? []) }
        #expect(bodies.map { $0["pagination"]?["starting_after"] } == [nil, "cur/1=", "cur2"])
        #expect(bodies.allSatisfy { $0["pagination"]?["per_page"] == 150 })
        #expect(scripted.transport.calls.allSatisfy { $0.url.hasSuffix("/contacts/search") && $0.method == .post })
    }

    @Test func listsSendTheCursorInTheQuery() async throws {
        let scripted = try ScriptedClient([
            .json(200, page(["a"], next: ["starting_after": "cur/1="])), .json(200, page(["b"], next: nil)),
        ])
        var pages: [[String]] = []
        for try await page in scripted.client.contactPages(perPage: 1) { pages.append(page.contacts.map(\.id)) }
        #expect(pages == [["a"], ["b"]])
        #expect(
            scripted.transport.calls.map(\.url) == [
                "https://api.example.test/contacts?per_page=1",
                "https://api.example.test/contacts?per_page=1&starting_after=cur%2F1%3D",
            ])
    }

    @Test(
        arguments: [
            ["data": [], "pages": nil], ["data": []], ["data": [], "pages": ["next": nil]],
            ["data": [], "pages": ["next": ["starting_after": ""]]],
        ] as [JSONValue])
    func theLastPageComesInManyShapes(_ answer: JSONValue) async throws {
        let scripted = try ScriptedClient([.json(200, answer)])
        let page = try await scripted.client.searchContacts(ContactSearch(.filter(.name, .equals, "x")))
        #expect(page.contacts.isEmpty && page.next == nil && page.totalCount == nil)
    }

    @Test func theSamePageAgainIsAnErrorNotALoop() async throws {
        let same = page(["a"], next: ["starting_after": "cur"])
        let scripted = try ScriptedClient(Array(repeating: .json(200, same), count: 5))
        var ids: [String] = []
        let error = await intercomError {
            var iterator = scripted.client.contacts(matching: .filter(.name, .equals, "x")).makeAsyncIterator()
            while let contact = try await iterator.next(isolation: nil) { ids.append(contact.id) }
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(scripted.transport.calls.count == 2 && ids == ["a"])
    }

    @Test func anErrorEndsTheSequence() async throws {
        let scripted = try ScriptedClient([
            .json(200, page(["a"], next: ["starting_after": "cur"])),
            .error(400, "client_error", "Invalid starting_after"),
        ])
        var iterator = scripted.client.contactPages(perPage: 1).makeAsyncIterator()
        #expect(try await iterator.next(isolation: nil)?.contacts.count == 1)
        await #expect(throws: IntercomError.self) { try await iterator.next(isolation: nil) }
        #expect(try await iterator.next(isolation: nil) == nil)
    }

    @Test func aContactWithoutAnIDSpoilsThePage() async throws {
        let scripted = try ScriptedClient(Array(repeating: .json(200, ["data": [["name": "x"]]]), count: 4))
        let error = await intercomError { try await scripted.client.listContacts() }
        #expect(error?.code == .unexpectedResponse)
    }
}
