import EmulatorTesting
import Intercom
import JSON
import Testing

/// What mappings write, and which values they take.
struct MappingTests {
    private static let everything: JSONValue = [
        "email": "ada@acme.io", "name": "Ada", "phone": "+353871234567", "avatar": "https://acme.io/ada.png",
        "owner_id": "1001", "signed_up_at": 1_600_000_000, "last_seen_at": 1_600_000_100,
        "unsubscribed_from_emails": true, "custom_attributes": ["plan": "pro", "seats": 3],
    ]

    @Test func nullClearsAndAbsentLeavesAlone() async throws {
        let bench = try ContactBench(Self.everything)
        let outcome = try await bench.run(
            """
            return select(2, intercom.update_contact { matching_field = "email", matching_value = "ada@acme.io",
              mappings = { phone = intercom.null, avatar = nil, owner_id = intercom.null, signed_up_at = intercom.null },
              custom_mappings = { plan = intercom.null } })
            """)
        #expect(outcome == "updated")
        let ada = try bench.workspace.person("ada@acme.io")
        #expect(ada.phone == nil)
        #expect(ada.ownerID == nil)
        #expect(ada.signedUpAt == nil)
        #expect(ada.customAttributes["plan"] == .null)
        #expect(ada.name == "Ada")
        #expect(ada.avatar == "https://acme.io/ada.png")
        #expect(ada.lastSeenAt == 1_600_000_100)
        #expect(ada.customAttributes["seats"] == 3)
    }

    @Test func clearingWhatIsEmptyChangesNothing() async throws {
        let bench = try ContactBench(["email": "ada@acme.io"])
        let outcome = try await bench.run(
            """
            return select(2, intercom.upsert_contact { matching_field = "email", matching_value = "ada@acme.io",
              mappings = { phone = intercom.null, name = json.null }, custom_mappings = { plan = json.null } })
            """)
        #expect(outcome == "unchanged")
    }

    @Test(arguments: [
        ("1700000000", 1_700_000_000), ("1700000000.9", 1_700_000_000), ("'1700000000'", 1_700_000_000),
        ("'2023-11-14T22:13:20Z'", 1_700_000_000), ("'2023-11-14T23:13:20+01:00'", 1_700_000_000),
        ("'2023-11-14'", 1_699_920_000), ("'20231114'", 1_699_920_000), ("'2023-11-14 22:13:20'", 1_700_000_000),
        ("'Tue, 14 Nov 2023 22:13:20 +0000'", 1_700_000_000), ("-86400", -86400), ("0", 0),
        ("time.parse('14/11/2023', '%d/%m/%Y')", 1_699_920_000),
    ])
    func timesAreReadHoweverTheyAreWritten(lua: String, seconds: Int64) async throws {
        let bench = try ContactBench()
        try await bench.run("intercom.create_contact { mappings = { email = 'ada@acme.io', signed_up_at = \(lua) } }")
        #expect(bench.workspace.bodies("POST /contacts").first?["signed_up_at"]?.integer == seconds)
    }

    @Test func numbersStandForTexts() async throws {
        let bench = try ContactBench()
        try await bench.run(
            """
            intercom.create_contact { mappings = { email = 'ada@acme.io', external_id = 42, phone = 353871234567, owner_id = 1001 } }
            """)
        let body = try #require(bench.workspace.bodies("POST /contacts").first)
        #expect(body["external_id"] == "42")
        #expect(body["phone"] == "353871234567")
        #expect(body["owner_id"] == "1001")
    }

    @Test func aLeadIsCreatedAsOneAndTurnsIntoAUser() async throws {
        let bench = try ContactBench()
        let roles = try await bench.run(
            """
            local lead = intercom.upsert_contact { matching_field = "email", matching_value = "l@acme.io", mappings = { role = "lead" } }
            local user = intercom.upsert_contact { matching_field = "email", matching_value = "l@acme.io", mappings = { role = "user" } }
            return { lead.role, user.role, lead.id == user.id }
            """)
        #expect(roles == ["lead", "user", true])
        let refusal = try await bench.refusal(
            of: """
                intercom.upsert_contact { matching_field = "email", matching_value = "l@acme.io", mappings = { role = "lead" } }
                """)
        #expect(refusal.field == "role")
    }

    /// The same mappings are always sent in the same order: the table's, not the one in which Lua gives them.
    @Test func fieldsGoOutInTheirOwnOrder() async throws {
        let bench = try ContactBench()
        try await bench.run(
            """
            intercom.create_contact {
              custom_mappings = { seats = 3, plan = "pro", mrr = 1.5 },
              mappings = { name = "Ada", phone = "1", role = "user", email = "ada@acme.io", external_id = "1" } }
            """)
        let body = try #require(bench.workspace.bodies("POST /contacts").first?.object)
        #expect(Array(body.keys) == ["role", "external_id", "email", "phone", "name", "custom_attributes"])
        #expect(body["custom_attributes"]?.object.map { Array($0.keys) } == ["mrr", "plan", "seats"])
    }

    @Test func complaints() async throws {
        let bench = try ContactBench()
        let values: KeyValuePairs = [
            "unknown field": "emial = 'ada@acme.io'", "unknown field far off": "shoe_size = 42",
            "read-only field": "created_at = 1", "language": "language_override = 'ga'", "no name": "'ada@acme.io'",
            "number for an email": "email = 5", "no email": "email = 'ada'",
            "email with a space": "email = 'ada @acme.io'",
            "email with two @": "email = 'ada@@acme.io'", "email in a sentence": "email = 'Ada <ada@acme.io>'",
            "role": "role = 'admin'", "role in capitals": "role = 'User'", "role null": "role = intercom.null",
            "external_id null": "external_id = intercom.null", "external_id fraction": "external_id = 1.5",
            "name as a table": "name = { 'Ada' }", "name as a boolean": "name = true",
            "name not UTF-8": "name = 'Ad\\xe9'",
            "avatar": "avatar = 'ada.png'", "avatar with a space": "avatar = 'https://acme.io/a da.png'",
            "flag as text": "unsubscribed_from_emails = 'true'", "flag as a number": "unsubscribed_from_emails = 1",
            "time as text": "signed_up_at = 'yesterday'", "ambiguous date": "signed_up_at = '01/02/2026'",
            "no such day": "signed_up_at = '2026-02-30'", "empty time": "signed_up_at = ''",
            "milliseconds": "signed_up_at = 1700000000000", "milliseconds as text": "signed_up_at = '1700000000000'",
            "least integer": "signed_up_at = math.mininteger", "no number": "signed_up_at = 0/0",
            "infinite": "signed_up_at = math.huge", "time as a table": "signed_up_at = {}",
        ]
        var text = ""
        for (title, mapping) in values {
            let code =
                "intercom.upsert_contact { matching_field = 'email', matching_value = 'a@b.c', mappings = { \(mapping) } }"
            text += await bench.complaints([title: code])
        }
        try expectGolden(text, "mapping-errors.txt")
        #expect(bench.workspace.core.statistics.total == 0)
    }
}
