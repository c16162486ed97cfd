import Foundation
import Testing

extension EndToEnd {
    /// `retry`: what it takes up, lists and says.
    @Suite struct RetryCommandTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private static let script = """
            return function(row)
              if row.name == "" or row.name == nil then error("no name") end
              return intercom.upsert_contact {
                matching_field = "email", matching_value = row.email, mappings = { name = row.name } }
            end
            """

        private var ledger: [String] { ["--ledger", folder.path("ledger.sqlite")] }

        @Test func whatFailedIsTakenUpAsItWasStarted() async throws {
            try folder.write(Self.script, to: "sync.lua")
            try folder.write("email,name\na@acme.io,A\nb@acme.io,\nc@acme.io,C\n", to: "people.csv")
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.addFault(
                    #"{"method": "POST", "path": "/contacts", "status": 503, "count": 1000}"#)
                let run = try await Program.run(
                    ["run", "sync.lua", "people.csv", "--base-url", workspace.url, "--results", "r.ndjson"] + ledger,
                    folder: folder.url)
                #expect(run.status == 1, "\(run.errors)")
                #expect(run.errors.contains("To take up those that failed: intercom-lua retry "), "\(run.errors)")
                try await workspace.removeFaults()
                let listed = try await Program.run(["retry", "last", "--dry-run"] + ledger)
                #expect(listed.status == 0 && listed.lines.count == 2, "\(listed.output)")
                #expect(listed.output.contains("record 1  people.csv:2  failed"), "\(listed.output)")
                #expect(listed.errors.contains("1 record of it was rejected: --rejected takes those up too."))
                // In whatever folder, and with no input: it is in the ledger.
                try FileManager.default.removeItem(atPath: folder.path("people.csv"))
                let first = try folder.contents(of: "r.ndjson")
                let retried = try await Program.run(["retry", "last", "--json", "--quiet"] + ledger)
                #expect(retried.status == 0, "\(retried.errors)")
                #expect(try RunReport(retried).outcomes == ["created": 2])
                #expect(try await workspace.contactsByEmail().keys.sorted() == ["a@acme.io", "c@acme.io"])
                #expect(try folder.contents(of: "r.ndjson") == first)
                let runs = try await Program.run(["runs"] + ledger)
                #expect(runs.output.contains("takes up"), "\(runs.output)")
                let parent = try #require(runs.lines.last?.split(separator: " ").first.map(String.init))
                let shown = try await Program.run(["runs", "show", parent] + ledger)
                #expect(shown.output.contains("Taken up by"), "\(shown.output)")
                let again = try await Program.run(["retry", parent] + ledger)
                #expect(
                    again.status == 0 && again.errors.contains("has no failed record to take up"), "\(again.errors)")
                // The script is mended for the one that it failed on.
                try folder.write(
                    Self.script.replacing("error(\"no name\")", with: "row.name = \"?\""), to: "sync.lua")
                let mended = try await Program.run(["retry", parent, "--rejected", "--quiet", "--json"] + ledger)
                #expect(mended.errors.contains("has changed since run \(parent)"), "\(mended.errors)")
                #expect(try RunReport(mended).outcomes == ["created": 1])
                #expect(try await workspace.contactsByEmail()["b@acme.io"]?.first?.name == "?")
            }
        }

        @Test func whatIsNotThereIsSaid() async throws {
            let missing = try await Program.run(["retry", "k7f3"] + ledger)
            #expect(missing.status == 64 && missing.errors.contains("there is no run \"k7f3\""), "\(missing.errors)")
            let run = try await Program.run(
                ["run", "-e", "error('no')", "-", "--format", "csv", "--emulator", "--quiet"] + ledger,
                input: "n\n1\n")
            #expect(run.status == 1)
            let gone = try await Program.run(["retry", "last", "--rejected"] + ledger)
            #expect(gone.status == 64 && gone.errors.contains("an embedded emulator, which is gone"), "\(gone.errors)")
            #expect(try await Program.run(["retry", "last", "--ledger", "off"]).status == 64)
        }
    }
}
