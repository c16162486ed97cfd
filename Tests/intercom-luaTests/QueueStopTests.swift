import Foundation
import PostgresTesting
import Testing

extension EndToEnd {
    /// A worker that stands still until others have taken over, as in a virtual machine that is suspended, and then goes on.
    @Suite(.enabled(if: PostgresServer.shared != nil)) struct QueueStopTests {
        private static let people = 40
        private static let records = 400

        private static let script = """
            return function(row)
              return intercom.upsert_contact {
                matching_field = "email", matching_value = row.email, mappings = { name = row.n } }
            end
            """

        @Test func aWorkerThatWakesUpTooLateDoesNothingMore() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(Self.script, to: "sync.lua")
            let rows = (1...Self.records).map { "\($0),p\($0 % Self.people)@acme.io\n" }
            let input = try folder.write("n,email\n" + rows.joined(), to: "people.csv")
            try await EmulatedWorkspace.serve("--rate-limit", "off", "--latency", "20") { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url, "--quiet"]
                let enqueued = try await Program.run(["enqueue", script, input] + options)
                try #require(enqueued.status == 0, "\(enqueued.errors)")
                let working = ["worker", "--lease", "2", "--index-lag", "1", "--concurrency", "2"] + options
                let sleeper = try Program(working)
                try await sleep(sleeper, workspace)
                let other = try await Program.run(working + ["--until-empty"])
                #expect(other.status == 0, "\(other.errors)")
                let (contacts, calls) = (try await workspace.contacts(), try await workspace.statistics().total)
                try check(contacts, url)
                sleeper.send(SIGCONT)
                let end = await sleeper.result()
                #expect(end.status == 75, "\(end.errors)")
                #expect(end.errors.contains("lease") && end.errors.contains("other workers"), "\(end.errors)")
                #expect(try await workspace.statistics().total == calls)
                #expect(try await workspace.contacts() == contacts)
                try check(contacts, url)
            }
        }

        /// Stops a worker in the middle of its work, while it waits for the answers of as many calls as it may make at once:
        /// nothing is on its way that the emulator has not seen.
        private func sleep(_ worker: Program, _ workspace: EmulatedWorkspace) async throws {
            while try await workspace.contacts().count < Self.people / 2 { try await pause() }
            try await workspace.addFault(#"{"delay_ms": 20000, "probability": 1}"#)
            while try await workspace.requests().count(where: \.faulted) < 2 { try await pause() }
            worker.send(SIGSTOP)
            try await workspace.removeFaults()
        }

        private func pause() async throws { try await Task.sleep(for: .milliseconds(20)) }

        private func check(_ contacts: [EmulatedWorkspace.Contact], _ url: String) throws {
            let query = { (sql: String) in
                try PostgresServer.query("SET search_path = intercom_lua; \(sql)", in: url)
            }
            #expect(try query("SELECT count(*) FROM queue_records") == ["0"])
            #expect(try query("SELECT ending FROM runs") == ["complete"])
            #expect(
                try query("SELECT outcome, count(*) FROM records GROUP BY outcome ORDER BY outcome")
                    == ["created|\(Self.people)", "updated|\(Self.records - Self.people)"])
            // What is done for a person begins when what came before has ended.
            #expect(
                try query(
                    """
                    SELECT count(*) FROM (SELECT started_at, lag(ended_at) OVER (
                        PARTITION BY value ORDER BY record, number) AS ended_before FROM operations) AS o
                    WHERE started_at < ended_before
                    """) == ["0"])
            #expect(contacts.count == Self.people)
            let names = contacts.compactMap { $0.name.flatMap { Int($0) } }.sorted()
            #expect(names == Array(Self.records - Self.people + 1...Self.records))
        }
    }
}
