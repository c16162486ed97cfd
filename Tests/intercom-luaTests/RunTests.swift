import Foundation
import Testing

extension EndToEnd {
    /// `run`: where records come from, what scripts may do, what is written where.
    @Suite struct RunTests {
        private static let upsert =
            #"return intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { name = row.name } }"#

        private func run(
            _ workspace: EmulatedWorkspace, _ arguments: String..., input: String? = nil
        ) async throws -> Program.Result {
            try await Program.run(["run"] + arguments + ["--base-url", workspace.url, "--json"], input: input)
        }

        @Test(arguments: [
            ("csv", "email,name\na@example.com,Ä\nb@example.com,\"B, b\"\n"),
            ("tsv", "email\tname\na@example.com\tÄ\nb@example.com\tB, b\n"),
            (
                "ndjson",
                "{\"email\":\"a@example.com\",\"name\":\"Ä\"}\n\n{\"email\":\"b@example.com\",\"name\":\"B, b\"}"
            ),
            (
                "json",
                "[{\"email\":\"a@example.com\",\"name\":\"\\u00c4\"},\n{\"email\":\"b@example.com\",\"name\":\"B, b\"}]"
            ),
        ])
        func everyFormatFromStandardInputAndFromAFile(_ format: String, _ text: String) async throws {
            try await EmulatedWorkspace.serve { workspace in
                let piped = try RunReport(
                    try await run(workspace, "-e", Self.upsert, "-", "--format", format, input: text))
                #expect(piped.outcomes == ["created": 2])
                let folder = try TemporaryFolder()
                let file = try folder.write(text, to: "people.\(format)")
                let again = try RunReport(try await run(workspace, "-e", Self.upsert, file))
                #expect(again.outcomes == ["unchanged": 2])
                #expect(try await workspace.contacts().compactMap(\.name).sorted() == ["B, b", "Ä"])
            }
        }

        @Test func severalInputsAreOneRun() async throws {
            let folder = try TemporaryFolder()
            let one = try folder.write("email\na@example.com\n", to: "one.csv")
            let two = try folder.write("{\"email\":\"b@example.com\"}\n", to: "two.ndjson")
            try await EmulatedWorkspace.serve { workspace in
                let report = try RunReport(try await run(workspace, "-e", Self.upsert, one, two))
                #expect(report.outcomes == ["created": 2])
            }
        }

        @Test func theFirstLineSaysWhichWorkspaceItIs() async throws {
            let embedded = try await Program.run("run", "-e", "return 1")
            #expect(embedded.errors.hasPrefix("Talking to the embedded emulator"))
            try await EmulatedWorkspace.serve { workspace in
                let result = try await run(workspace, "-e", "return 1")
                #expect(result.errors.hasPrefix("Talking to the emulator at \(workspace.url)"))
            }
        }

        @Test func theTokenIsNeverShown() async throws {
            try await EmulatedWorkspace.serve { workspace in
                let token = "secret-token-0123456789"
                let code =
                    #"local body, status = intercom.request { path = "/nowhere" }; print(status); error(os.getenv and "env" or "none")"#
                let result = try await Program.run(
                    "run", "-e", code, "--base-url", workspace.url, environment: ["INTERCOM_ACCESS_TOKEN": token])
                #expect(result.output == "404\n")
                #expect(result.errors.contains("none"))
                #expect(!(result.output + result.errors).contains(token))
            }
        }

