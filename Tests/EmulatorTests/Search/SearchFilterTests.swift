import JSON
import Testing

@testable import Emulator

/// What each operator finds on each kind of field.
@Suite struct SearchFilterTests {
    private let emulator: TestEmulator
    /// By name.
    private let ids: [String: String]

    init() throws {
        emulator = try TestEmulator { $0.clock = .frozen(at: 1_700_006_399 - 86_400 * 2) }
        let contacts: [JSONValue] = [
            [
                "name": "ann", "external_id": "1", "email": "Ann@Example.com", "phone": "+1 555",
                "owner_id": "1001", "signed_up_at": 1_700_000_000, "unsubscribed_from_emails": true,
                "custom_attributes": [
                    "plan": "pro", "seats": 10, "mrr": 2.5, "trial": true, "renewal_date": 1_700_092_799,
                ],
            ],
            [
                "name": "bob", "external_id": "2", "email": "bob@other.org", "signed_up_at": 1_700_006_400,
                "custom_attributes": ["plan": "free", "seats": 3, "trial": false],
            ],
            ["role": "lead", "name": "cat", "email": "cat@example.com", "signed_up_at": 1_699_920_000],
            ["external_id": "4", "name": "Dan Brown"],
        ]
        var ids: [String: String] = [:]
        for contact in contacts { ids[contact["name"]?.string ?? ""] = try emulator.create(contact) }
        self.ids = ids
        emulator.post("/contacts/\(ids["ann"] ?? "")/tags", ["id": "2001"])
    }

    private func names(_ field: String, _ comparator: String, _ value: JSONValue) throws -> [String] {
        try emulator.search(field, comparator, value).map { id in ids.first { $0.value == id }?.key ?? id }
    }

    private static let texts: [(String, String, JSONValue, [String])] = [
        ("email", "=", "ann@example.com", ["ann"]), ("email", "=", "ANN@example.com", ["ann"]),
        ("email", "!=", "ann@example.com", ["bob", "cat", "Dan Brown"]), ("email", "=", .null, ["Dan Brown"]),
        ("email", "!=", .null, ["ann", "bob", "cat"]),
        ("email", "IN", ["cat@example.com", "bob@other.org", "x"], ["bob", "cat"]),
        ("email", "NIN", ["cat@example.com", "bob@other.org"], ["ann", "Dan Brown"]),
        ("email", "~", "EXAMPLE", ["ann", "cat"]), ("email", "!~", "example", ["bob", "Dan Brown"]),
        ("email", "^", "c", ["cat"]), ("email", "$", ".com", ["ann", "cat"]),
        ("email_domain", "=", "example.com", ["ann", "cat"]), ("name", "=", "bob", ["bob"]), ("name", "=", "BOB", []),
        ("name", "~", "an", ["ann", "Dan Brown"]), ("role", "=", "lead", ["cat"]),
        ("role", "!=", "lead", ["ann", "bob", "Dan Brown"]),
        ("external_id", "IN", ["1", "4"], ["ann", "Dan Brown"]), ("phone", "=", "+1 555", ["ann"]),
        ("owner_id", "=", "1001", ["ann"]), ("owner_id", "=", 1001, ["ann"]), ("external_id", "IN", [], []),
        ("custom_attributes.plan", "=", "pro", ["ann"]),
        ("custom_attributes.plan", "!=", "pro", ["bob", "cat", "Dan Brown"]),
    ]

    @Test(arguments: texts)
    func text(field: String, comparator: String, value: JSONValue, found: [String]) throws {
        #expect(try names(field, comparator, value) == found)
    }

