import JSON
import Testing

@testable import Emulator

@Suite struct SeedTests {
    private let emulator: TestEmulator

    init() throws { emulator = try TestEmulator() }

    /// What an answer shows can be seeded elsewhere.
    @Test func answersCanBeSeeded() throws {
        let id = try emulator.create([
            "external_id": "1", "email": "a@b.c", "avatar": "https://e.org", "owner_id": "1001",
        ])
        emulator.post("/contacts/\(id)/tags", ["id": "2001"])
        let answer = try #require(emulator.get("/contacts/\(id)").value)
        let other = try TestEmulator()
        try other.core.seed(["contacts": [answer]])
        #expect(other.get("/contacts/\(id)").value == answer)
    }

    @Test func unknownAttributesAreDefined() throws {
        try emulator.core.seed([
            "contacts": [["email": "a@b.c", "custom_attributes": ["t": "x", "i": 1, "f": 1.5, "b": true]]]
        ])
        let attributes = emulator.core.workspace.attributes
        let types = ["t", "i", "f", "b"].map { attributes.custom(named: $0, model: .contact)?.type }
        #expect(types == [.string, .integer, .float, .boolean])
    }

    private static let wrong: [(JSONValue, String)] = [
        ([], ": is not an object"), (["contacts": 3], ".contacts: is not an array"),
        (["contacts": [3]], "contacts[0]: is not an object"),
        (["contacts": [["email": true]]], "contacts[0].email: is not a string"),
        (["contacts": [["created_at": "x"]]], "contacts[0].created_at: is not an integer"),
        (["contacts": [["state": "lost"]]], "contacts[0].state: 'lost' is no state"),
        (["contacts": [["state": "merged"]]], "contacts[0].merged_into: is missing"),
        (["contacts": [["id": "x"], ["id": "x"]]], "contacts[1].id: 'x' is there already"),
        (["contacts": [["os": 3]]], "contacts[0].os: is of the wrong type"),
        (["tags": [[:]]], "tags[0].name: is missing"), (["companies": [[:]]], "companies[0].company_id: is missing"),
        (["data_attributes": [["name": "x", "data_type": "y"]]], "data_attributes[0].data_type: 'y' is no data type"),
        (
            ["segments": [["name": "s", "query": ["field": "nope", "operator": "=", "value": 1]]]],
            "segments[0].query: Field 'nope' is not searchable"
        ),
    ]

    @Test(arguments: wrong)
    func wrongSeeds(document: JSONValue, message: String) throws {
        let error = #expect(throws: SeedError.self) { try emulator.core.seed(document) }
        #expect("\(error?.path ?? ""): \(error?.message ?? "")" == message)
    }

    @Test func segmentsAreQueries() throws {
        try emulator.core.seed([
            "segments": [
                [
                    "id": "s1", "name": "Pro",
                    "query": ["field": "custom_attributes.plan", "operator": "=", "value": "pro"],
                ]
            ]
        ])
        let id = try emulator.create(["email": "a@b.c", "custom_attributes": ["plan": "pro"]])
        #expect(emulator.get("/contacts/\(id)/segments").ids == ["5f00000000000000000000a1", "s1"])
        #expect(try emulator.search("segment_id", "=", "s1") == [id])
        #expect(emulator.get("/segments/s1").value?["name"] == "Pro")
        #expect(emulator.get("/segments").value?["segments"]?.array?.count == 3)
        #expect(emulator.get("/contacts/nope/segments").status == 404)
    }
}
