import Foundation
import LoopbackTesting
import Testing

extension EndToEnd {
    /// `doctor`, `auth status`, `config show`.
    @Suite struct DoctorTests {
        @Test func withoutATokenTheEmulatorIsChecked() async throws {
            let folder = try TemporaryFolder()
            let result = try await Program.run("doctor", "--ledger", "runs.sqlite", folder: folder.url)
            #expect(result.status == 0)
            try Golden.expect(result.output, "doctor.txt")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
        }

        @Test func aRefusedTokenIsSaidAndHowToMendIt() async throws {
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.addFault(#"{"status": 401, "count": 100}"#)
                let result = try await Program.run(
                    "doctor", "--base-url", workspace.url,
                    environment: ["INTERCOM_ACCESS_TOKEN": "a-token-of-some-length"])
                #expect(result.status == 77)
                #expect(result.output.contains("✗ workspace"))
                #expect(result.output.contains("→ Copy the token again"))
                #expect(!result.output.contains("a-token-of-some-length"))
                let status = try await Program.run("auth", "status", "--base-url", workspace.url)
                #expect(status.status == 77)
            }
        }

        @Test func whatTheTokenMayNotDoIsSaid() async throws {
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.addFault(#"{"status": 403, "method": "PUT", "count": 100}"#)
                let result = try await Program.run("doctor", "--base-url", workspace.url)
                #expect(result.status == 77)
                #expect(result.output.contains("✗ permissions  may not write contacts"))
            }
        }

        @Test func aClockThatIsOffAndLimitsThatAreNearlyUsedUp() async throws {
            let body = #"{"type": "admin", "id": "1", "name": "Ada", "app": {"id_code": "a1", "name": "Acme"}}"#
            let head = [
                "HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
                "Date: Sun, 29 Nov 2020 10:00:00 GMT", "X-RateLimit-Limit: 1667", "X-RateLimit-Remaining: 100",
                "X-RateLimit-Reset: 1606644010",
            ]
            let answer = (head + ["", body]).joined(separator: "\r\n")
            let server = try LoopbackServer([LoopbackServer.Reply](repeating: .bytes(answer), count: 12))
            let result = try await Program.run("doctor", "--base-url", try await server.start(), "--ledger", "off")
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.contains(#"✓ workspace    "Acme" (a1) as Ada"#), "\(result.output)")
            #expect(result.output.contains(" s ahead of Intercom's: times such as last_seen_at will be off\n"))
            #expect(result.output.contains("→ Let the machine set its clock"))
            #expect(result.output.contains("! limits       1667 calls in 10 s, 100 left of these\n"))
            #expect(result.output.hasSuffix("2 warnings.\n"), "\(result.output)")
            try await server.stop()
        }

        @Test func nobodyThereIsUnreachable() async throws {
            let result = try await Program.run("doctor", "--base-url", "http://127.0.0.1:9")
            #expect(result.status == 69)
            #expect(result.output.contains("✗ workspace"))
        }

        @Test func theStatusSaysWhoseTokenItIs() async throws {
            try await EmulatedWorkspace.serve { workspace in
                let folder = try TemporaryFolder()
                let token = try folder.write("a-token-of-some-length-1234\n", to: "token")
                let result = try await Program.run("auth", "status", "--base-url", workspace.url, "--token-file", token)
                #expect(result.status == 0)
                #expect(result.lines.first == "Token …1234, from the file \(token).")
                #expect(result.output.contains("It acts as Ada Example <ada@example.com>."))
                #expect(!result.output.contains("a-token-of-some-length"))
                let json = try await Program.run("auth", "status", "--base-url", workspace.url, "--json")
                #expect(json.output.contains(#""admin":{"id":"1001""#))
            }
            let none = try await Program.run("auth", "status")
            #expect(none.status == 77 && none.output == "")
        }

        @Test func settingsSayWhereTheyComeFrom() async throws {
            let folder = try TemporaryFolder()
            try folder.write(#"{"region": "eu", "max_time": 5}"#, to: "intercom-lua.json")
            let environment = ["INTERCOM_LUA_MAX_TIME": "7", "INTERCOM_ACCESS_TOKEN": "a-token-of-some-length-1234"]
            let result = try await Program.run("config", "show", environment: environment, folder: folder.url)
            #expect(result.status == 0)
            let shown = result.output.replacing(folder.url.resolvingSymlinksInPath().path, with: "FOLDER")
                .replacing(folder.url.path, with: "FOLDER")
            try Golden.expect(shown, "config-show.txt")
            let json = try await Program.run("config", "show", "--json", environment: environment, folder: folder.url)
            #expect(json.output.contains(#""max_time":{"value":"7","source":"INTERCOM_LUA_MAX_TIME"}"#))
            #expect(!json.output.contains("a-token-of"))
        }

        @Test(arguments: [
            (#"{"base_url": "https://evil.example"}"#, "base_url is not for a project to say"),
            (#"{"regoin": "eu"}"#, "there is no setting \"regoin\": did you mean region?"), ("{", "is not JSON"),
            ("[]", "must be an object"),
            (#"{"region": true}"#, "region must be a text or a number"),
        ])
        func aProjectFileThatMakesNoSenseIsRefused(_ text: String, _ message: String) async throws {
            let folder = try TemporaryFolder()
            try folder.write(text, to: "intercom-lua.json")
            let result = try await Program.run("run", "-e", "return 1", folder: folder.url)
            #expect(result.status == 65)
            #expect(result.errors.contains(message))
        }

        @Test func settingsHold() async throws {
            let folder = try TemporaryFolder()
            try folder.write(#"{"max_time": 0.05}"#, to: "intercom-lua.json")
            let script = try folder.write("while true do end", to: "loop.lua")
            let result = try await Program.run("run", script, folder: folder.url)
            #expect(result.status == 70 && result.errors.contains("timed out after 50 ms"))
            let overruled = try await Program.run(
                "run", script, environment: ["INTERCOM_LUA_MAX_TIME": "0.1"], folder: folder.url)
            #expect(overruled.errors.contains("timed out after 100 ms"))
            let wrong = try await Program.run(
                "run", script, environment: ["INTERCOM_LUA_MAX_TIME": "soon"], folder: folder.url)
            #expect(wrong.status == 64 && wrong.errors.contains("INTERCOM_LUA_MAX_TIME: max_time must be a number"))
        }
    }
}
