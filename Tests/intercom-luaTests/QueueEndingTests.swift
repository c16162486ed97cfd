import Foundation
import PostgresTesting
import Testing

extension EndToEnd {
    /// Runs of a queue that end before it is empty, and are put back.
    @Suite(.enabled(if: PostgresServer.shared != nil)) struct QueueEndingTests {
        private static let create = """
            return function(row) return intercom.create_contact { mappings = { external_id = row.id } } end
            """

        private func enqueue(_ arguments: [String], _ options: [String]) async throws -> String {
            let result = try await Program.run(["enqueue", "--quiet", "--json"] + arguments + options)
            try #require(result.status == 0, "\(result.errors)")
            let run = result.output.split(separator: "\"").first { $0.count == 8 && $0 != "records" }
            return String(try #require(run))
        }

        private func show(_ run: String, _ url: String) async throws -> String {
            try await Program.run("runs", "show", run, "--ledger", url).output
        }

        @Test func aScriptThatCannotBeBegunDoesNotHoldTheQueue() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(
                "return { setup = function() error('no plans') end, each = function() error('never') end }",
                to: "broken.lua")
            let good = try folder.write(Self.create, to: "good.lua")
            let input = try folder.write("id\n1\n2\n", to: "ids.csv")
            let later = try folder.write("id\n3\n", to: "later.csv")
            try await EmulatedWorkspace.serve { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let broken = try await enqueue([script, input], options)
                let whole = try await enqueue([good, later], options)
                let workers = try (1...3).map { _ in try Program(["worker", "--until-empty"] + options) }
                var ends: [Program.Result] = []
                for worker in workers { ends.append(await worker.result()) }
                #expect(ends.allSatisfy { [0, 70].contains($0.status) }, "\(ends)")
                let told = ends.filter { $0.status == 70 }
                #expect(told.allSatisfy { $0.errors.contains("run \(broken) cannot be begun: ") })
                #expect(told.allSatisfy { $0.errors.contains("broken.lua:1: no plans") }, "\(told)")
                #expect(told.contains { $0.errors.contains("to put the run back: intercom-lua retry \(broken)") })
                #expect(try await workspace.contacts().map(\.externalID) == ["3"])
                #expect(try await show(whole, url).contains("complete"))
                let shown = try await show(broken, url)
                #expect(shown.contains("stopped early: failed") && shown.contains("no plans"), "\(shown)")
                #expect(shown.contains("Not done   2 records"), "\(shown)")
                let pruned = try await Program.run("runs", "prune", "--keep", "0", "--ledger", url)
                #expect(pruned.output.contains("\(broken) stays: records of it were not done"), "\(pruned.output)")
                let resumed = try await Program.run("run", "--resume", broken, "--ledger", url)
                #expect(resumed.status == 64 && resumed.errors.contains("retry \(broken)"), "\(resumed.errors)")
                // Put back without being mended, it is left aside again.
                let kept = try await Program.run("retry", broken, "--ledger", url)
                #expect(kept.status == 0 && kept.errors.contains("2 records of run \(broken) in the queue again"))
                #expect(try await Program.run(["worker", "--until-empty"] + options).status == 70)
                try folder.write(Self.create, to: "broken.lua")
                let back = try await Program.run("retry", broken, "--ledger", url)
                #expect(back.status == 0 && back.errors.contains("has changed since"), "\(back.errors)")
                let worker = try await Program.run(["worker", "--until-empty"] + options)
                #expect(worker.status == 0, "\(worker.errors)")
                #expect(try await workspace.contacts().compactMap(\.externalID).sorted() == ["1", "2", "3"])
                let done = try await show(broken, url)
                #expect(done.contains("complete") && !done.contains("no plans"), "\(done)")
            }
        }

        /// A module whose name the text does not say is not there for workers.
        @Test func aScriptThatDoesNotLoadDoesNotHoldTheQueueEither() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write("require('hid' .. 'den') \(Self.create)", to: "create.lua")
            try folder.write("return 1", to: "hidden.lua")
            let input = try folder.write("id\n1\n", to: "ids.csv")
            try await EmulatedWorkspace.serve { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let run = try await enqueue([script, input], options)
                let worker = try await Program.run(["worker", "--until-empty"] + options)
                #expect(worker.status == 70 && worker.errors.contains("hidden"), "\(worker.errors)")
                // It goes on as it was enqueued where its file is gone.
                try FileManager.default.removeItem(atPath: script)
                let back = try await Program.run("retry", run, "--ledger", url)
                #expect(back.status == 0 && back.errors.contains("is not here"), "\(back.errors)")
                #expect(try await show(run, url).contains("in the queue"))
            }
        }

