import Testing

@testable import REPL

@Suite struct ContactCardTests {
    private let contact = """
        { type = "contact", id = "6762f0dd1bb69f9f2193bb83", role = "user", name = "Ada", email = "ada@example.com", \
        created_at = 1706702400, unsubscribed_from_emails = false, has_hard_bounced = false, \
        custom_attributes = { plan = "pro", ["seat count"] = 3 }, tags = { type = "list", data = {} } }
        """

    @Test func aContactIsACard() async throws {
        #expect(
            try await said(contact) == """
                contact 6762f0dd1bb69f9f2193bb83 (user)
                  name               Ada
                  email              ada@example.com
                  created_at         2024-01-31 12:00:00 UTC (1706702400)
                  custom.plan        "pro"
                  custom.seat count  3

                """)
    }

    @Test func withinAnotherValueItIsALine() async throws {
        #expect(
            try await said("{ \(contact) }")
                == "{ contact 6762f0dd1bb69f9f2193bb83 (user, \"Ada\", ada@example.com) }\n")
    }

    @Test func fullShowsEveryField() async throws {
        #expect(try await said(contact + "\n:full").contains("has_hard_bounced = false,\n"))
    }

    @Test func whatIsNoContactIsATable() async throws {
        #expect(try await said(#"{ type = "contact" }"#) == "{ type = \"contact\" }\n")
        #expect(try await said(#"{ type = "company", id = "1" }"#) == "{ id = \"1\", type = \"company\" }\n")
    }
}
