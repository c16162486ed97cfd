import JSON
import Testing

@testable import Emulator

/// Queries that are refused.
@Suite struct SearchParserTests {
    private let emulator: TestEmulator

    init() throws { emulator = try TestEmulator() }

    private func error(_ query: JSONValue) -> String {
        let answer = emulator.post("/contacts/search", ["query": query])
        return "\(answer.status) \(answer.errorCode ?? "-")"
    }

    private static let refused: [(String, String, JSONValue, String)] = [
        ("nope", "=", "x", "400 parameter_invalid"), ("custom_attributes.nope", "=", "x", "400 parameter_invalid"),
        ("tags", "=", "x", "400 parameter_invalid"), ("email", "==", "x", "400 parameter_invalid"),
        ("email", ">", "x", "400 parameter_invalid"), ("email", "=", 3, "400 type_mismatch"),
        ("email", "IN", "x", "400 type_mismatch"), ("email", "IN", [3], "400 type_mismatch"),
        ("email", "~", .null, "400 type_mismatch"), ("created_at", "=", "foobar", "400 type_mismatch"),
        ("created_at", "!=", 1, "400 parameter_invalid"), ("created_at", ">=", 1, "400 parameter_invalid"),
        ("created_at", "<=", 1, "400 parameter_invalid"), ("created_at", "IN", [1], "400 parameter_invalid"),
        ("created_at", "=", 9_223_372_036_854_775_807, "400 type_mismatch"),
        ("created_at", "=", -9_223_372_036_854_775_807, "400 type_mismatch"),
        ("custom_attributes.renewal_date", "!=", 1, "400 parameter_invalid"),
        ("tag_id", "IN", ["1"], "400 parameter_invalid"), ("tag_id", "~", "1", "400 parameter_invalid"),
        ("has_hard_bounced", "=", "x", "400 type_mismatch"), ("has_hard_bounced", ">", true, "400 parameter_invalid"),
        ("custom_attributes.seats", "=", "x", "400 type_mismatch"),
        ("custom_attributes.seats", "~", "1", "400 parameter_invalid"),
        // Known bad input of a client library (intercom-node #344).
        ("email", "AND", "x", "500 server_error"),
    ]

    @Test(arguments: refused)
    func filter(field: String, comparator: String, value: JSONValue, code: String) {
        #expect(error(["field": .string(field), "operator": .string(comparator), "value": value]) == code)
    }

    @Test func shapes() {
        let filter: JSONValue = ["field": "name", "operator": "=", "value": "x"]
        #expect(emulator.post("/contacts/search").errorCode == "parameter_not_found")
        #expect(emulator.post("/contacts/search", ["query": []]).errorCode == "parameter_invalid")
        #expect(error(["field": "name", "value": "x"]) == "400 parameter_not_found")
        #expect(error(["field": "name", "operator": "="]) == "400 parameter_not_found")
        #expect(error(["operator": "AND", "value": []]) == "400 parameter_invalid")
        #expect(error(["operator": "XOR", "value": [filter]]) == "400 parameter_invalid")
        #expect(error(["operator": "AND", "value": [filter]]) == "200 -")
        #expect(error(["operator": "AND", "value": ["x"]]) == "400 parameter_not_found")
    }

    @Test func limits() {
        let filter: JSONValue = ["field": "name", "operator": "=", "value": "x"]
        func group(_ values: [JSONValue]) -> JSONValue { ["operator": "OR", "value": .array(values)] }
        #expect(error(group(Array(repeating: filter, count: 15))) == "200 -")
        #expect(error(group(Array(repeating: filter, count: 16))) == "400 parameter_invalid")
        #expect(error(group([group([filter])])) == "200 -")
        #expect(error(group([group([group([filter])])])) == "400 parameter_invalid")
    }

    @Test func valuesOfIN() throws {
        let emulator = try TestEmulator { $0.behaviour.maximumSearchValues = 2 }
        func status(_ values: [JSONValue]) -> Int {
            emulator.post(
                "/contacts/search", ["query": ["field": "email", "operator": "IN", "value": .array(values)]]
            ).status
        }
        #expect(status(["a", "b"]) == 200)
        #expect(status(["a", "b", "c"]) == 400)
    }

    @Test(
        arguments: [
            (["pagination": ["per_page": 151]], "400 parameter_invalid"),
            (["pagination": ["per_page": 0]], "400 parameter_invalid"),
            (["pagination": ["per_page": "x"]], "400 parameter_invalid"), (["pagination": [1]], "400 type_mismatch"),
            (["pagination": ["starting_after": "None"]], "400 client_error"),
            (["pagination": ["starting_after": 3]], "400 client_error"),
            (["pagination": .null], "200 -"), (["sort": ["field": "name", "order": "desc"]], "400 invalid_sort_order"),
            (["sort": ["field": "tag_id", "order": "ascending"]], "400 parameter_invalid"), (["sort": .null], "200 -"),
        ] as [(JSONValue, String)])
    func pagination(extra: JSONValue, code: String) {
        var body: JSONObject = ["query": ["field": "role", "operator": "=", "value": "user"]]
        for (key, value) in extra.object ?? [:] { body[key] = value }
        let answer = emulator.post("/contacts/search", .object(body))
        #expect("\(answer.status) \(answer.errorCode ?? "-")" == code)
    }

    @Test func sortOrderSaysWhatIsValid() {
        let body: JSONValue = [
            "query": ["field": "role", "operator": "=", "value": "user"], "sort": ["field": "name", "order": "desc"],
        ]
        #expect(
            emulator.post("/contacts/search", body).errorMessage
                == "Invalid sort order 'desc'. Must be one of: ascending, descending")
        #expect(emulator.post("/contacts/search", body, version: "2.15").status == 200, "it is new in 2.16")
    }
}