        @Test func whatIntercomRefusesIsNoFaultOfTheScript() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(
                """
                return {
                  setup = function() intercom.find_contact { matching_field = "external_id", matching_value = "1" } end,
                  each = \(Self.create.dropFirst("return ".count)),
                }
                """, to: "create.lua")
            let input = try folder.write("id\n1\n", to: "ids.csv")
            try await EmulatedWorkspace.serve { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let run = try await enqueue([script, input], options)
                try await workspace.addFault(#"{"status": 401, "probability": 1, "path_prefix": "/contacts"}"#)
                let refused = try await Program.run(["worker", "--until-empty"] + options)
                #expect(refused.status == 77, "\(refused.errors)")
                #expect(try await show(run, url).contains("in the queue"))
                try await workspace.removeFaults()
                let worker = try await Program.run(["worker", "--until-empty"] + options)
                #expect(worker.status == 0, "\(worker.errors)")
            }
        }

        @Test func theScriptsOwnLimitIsThatOfTheScriptAsItIsNow() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = { (limit: Int) in
                "return { options = { max_failures = \(limit) }, each = function() error('no') end }"
            }
            let path = try folder.write(script(0), to: "failing.lua")
            let input = try folder.write("id\n" + (1...300).map { "\($0)\n" }.joined(), to: "ids.csv")
            try await EmulatedWorkspace.serve { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let run = try await enqueue([path, input], options)
                let first = try await Program.run(["worker", "--until-empty"] + options)
                #expect(first.status == 99 && first.errors.contains("the limit is 0."), "\(first.errors)")
                try folder.write(script(1000), to: "failing.lua")
                #expect(try await Program.run("retry", run, "--ledger", url).status == 0)
                let second = try await Program.run(["worker", "--until-empty"] + options)
                #expect(second.status == 1, "\(second.errors)")
                let shown = try await show(run, url)
                #expect(shown.contains("complete") && shown.contains("300 rejected"), "\(shown)")
            }
        }

        @Test func tooManyFailuresOfAllWorkersEndARunAndNotTheQueue() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(
                """
                return function(row)
                  if tonumber(row.id) <= 1500 then error("no") end
                  return intercom.create_contact { mappings = { external_id = row.id } }
                end
                """, to: "create.lua")
            let input = try folder.write("id\n" + (1...3000).map { "\($0)\n" }.joined(), to: "ids.csv")
            let later = try folder.write("id\n9000\n", to: "later.csv")
            try await EmulatedWorkspace.serve("--rate-limit", "off") { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let run = try await enqueue([script, input, "--unordered", "--max-failures", "20"], options)
                let next = try await enqueue([script, later], options)
                let workers = try (1...3).map { _ in try Program(["worker", "--until-empty", "--quiet"] + options) }
                var ends: [Program.Result] = []
                for worker in workers { ends.append(await worker.result()) }
                #expect(ends.allSatisfy { [0, 99].contains($0.status) }, "\(ends)")
                let told = ends.filter { $0.status == 99 }
                #expect(
                    told.contains {
                        $0.errors.contains("of all workers were rejected or failed, the limit is 20.")
                            && $0.errors.contains("to put the run back: intercom-lua retry \(run)")
                    }, "\(ends)")
                #expect(try await show(next, url).contains("complete"))
                let shown = try await show(run, url)
                #expect(shown.contains("stopped early: too many failures"), "\(shown)")
                let counts = try PostgresServer.query(
                    "SELECT (SELECT count(*) FROM intercom_lua.records WHERE run = 1),"
                        + " (SELECT count(*) FROM intercom_lua.queue_records WHERE run = 1)", in: url)[0]
                let numbers = counts.split(separator: "|").compactMap { Int($0) }
                let (done, left) = (numbers[0], numbers[1])
                #expect(done > 20 && left > 0 && done + left == 3000, "\(counts)")
                #expect(shown.contains("Not done   \(left) records"), "\(shown)")
                // It is counted anew.
                let back = try await Program.run("retry", run, "--max-failures", "60%", "--ledger", url)
                #expect(back.status == 0 && back.errors.contains("\(left) records of run"), "\(back.errors)")
                let last = try await Program.run(["worker", "--until-empty"] + options)
                #expect([0, 1, 99].contains(last.status), "\(last.errors)")
                let again = try await show(run, url)
                #expect(again.contains(last.status == 99 ? "too many failures" : "complete"), "\(again)")
            }
        }
    }
}
