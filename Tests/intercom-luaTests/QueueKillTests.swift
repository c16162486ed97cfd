import Foundation
import PostgresTesting
import Seeded
import Testing

extension EndToEnd {
    /// Workers are killed at any moment, and connections to the database cut, as if nothing had happened.
    @Suite(.enabled(if: PostgresServer.shared != nil)) struct QueueKillTests {
        private static let workers = 4
        private static let records = 5000
        private static let people = 1000
        private static let kills = 12
        private static let cuts = 8

        private static let script = """
            return function(row)
              return intercom.upsert_contact {
                matching_field = "email", matching_value = row.email, mappings = { name = row.n } }
            end
            """

        @Test func everyRecordEndsOnceInItsOrderAndNoContactIsThereTwice() async throws {
            let seed = UInt64.random(in: 0 ... .max)
            var random = SeededGenerator(seed: seed)
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(Self.script, to: "sync.lua")
            var rows = Array((0..<Self.records).map { $0 % Self.people })
            rows.shuffle(using: &random)
            let lines = rows.enumerated().map { "\($0 + 1),p\($1)@acme.io\n" }
            let input = try folder.write("n,email\n" + lines.joined(), to: "people.csv")
            // Searches lag behind, as Intercom's do.
            try await EmulatedWorkspace.serve("--rate-limit", "off", "--search-lag", "0.3") { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let enqueued = try await Program.run(["enqueue", script, input] + options)
                try #require(enqueued.status == 0, "\(enqueued.errors)")
                try await work(options, url, &random, seed)
                try await check(rows, workspace, url, seed)
            }
        }

        /// Lets workers empty the queue, whatever happens to them.
        private func work(
            _ options: [String], _ url: String, _ random: inout SeededGenerator, _ seed: UInt64
        ) async throws {
            let start = {
                try Program(
                    ["worker", "--until-empty", "--lease", "3", "--index-lag", "1", "--concurrency", "8", "--quiet"]
                        + options)
            }
            var workers = try (0..<Self.workers).map { _ in try start() }
            var (kills, cuts) = (0, 0)
            while kills < Self.kills || cuts < Self.cuts {
                try await Task.sleep(for: .milliseconds(200 + random.next(400)))
                if cuts < Self.cuts, random.next(5) < 2 || kills == Self.kills {
                    cuts += 1
                    try cut(url, random.next(2))
                    continue
                }
                guard kills < Self.kills else { continue }
                kills += 1
                let unlucky = random.next(workers.count)
                if workers[unlucky].isRunning { workers[unlucky].send(SIGKILL) }
                let end = await workers[unlucky].result()
                try #require([0, 75, 128 + SIGKILL].contains(end.status), "seed \(seed): \(end.errors)")
                workers[unlucky] = try start()
            }
            for worker in workers {
                let end = await worker.result()
                // A worker that was kept from renewing its lease ends too; the others do its work.
                #expect([0, 75].contains(end.status), "seed \(seed): \(end.status) \(end.errors)")
            }
            let last = try await Program.run(["worker", "--until-empty", "--quiet", "--lease", "3"] + options)
            #expect(last.status == 0, "seed \(seed): \(last.errors)")
        }

        /// Cuts every second connection to the database.
        private func cut(_ url: String, _ which: Int) throws {
            try PostgresServer.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid % 2 = \(which)
                """, in: url)
        }

        private func check(
            _ rows: [Int], _ workspace: EmulatedWorkspace, _ url: String, _ seed: UInt64
        ) async throws {
            let query = { (sql: String) in
                try PostgresServer.query("SET search_path = intercom_lua; \(sql)", in: url)
            }
            #expect(try query("SELECT count(*) FROM queue_records") == ["0"])
            #expect(try query("SELECT ending FROM runs") == ["complete"], "seed \(seed)")
            // The first record of each person creates the contact, and all others update it.
            #expect(
                try query("SELECT outcome, count(*) FROM records GROUP BY outcome ORDER BY outcome")
                    == ["created|\(Self.people)", "updated|\(Self.records - Self.people)"], "seed \(seed)")
            #expect(
                try query(
                    """
                    SELECT count(*) FROM records WHERE (outcome = 'created')
                        <> (number = (SELECT min(number) FROM records AS r WHERE r.value = records.value))
                    """) == ["0"], "seed \(seed)")
            // What is done for a person begins when what came before has ended.
            #expect(
                try query(
                    """
                    SELECT count(*) FROM (SELECT started_at, lag(ended_at) OVER (
                        PARTITION BY value ORDER BY record, number) AS ended_before FROM operations) AS o
                    WHERE started_at < ended_before
                    """) == ["0"], "seed \(seed)")
            var last: [String: String] = [:]
            for (index, person) in rows.enumerated() { last["p\(person)@acme.io"] = "\(index + 1)" }
            let contacts = try await workspace.contacts()
            #expect(contacts.count == Self.people, "seed \(seed)")
            let names = Dictionary(contacts.map { ($0.email ?? "", $0.name ?? "") }) { $1 }
            #expect(names == last, "seed \(seed)")
        }
    }
}