        @Test func deletingNeedsPermission() async throws {
            let code = #"return intercom.delete_contact { matching_field = "email", matching_value = row.email }"#
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.seed(Data(#"{"contacts":[{"email":"a@example.com"}]}"#.utf8))
                let input = "email\na@example.com\n"
                let refused = try await run(workspace, "-e", code, "-", "--format", "csv", input: input)
                #expect(refused.status == 1)
                #expect(refused.errors.contains("--allow-delete"))
                #expect(try await workspace.contacts().map(\.state) == ["active"])
                let report = try RunReport(
                    try await run(workspace, "-e", code, "-", "--format", "csv", "--allow-delete", input: input))
                #expect(report.outcomes == ["deleted": 1])
                #expect(try await workspace.contacts().map(\.state) == ["deleted"])
            }
        }

        @Test func plainScriptsReadTheInputThemselves() async throws {
            let folder = try TemporaryFolder()
            let script = try folder.write(
                """
                local count = 0
                for row in input.rows() do count = count + 1 end
                print(count)
                """, to: "count.lua")
            let result = try await Program.run(
                "run", script, "-", "--format", "csv", "--emulator", input: "a\n1\n2\n3\n")
            #expect(result.output == "3\n")
            #expect(result.status == 0)
        }

        @Test func aRefusedTokenEndsTheRun() async throws {
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.addFault(#"{"method": "POST", "status": 401, "count": 1000}"#)
                let rows = (1...2000).map { "p\($0)@example.com\n" }.joined()
                let result = try await run(
                    workspace, "-e", Self.upsert, "-", "--format", "csv", input: "email\n" + rows)
                #expect(result.status == 77)
                #expect(try RunReport(result).records < 2000)
            }
        }

        /// Nor does a script that catches what goes wrong keep it going.
        @Test(arguments: [401, 403])
        func aRefusalThatIsCaughtEndsTheRunToo(_ status: Int) async throws {
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.addFault(
                    #"{"method": "POST", "path": "/contacts", "status": \#(status), "count": 1000}"#)
                let code = "pcall(function() \(Self.upsert) end)"
                let rows = (1...2000).map { "p\($0)@example.com\n" }.joined()
                let result = try await run(workspace, "-e", code, "-", "--format", "csv", input: "email\n" + rows)
                #expect(result.status == 77, "\(result.errors)")
                // Those in flight, and the few that were on their way to the line.
                #expect(try await workspace.statistics().byEndpoint["POST /contacts"] ?? 0 <= 64)
            }
        }

        @Test func troubleThatPassesIsWaitedOut() async throws {
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.addFault(#"{"status": 503, "count": 1}"#)
                let result = try await run(
                    workspace, "-e", Self.upsert, "-", "--format", "csv", input: "email\na@example.com\n")
                #expect(try RunReport(result).outcomes == ["created": 1])
                #expect(try await workspace.contacts().count == 1)
            }
        }

        @Test func theSameScriptMayNotRunForever() async throws {
            let result = try await Program.run(
                "run", "-e", "while true do end", "-", "--format", "csv", "--emulator", "--max-time", "0.2", "--json",
                input: "a\n1\n")
            #expect(result.status == 1)
            #expect(try RunReport(result).outcomes == ["rejected": 1])
            #expect(result.errors.contains("script_timeout"))
        }

        @Test func anInterruptLetsWhatIsInFlightEnd() async throws {
            let folder = try TemporaryFolder()
            let script = try folder.write(
                """
                return function(row)
                  intercom.upsert_contact { matching_field = "email", matching_value = row.n .. "@example.com" }
                  if row.n == "20" then log.warn("twenty") end
                end
                """, to: "slow.lua")
            let input = "n\n" + (1...100_000).map { "\($0)\n" }.joined()
            try await EmulatedWorkspace.serve("--latency", "20") { workspace in
                let program = try Program(
                    [
                        "run", script, "-", "--format", "csv", "--base-url", workspace.url, "--json", "--quiet",
                        "--results", folder.path("results.ndjson"),
                    ], input: input)
                while let line = await program.errors.nextLine(), !line.contains("twenty") {}
                program.interrupt()
                let result = await program.result()
                #expect(result.status == 130, "\(result.errors)")
                let report = try RunReport(result)
                #expect(report.sum == report.records)
                #expect((1..<100_000).contains(report.records))
                #expect(report["rejected"] + report["failed"] == 0)
                let results = try ResultLine.lines(of: try folder.contents(of: "results.ndjson"))
                #expect(results.count == report.records)
                #expect(try await workspace.contacts().count == report["created"])
            }
        }
    }
}
