import JSON
import Testing

@testable import Emulator

/// The indexes only narrow a search down: with and without them, it finds the same.
@Suite struct SearchPlanTests {
    private let emulator: TestEmulator

    init() throws {
        emulator = try TestEmulator()
        for number in 0..<40 {
            let role = number % 7 == 0 ? "lead" : "user"
            _ = try emulator.create([
                "role": .string(role), "external_id": .integer(Int64(number)), "email": .string("u\(number % 20)@x.y"),
                "name": .string("n\(number % 3)"),
            ])
        }
    }

    private func filter(_ query: JSONValue) throws -> SearchFilter {
        try SearchParser(workspace: emulator.core.workspace, behaviour: EmulatorBehaviour()).parse(query)
    }

    private static let queries: [(JSONValue, Int?)] = [
        (["field": "email", "operator": "=", "value": "U3@x.y"], 2),
        (["field": "email", "operator": "IN", "value": ["u3@x.y", "u4@x.y", "none"]], 4),
        (["field": "external_id", "operator": "IN", "value": ["1", "2", "7"]], 2),
        (["field": "email", "operator": "!=", "value": "u3@x.y"], nil),
        (["field": "email", "operator": "~", "value": "u3"], nil),
        (
            [
                "operator": "AND",
                "value": [
                    ["field": "name", "operator": "=", "value": "n1"],
                    ["field": "email", "operator": "IN", "value": ["u1@x.y", "u2@x.y"]],
                ],
            ], 4
        ),
        (
            [
                "operator": "OR",
                "value": [
                    ["field": "external_id", "operator": "=", "value": "1"],
                    ["field": "email", "operator": "=", "value": "u1@x.y"],
                ],
            ], 2
        ),
        (
            [
                "operator": "OR",
                "value": [
                    ["field": "external_id", "operator": "=", "value": "1"],
                    ["field": "name", "operator": "=", "value": "n1"],
                ],
            ], nil
        ),
    ]

    @Test(arguments: queries)
    func candidates(query: JSONValue, count: Int?) throws {
        let filter = try filter(query)
        let table = emulator.core.workspace.contacts
        let candidates = SearchPlan(table: table).candidates(filter)
        #expect(candidates?.count == count)
        let all = table.contacts.filter { filter.matches($0) }.map(\.id)
        #expect(try emulator.search(query) == all)
    }

    @Test func archivedAreNotFound() throws {
        let id = try #require(emulator.search("email", "=", "u3@x.y").first)
        emulator.post("/contacts/\(id)/archive")
        #expect(try emulator.search("email", "=", "u3@x.y").count == 1)
        #expect(try emulator.search("id", "=", .string(id)).isEmpty)
    }
}
