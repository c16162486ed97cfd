import Intercom
import JSON
import Testing

/// What hangs on a contact, over several pages, in each way in which an answer can say that there is more.
@Suite struct RelatedListTests {
    private static func page(_ ids: [String], _ pages: JSONValue, key: String = "data") -> ScriptedTransport.Reply {
        .json(200, ["type": "list", key: .array(ids.map { ["id": .string($0)] }), "pages": pages] as JSONValue)
    }

    private func paths(_ scripted: ScriptedClient) -> [String] {
        scripted.transport.calls.map { String($0.url.dropFirst("https://api.example.test".count)) }
    }

    @Test func cursors() async throws {
        let scripted = try ScriptedClient([
            Self.page(["3", "2"], ["next": ["starting_after": "a=/"], "page": 1, "total_pages": 2]),
            Self.page(["2", "1"], ["next": nil, "page": 2, "total_pages": 2]),
        ])
        // One that moved to the next page while it was read is there once.
        #expect(try await scripted.client.notes(ofContact: "c1").map(\.id) == ["3", "2", "1"])
        #expect(paths(scripted) == ["/contacts/c1/notes", "/contacts/c1/notes?starting_after=a%3D%2F"])
    }

    @Test func linksLeadToTheSameHostWhateverTheySay() async throws {
        let scripted = try ScriptedClient([
            Self.page(
                ["k1"], ["next": "https://evil.test/steal?page=2&per_page=1", "page": 1, "total_pages": 2],
                key: "companies"),
            Self.page(["k2"], ["next": nil, "page": 2, "total_pages": 2], key: "companies"),
        ])
        #expect(try await scripted.client.companies(ofContact: "c1").map(\.id) == ["k1", "k2"])
        #expect(paths(scripted) == ["/contacts/c1/companies", "/contacts/c1/companies?page=2&per_page=1"])
    }

    @Test func numbers() async throws {
        let scripted = try ScriptedClient([
            Self.page(["1"], ["next": nil, "page": 1, "total_pages": 3]),
            Self.page(["2"], ["page": 2, "total_pages": 3]),
            Self.page([], ["page": 3, "total_pages": 3]),
        ])
        let ids = try await scripted.client.related(.segments, toContact: "c1").compactMap { $0["id"]?.string }
        #expect(ids == ["1", "2"])
        #expect(paths(scripted).suffix(2) == ["/contacts/c1/segments?page=2", "/contacts/c1/segments?page=3"])
    }

    @Test(arguments: [JSONValue.null, ["page": 1, "total_pages": 1], [:], "odd"])
    func oneIsAllThereIs(_ pages: JSONValue) async throws {
        let scripted = try ScriptedClient([Self.page(["1"], pages)])
        #expect(try await scripted.client.tags(ofContact: "c1").map(\.id) == ["1"])
    }

    @Test func theSamePageAgainIsAnError() async throws {
        let same = Self.page(["1", "2"], ["page": 1, "total_pages": 9])
        let scripted = try ScriptedClient([same, same, same])
        let error = await intercomError { try await scripted.client.related(.subscriptions, toContact: "c1") }
        #expect(error?.code == .unexpectedResponse && scripted.transport.calls.count == 2)
    }

    @Test func elementsAreAsTheyWereSent() async throws {
        let note: JSONValue = [
            "type": "note", "id": "7", "body": "<p>Hi</p>", "author": ["name": "Ada"], "new": [1, nil],
        ]
        let scripted = try ScriptedClient([.json(200, ["data": [note]]), .json(200, ["data": [["body": "no id"]]])]) {
            $0.retry = .none
        }
        #expect(try await scripted.client.related(.notes, toContact: "c1") == [note])
        #expect(await intercomError { try await scripted.client.notes(ofContact: "c1") }?.code == .unexpectedResponse)
    }
}
