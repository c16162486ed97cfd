import Foundation
import PostgresTesting
import Testing

extension EndToEnd {
    /// Contacts that the records of a queue reach in several ways, by several workers at once.
    @Suite(.enabled(if: PostgresServer.shared != nil)) struct QueueContactTests {
        private static let people = 12
        private static let rounds = 25

        /// A third of the records match by each field, and those about one contact are at different workers.
        private static let script = """
            local ways = { "email", "external_id", "intercom_id" }
            return function(row)
              local way = ways[tonumber(row.way)]
              return intercom.update_contact { matching_field = way, matching_value = row[way],
                mappings = { name = row.n }, custom_mappings = { plan = row.n } }
            end
            """

        @Test func aContactIsOneWorkersAtATimeHoweverItIsReached() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(Self.script, to: "update.lua")
            try await EmulatedWorkspace.serve("--rate-limit", "off", "--latency", "15") { workspace in
                try await workspace.seed(Data(Self.seed.utf8))
                let contacts = try await workspace.contacts()
                try #require(contacts.count == Self.people)
                var rows = ["n,way,email,external_id,intercom_id\n"]
                for number in 0..<Self.people * Self.rounds {
                    let contact = contacts[number % Self.people]
                    rows.append(
                        "\(number),\(number / Self.people % 3 + 1),\(contact.email ?? ""),\(contact.externalID ?? ""),\(contact.id)\n"
                    )
                }
                let input = try folder.write(rows.joined(), to: "rows.csv")
                let options = ["--ledger", url, "--base-url", workspace.url, "--quiet"]
                let enqueued = try await Program.run(["enqueue", script, input, "--unordered"] + options)
                try #require(enqueued.status == 0, "\(enqueued.errors)")
                let workers = try (1...4).map { _ in
                    try Program(["worker", "--until-empty", "--index-lag", "1"] + options)
                }
                for worker in workers {
                    let end = await worker.result()
                    #expect(end.status == 0, "\(end.errors)")
                }
                try check(url)
                // What was written last is what is there.
                let last = try PostgresServer.query(
                    """
                    SELECT DISTINCT ON (contact) contact, record - 1 FROM intercom_lua.operations
                    WHERE outcome = 'updated' ORDER BY contact, ended_at DESC
                    """, in: url)
                let names = try await workspace.contacts().map { "\($0.id)|\($0.name ?? "")" }
                #expect(names.sorted() == last.sorted())
            }
        }

        /// No write to a contact begins before the one before it has ended, whoever does them.
        private func check(_ url: String) throws {
            let query = { (sql: String) in
                try PostgresServer.query("SET search_path = intercom_lua; \(sql)", in: url)
            }
            #expect(
                try query("SELECT outcome, count(*) FROM records GROUP BY outcome")
                    == ["updated|\(Self.people * Self.rounds)"])
            #expect(
                try query(
                    """
                    SELECT count(*) FROM (SELECT started_at, lag(ended_at) OVER (
                        PARTITION BY contact ORDER BY ended_at, started_at) AS ended_before FROM operations) AS o
                    WHERE started_at < ended_before
                    """) == ["0"])
        }

        private static let seed: String = {
            let contacts = (1...people).map { #"{"role":"user","email":"p\#($0)@acme.io","external_id":"e\#($0)"}"# }
            let plan = #"{"model":"contact","name":"plan","data_type":"string"}"#
            return #"{"contacts":[\#(contacts.joined(separator: ","))],"data_attributes":[\#(plan)]}"#
        }()
    }
}