    private static let others: [(String, String, JSONValue, [String])] = [
        ("unsubscribed_from_emails", "=", true, ["ann"]),
        ("unsubscribed_from_emails", "!=", true, ["bob", "cat", "Dan Brown"]),
        ("custom_attributes.trial", "=", false, ["bob"]),
        ("custom_attributes.trial", "IN", [true, false], ["ann", "bob"]),
        ("custom_attributes.seats", "=", 10, ["ann"]), ("custom_attributes.seats", ">", 3, ["ann"]),
        ("custom_attributes.seats", ">=", 3, ["ann", "bob"]), ("custom_attributes.seats", "<", 10, ["bob"]),
        ("custom_attributes.seats", "<=", "10", ["ann", "bob"]),
        ("custom_attributes.seats", "!=", 10, ["bob", "cat", "Dan Brown"]),
        ("custom_attributes.mrr", ">", 2.4, ["ann"]), ("custom_attributes.mrr", ">", 2.5, []),
        ("custom_attributes.seats", "=", .null, ["cat", "Dan Brown"]),
        ("tag_id", "=", "2001", ["ann"]), ("tag_id", "=", 2001, ["ann"]),
        ("tag_id", "!=", "2001", ["bob", "cat", "Dan Brown"]),
        ("segment_id", "=", "5f00000000000000000000a2", ["cat"]), ("segment_id", "=", "unknown", []),
        (
            "segment_id", "IN", ["5f00000000000000000000a1", "5f00000000000000000000a2"],
            ["ann", "bob", "cat", "Dan Brown"]
        ),
    ]

    @Test(arguments: others)
    func flagsNumbersAndSets(field: String, comparator: String, value: JSONValue, found: [String]) throws {
        #expect(try names(field, comparator, value) == found)
    }

    /// 1,699,920,000 and 1,700,006,400 are midnights in UTC. Times are compared as whole days.
    private static let dates: [(String, String, JSONValue, [String])] = [
        ("signed_up_at", "=", 1_699_920_000, ["ann", "cat"]), ("signed_up_at", "=", 1_700_006_399, ["ann", "cat"]),
        ("signed_up_at", "=", "1700006400", ["bob"]), ("signed_up_at", ">", 1_699_920_000, ["bob"]),
        ("signed_up_at", ">", 1_700_006_399, ["bob"]), ("signed_up_at", ">", 1_699_919_999, ["ann", "bob", "cat"]),
        ("signed_up_at", "<", 1_700_006_399, []), ("signed_up_at", "<", 1_700_006_400, ["ann", "cat"]),
        ("signed_up_at", "=", .null, ["Dan Brown"]), ("signed_up_at", "=", -1, []),
        ("custom_attributes.renewal_date", "=", 1_700_006_401, ["ann"]),
        ("created_at", "<", 1_700_006_400, ["ann", "bob", "cat", "Dan Brown"]),
    ]

    @Test(arguments: dates)
    func date(field: String, comparator: String, value: JSONValue, found: [String]) throws {
        #expect(try names(field, comparator, value) == found)
    }

    @Test func daysOfTheWorkspace() throws {
        var workspace = Workspace()
        workspace.timeZone = WorkspaceTimeZone(name: "America/Los_Angeles", offset: -8 * 3600)
        let emulator = try TestEmulator { $0.workspace = workspace }
        let id = try emulator.create(["external_id": "1", "signed_up_at": 1_700_006_400])
        #expect(try emulator.search("signed_up_at", "=", 1_700_006_399) == [id], "the day ends eight hours later there")
        #expect(try emulator.search("signed_up_at", "=", 1_700_035_200).isEmpty)
    }

    @Test func lowerCaseOnlyWhereConfigured() throws {
        let emulator = try TestEmulator { $0.behaviour.emailSearch = .lowerCaseOnly }
        let id = try emulator.create(["email": "Ann@Example.com"])
        #expect(try emulator.search("email", "=", "ann@example.com") == [id])
        #expect(try emulator.search("email", "=", "Ann@Example.com").isEmpty)
    }

    @Test func groups() throws {
        let nested: JSONValue = [
            "operator": "AND",
            "value": [
                [
                    "operator": "OR",
                    "value": [
                        ["field": "name", "operator": "=", "value": "ann"],
                        ["field": "name", "operator": "=", "value": "bob"],
                    ],
                ],
                ["field": "custom_attributes.seats", "operator": ">", "value": 5],
            ],
        ]
        #expect(try emulator.search(nested) == [ids["ann"]])
    }
}
