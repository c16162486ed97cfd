import EmulatorTesting
import Intercom
import JSON
import Testing

/// Scripts get contacts as Intercom sent them, also where no call was made for them.
struct CompleteContactTests {
    private static let arguments =
        #"{ matching_field = "email", matching_value = "ada@acme.io", mappings = { name = "Ada" } }"#

    private func bench() throws -> ContactBench {
        let workspace = try EmulatedWorkspace()
        let id = try workspace.seed([
            "email": "ada@acme.io", "name": "Ada", "email_verified": true, "browser": "firefox", "os": "Debian",
            "location": ["city": "London", "country": "United Kingdom"], "last_replied_at": 1_600_000_000,
            "utm_source": "news", "tags": ["2001"], "custom_attributes": ["seats": 3],
        ])[0]
        try workspace.seed(["email": "bob@acme.io", "name": "Bob"])
        #expect(!id.isEmpty)
        return ContactBench(workspace)
    }

    /// The parts of a contact that no mapping can set.
    private static let details = """
        local function details(c)
          return { c.type, c.workspace_id, c.role, c.browser, c.os, c.location.city, c.last_replied_at, c.utm_source,
            c.tags.data[1].id, c.tags.total_count, c.email_domain, c.has_hard_bounced, c.custom_attributes.seats,
            tostring(c.phone) }
        end
        """
    private static let expected: JSONValue = [
        "contact", "em1workspc", "user", "firefox", "Debian", "London", 1_600_000_000, "news", "2001", 1, "acme.io",
        false, 3, "nil",
    ]

    @Test func unchangedContactsAreComplete() async throws {
        let bench = try bench()
        let result = try await bench.run(
            """
            \(Self.details)
            local first, said = intercom.upsert_contact \(Self.arguments)
            local again, unchanged = intercom.upsert_contact \(Self.arguments)
            assert(said == "unchanged" and unchanged == "unchanged")
            return { details(first), details(again) }
            """)
        #expect(result == [Self.expected, Self.expected])
        #expect(bench.workspace.core.statistics.total == 1, "one search is all it took")
    }

    /// A search answers for many, and each keeps what is its own.
    @Test func contactsOfOneSearchAreComplete() async throws {
        let bench = try bench()
        async let bob = bench.run(
            """
            local c = intercom.upsert_contact {
              matching_field = "email", matching_value = "bob@acme.io", mappings = { name = "Bob" } }
            return { c.name, tostring(c.browser), c.tags.total_count }
            """)
        async let ada = bench.run("\(Self.details) return details(intercom.upsert_contact \(Self.arguments))")
        let (bobs, adas) = (try await bob, try await ada)
        #expect(bobs == ["Bob", "nil", 0] && adas == Self.expected)
    }

    @Test func updatedAndFoundContactsAreComplete() async throws {
        let bench = try bench()
        let result = try await bench.run(
            """
            \(Self.details)
            local updated, said = intercom.update_contact {
              matching_field = "email", matching_value = "ada@acme.io", mappings = { name = "Ada Lovelace" } }
            assert(said == "updated" and updated.name == "Ada Lovelace")
            local found = intercom.find_contact { matching_field = "email", matching_value = "ada@acme.io" }
            return { details(updated), details(found) }
            """)
        #expect(result == [Self.expected, Self.expected])
    }
}
