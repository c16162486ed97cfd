import Foundation
import PostgresTesting
import Testing

extension EndToEnd {
    /// Code from the command line, and code that is trusted, by way of a queue.
    @Suite(.enabled(if: PostgresServer.shared != nil)) struct QueueCodeTests {
        @Test func codeFromTheCommandLineIsEnqueued() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(
                """
                local names = require "names"
                return function(row)
                  return intercom.upsert_contact {
                    matching_field = "email", matching_value = row.email, mappings = { name = names.of(row) .. suffix } }
                end
                """, to: "sync.lua")
            try folder.write("return { of = function(row) return \"N\" .. row.n end }", to: "names.lua")
            try await EmulatedWorkspace.serve { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let code =
                    "intercom.upsert_contact { matching_field = 'email', matching_value = r.email, mappings = { name = r.n } }"
                let input = try folder.write("n,email\n1,a@acme.io\n2,b@acme.io\n", to: "p.csv")
                let one = try await Program.run(["enqueue", "-e", code, input] + options)
                #expect(one.status == 0, "\(one.errors)")
                #expect(one.errors.contains("Records with the same email are carried out in their order"))
                // As a pipe has no name, it has to be said that it is the input.
                let other = try await Program.run(
                    ["enqueue", "-e", "suffix = '!'", script, "-", "--format", "csv"] + options,
                    input: "n,email\n3,c@acme.io\n")
                #expect(other.status == 0, "\(other.errors)")
                try FileManager.default.removeItem(atPath: script)
                let worker = try await Program.run(["worker", "--until-empty"] + options)
                #expect(worker.status == 0, "\(worker.errors)")
                #expect(try await workspace.contacts().compactMap(\.name).sorted() == ["1", "2", "N3!"])
                let wrong = try await Program.run(["enqueue", "-e", "return(", input] + options)
                #expect(wrong.status == 70 && wrong.errors.contains("(command line):1:"), "\(wrong.errors)")
                let nothing = try await Program.run(["enqueue"] + options)
                #expect(nothing.status == 64 && nothing.errors.contains("Which script?"), "\(nothing.errors)")
            }
        }

        @Test func trustedCodeNeedsTheConsentOfItsWorkers() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let proof = folder.path("proof.txt")
            let code =
                "local f = assert(io.open('\(proof)', 'a')) f:write(row.id, ' ', arg[1]:match('[^/]*$')) f:close()"
            let input = try folder.write("id\n1\n", to: "ids.csv")
            try await EmulatedWorkspace.serve { workspace in
                let options = ["--ledger", url, "--base-url", workspace.url]
                let enqueued = try await Program.run(["enqueue", "-e", code, input, "--trusted"] + options)
                #expect(enqueued.status == 0, "\(enqueued.errors)")
                let sandboxed = try await Program.run(["worker", "--until-empty"] + options)
                #expect(sandboxed.status == 64, "\(sandboxed.errors)")
                #expect(sandboxed.errors.contains("only a worker with --trusted carries it out"))
                // One that stays waits for others to do it.
                let waiting = try Program(["worker"] + options)
                while let line = await waiting.errors.nextLine(), !line.contains("only a worker with --trusted") {}
                #expect(!FileManager.default.fileExists(atPath: proof))
                let trusting = try await Program.run(["worker", "--until-empty", "--trusted"] + options)
                #expect(trusting.status == 0, "\(trusting.errors)")
                #expect(try folder.contents(of: "proof.txt") == "1 ids.csv")
                waiting.send(SIGTERM)
                #expect(await waiting.result().status == 0)
                // A worker that trusts does not make a script trusted.
                let plain = try await Program.run(
                    ["enqueue", "-e", "assert(not io, 'trusted')", input] + options)
                #expect(plain.status == 0, "\(plain.errors)")
                let last = try await Program.run(["worker", "--until-empty", "--trusted"] + options)
                #expect(last.status == 0, "\(last.errors)")
            }
        }
    }
}
