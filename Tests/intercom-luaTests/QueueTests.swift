import Foundation
import PostgresTesting
import Testing

extension EndToEnd {
    /// `enqueue` and `worker`: a queue in PostgreSQL.
    @Suite(.enabled(if: PostgresServer.shared != nil)) struct QueueTests {
        @Test func whatIsEnqueuedIsCarriedOut() async throws {
            let plain = try #require(PostgresServer.shared).makeDatabase()
            let url = plain.replacing("tests@", with: "tests:s3cret@")
            let folder = try TemporaryFolder()
            let script = try folder.write(
                """
                local names = require "lib.names"
                return function(row)
                  return intercom.upsert_contact {
                    matching_field = "email", matching_value = row.email, mappings = { name = names.of(row) } }
                end
                """, to: "sync.lua")
            try FileManager.default.createDirectory(atPath: folder.path("lib"), withIntermediateDirectories: true)
            try folder.write("return { of = function(row) return \"N\" .. row.n end }", to: "lib/names.lua")
            let input = try folder.write(
                "n,email\n1,a@acme.io\n2,b@acme.io\n3,no address\n4,a@acme.io\n5\n", to: "p.csv")
            try await EmulatedWorkspace.serve { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let enqueued = try await Program.run(["enqueue", script, input, "--order-by", "email"] + options)
                #expect(enqueued.status == 0, "\(enqueued.errors)")
                #expect(enqueued.errors.contains("5 records in the queue, as run "), "\(enqueued.errors)")
                let listed = try await Program.run("runs", "show", "last", "--ledger", url)
                #expect(listed.output.contains("In queue   5 records"), "\(listed.output)")
                // Workers need neither script nor input.
                try FileManager.default.removeItem(atPath: folder.path("lib"))
                for file in ["sync.lua", "p.csv"] { try FileManager.default.removeItem(atPath: folder.path(file)) }
                let worker = try await Program.run(["worker", "--until-empty"] + options)
                #expect(worker.status == 1, "\(worker.errors)")
                #expect(
                    worker.errors.contains("5 records: 2 created, 1 updated, 2 rejected."), "\(worker.errors)")
                let shown = try await Program.run("runs", "show", "last", "--ledger", url)
                #expect(shown.output.contains("complete"), "\(shown.output)")
                let rejects = try await Program.run("runs", "rejects", "last", "--ledger", url)
                #expect(rejects.lines.count == 2 && rejects.output.contains("no address"), "\(rejects.output)")
                let names = try await workspace.contacts().compactMap(\.name)
                #expect(names.sorted() == ["N2", "N4"])
                let said = [enqueued, listed, worker, shown, rejects].map { $0.output + $0.errors }.joined()
                #expect(!said.contains("s3cret"))
                #expect(
                    !(try PostgresServer.query("SELECT invocation FROM intercom_lua.runs", in: plain).joined().contains(
                        "s3cret")))
            }
        }

        @Test func whatCannotBeQueuedIsSaidAtOnce() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let example = "scripts/examples/sync_leads.lua"
            let noDatabase = try await Program.run("enqueue", example, "scripts/examples/leads.csv")
            #expect(noDatabase.status == 64 && noDatabase.errors.contains("--ledger postgres://"))
            let embedded = try await Program.run("enqueue", example, "scripts/examples/leads.csv", "--ledger", url)
            #expect(embedded.status == 64 && embedded.errors.contains("--base-url"))
            try await EmulatedWorkspace.serve { workspace in
                let folder = try TemporaryFolder()
                let plain = try folder.write("print(1)", to: "plain.lua")
                let options = ["--ledger", url, "--base-url", workspace.url]
                let noFunction = try await Program.run(["enqueue", plain, "scripts/examples/leads.csv"] + options)
                #expect(noFunction.status == 64, "\(noFunction.errors)")
                let noInput = try await Program.run(["enqueue", example, "nowhere.csv"] + options)
                #expect(noInput.status == 66, "\(noInput.errors)")
                // Nothing is left of it.
                #expect(try await Program.run("runs", "--json", "--ledger", url).output == "")
            }
        }

        @Test func aWorkerThatIsToldToEndGivesBackWhatItHas() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(
                "return function(row) intercom.create_contact { mappings = { external_id = row.id } } end",
                to: "create.lua")
            let input = try folder.write("id\n" + (1...300).map { "\($0)\n" }.joined(), to: "ids.csv")
            try await EmulatedWorkspace.serve("--latency", "50", "--rate-limit", "off") { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let enqueued = try await Program.run(["enqueue", script, input] + options)
                #expect(enqueued.errors.contains("Records with the same id are carried out in their order."))
                let metrics = folder.path("worker.prom")
                let first = try Program(["worker", "--concurrency", "2", "--metrics", metrics] + options)
                while try await workspace.contacts().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
                first.send(SIGTERM)
                let end = await first.result()
                #expect(end.status == 0, "\(end.errors)")
                let left = try PostgresServer.query("SELECT count(*) FROM intercom_lua.queue_records", in: url)
                let told = try folder.contents(of: "worker.prom")
                #expect(told.contains("intercom_lua_queue_records{command=\"worker\"} \(left[0])\n"), "\(told)")
                let listed = try await Program.run("runs", "--json", "--ledger", url)
                #expect(listed.output.contains("\"state\":\"queued\""), "\(listed.output)")
                #expect(listed.output.contains("\"queued\":\(left[0]),"), "\(listed.output)")
                // Whoever works there next does not wait for the lease to run out.
                let second = try await Program.run(["worker", "--until-empty", "--lease", "3600"] + options)
                #expect(second.status == 0, "\(second.errors)")
                #expect(try await workspace.contacts().count == 300)
                let resumed = try await Program.run("run", "--resume", "last", "--ledger", url)
                #expect(resumed.status == 64, "\(resumed.errors)")
            }
        }
    }
}
