import Foundation
import Testing

extension EndToEnd {
    /// `emulator`: the local Contacts API as a program of its own.
    @Suite struct EmulatorCommandTests {
        @Test func callsAreCounted() async throws {
            try await EmulatedWorkspace.serve { workspace in
                let code = #"intercom.create_contact { mappings = { email = "a@example.com" } }"#
                let result = try await Program.run("run", "-e", code, "--base-url", workspace.url)
                #expect(result.status == 0)
                #expect(try await workspace.statistics().byEndpoint["POST /contacts"] == 1)
                try await workspace.resetStatistics()
                #expect(try await workspace.statistics().total == 0)
                #expect(try await workspace.contacts().map(\.email) == ["a@example.com"])
            }
        }

        @Test func theWorkspaceIsSavedAtTheEndAndLoadedAtTheStart() async throws {
            let folder = try TemporaryFolder()
            let file = folder.path("workspace.json")
            for expected in [["created": 1], ["unchanged": 1]] {
                let program = try Program(["emulator", "--port", "0", "--workspace", file])
                let line = try #require(await program.output.nextLine())
                let result = try await Program.run(
                    "run", "-e",
                    #"return intercom.upsert_contact { matching_field = "email", matching_value = row.e, mappings = { name = "Å" } }"#,
                    "-", "--format", "csv", "--json", "--base-url", String(line.dropFirst("listening on ".count)),
                    input: "e\na@example.com\n")
                #expect(try RunReport(result).outcomes == expected, "\(result.errors)")
                program.interrupt()
                #expect(await program.result().status == 0)
            }
        }

        @Test func whatKeepsItFromBeginningIsSaidAtOnce() async throws {
            let folder = try TemporaryFolder()
            let file = folder.path("nowhere/x.json")
            let unsaved = try await Program.run("emulator", "--port", "0", "--workspace", file)
            #expect(unsaved.status == 73 && unsaved.output == "")
            let missing = "cannot be made: there is no folder \(folder.path("nowhere"))"
            #expect(unsaved.errors == "intercom-lua: the workspace file \(file) \(missing)\n")
            try await EmulatedWorkspace.serve { workspace in
                let port = String(workspace.url.split(separator: ":").last ?? "")
                let busy = try await Program.run("emulator", "--port", port)
                #expect(busy.status == 69 && busy.output == "")
                let why = "another program listens there already; choose another port, or 0 for a free one"
                #expect(busy.errors == "intercom-lua: cannot listen at 127.0.0.1:\(port): \(why)\n")
            }
        }

        @Test func whatIsNotKnownOfIntercomCanBeChosen() async throws {
            try await EmulatedWorkspace.serve("--behaviour", "email-of-identified-user=create", "--list-lag", "60") {
                workspace in
                try await workspace.seed(Data(#"{"contacts": [{"email": "a@b.c", "external_id": "1"}]}"#.utf8))
                let code = """
                    intercom.create_contact { mappings = { email = "a@b.c" } }
                    local count = 0
                    for _ in intercom.list_contacts {} do count = count + 1 end
                    return count
                    """
                let result = try await Program.run("run", "-e", code, "--base-url", workspace.url)
                #expect(result.status == 0 && result.output == "1\n", "\(result.errors)")
                #expect(try await workspace.contacts().count == 2)
            }
            let refused = try await Program.run("emulator", "--behaviour", "empty-update=maybe")
            #expect(refused.status == 64 && refused.errors.contains("empty-update=unchanged|reject"))
        }

        @Test func theRateLimitIsKeptTo() async throws {
            try await EmulatedWorkspace.serve("--rate-limit", "40") { workspace in
                let input = "e\n" + (1...30).map { "p\($0)@example.com\n" }.joined()
                let code = #"return intercom.upsert_contact { matching_field = "email", matching_value = row.e }"#
                let result = try await Program.run(
                    "run", "-e", code, "-", "--format", "csv", "--json", "--base-url", workspace.url, input: input)
                #expect(try RunReport(result).outcomes == ["created": 30])
            }
        }
    }
}
