import Foundation
import Testing

extension EndToEnd {
    /// `runs show --follow`: a run watched by another process.
    @Suite struct RunsFollowTests {
        private static let code =
            #"return intercom.upsert_contact { matching_field = "email", matching_value = row.email }"#

        /// Has a run wait for its third record while it is watched.
        private func watch(
            _ options: String..., terminal: PseudoTerminal? = nil,
            _ body: (_ run: Program, _ watcher: Program) async throws -> Void
        ) async throws {
            let folder = try TemporaryFolder()
            let ledger = folder.path("ledger.sqlite")
            let run = try Program(
                [
                    "run", "-e", Self.code, "-", "--format", "ndjson", "--emulator", "--ledger", ledger, "--quiet",
                ], input: #"{"email":"a@b.c"}"# + "\n" + #"{"email":"nobody"}"# + "\n", keepsInputOpen: true)
            var listed = ""
            while !listed.contains(#""records":2"#) {
                listed = try await Program.run("runs", "--json", "--ledger", ledger).output
            }
            let watcher = try Program(
                ["runs", "show", "last", "--follow", "--ledger", ledger] + options,
                environment: terminal == nil ? [:] : ["TERM": "xterm"], terminal: terminal)
            try await body(run, watcher)
        }

        @Test func itEndsWhenTheRunDoes() async throws {
            try await watch { run, watcher in
                let line = try #require(await watcher.errors.nextLine())
                #expect(line.hasPrefix("2 records · ") && line.hasSuffix(" · 1 created, 1 rejected"), "\(line)")
                run.type("{\"email\":\"c@b.c\"}\n")
                run.endInput()
                #expect(await run.result().status == 1)
                let result = await watcher.result()
                #expect(result.status == 0)
                #expect(result.output.contains("complete\n") && result.output.contains("2 created, 1 rejected"))
            }
        }

        @Test func linesOfJSONEndWithTheLast() async throws {
            try await watch("--json") { run, watcher in
                #expect(await watcher.output.nextLine()?.contains(#""state":"running""#) == true)
                run.endInput()
                let result = await watcher.result()
                #expect(result.lines.last?.contains(#""state":"complete""#) == true)
            }
        }

        @Test func onATerminalTheLineIsRedrawn() async throws {
            let terminal = try PseudoTerminal(columns: 100)
            try await watch(terminal: terminal) { run, watcher in
                _ = await watcher.errors.text { $0.contains("2 records") }
                run.endInput()
                let result = await watcher.result()
                #expect(result.status == 0)
                // What was drawn is taken away again.
                #expect(result.errors.hasSuffix("\r\u{1B}[J") && !result.errors.contains("\n"))
            }
        }

        @Test func ctrlCEndsTheWatchingOnly() async throws {
            try await watch { run, watcher in
                _ = await watcher.errors.nextLine()
                watcher.interrupt()
                let result = await watcher.result()
                #expect(result.status == 130 && result.output.isEmpty)
                run.endInput()
                #expect(await run.result().status == 1)
            }
        }
    }
}
