import Foundation
import Testing

extension EndToEnd {
    /// `runs prune`: what goes, what stays, and that it says so.
    @Suite struct RunsPruneTests {
        @Test func theLatestStay() async throws {
            let folder = try TemporaryFolder()
            let ledger = ["--ledger", folder.path("ledger.sqlite")]
            for _ in 1...3 {
                let run = try await Program.run(
                    ["run", "-e", "intercom.skip('seen')", "-", "--format", "csv", "--emulator", "--quiet"] + ledger,
                    input: "n\n1\n2\n")
                #expect(run.status == 0, "\(run.errors)")
            }
            #expect(try await Program.run(["runs", "prune"] + ledger).status == 64)
            let old = try await Program.run(["runs", "prune", "--older-than", "90d"] + ledger)
            #expect(old.lines == ["0 runs removed, 3 left."])
            let fresh = try await Program.run(["runs", "prune", "--keep", "2"] + ledger)
            #expect(fresh.lines.first == "0 runs removed, 3 left.")
            #expect(fresh.output.contains("stays: it was written to in the last 10 minutes"), "\(fresh.output)")
            let forced = try await Program.run(["runs", "prune", "--keep", "2", "--force"] + ledger)
            #expect(forced.lines.count == 2 && forced.lines[0].hasSuffix(", 2 records."), "\(forced.output)")
            #expect(forced.lines.last == "1 run removed, 2 left.")
            #expect(try await Program.run(["runs", "list", "--json"] + ledger).lines.count == 2)
        }

        @Test func aRunThatCanBeGoneOnWithStays() async throws {
            let folder = try TemporaryFolder()
            let ledger = ["--ledger", folder.path("ledger.sqlite")]
            try await EmulatedWorkspace.serve { workspace in
                let run = try await Program.run(
                    [
                        "run", "-e", "error('no')", "-", "--format", "csv", "--base-url", workspace.url, "--quiet",
                        "--max-failures", "1",
                    ] + ledger, input: "n\n1\n2\n3\n")
                #expect(run.status == 99, "\(run.errors)")
            }
            let spared = try await Program.run(["runs", "prune", "--keep", "0"] + ledger)
            #expect(spared.output.contains("stays: it can be gone on with"), "\(spared.output)")
            let forced = try await Program.run(["runs", "prune", "--keep", "0", "--force"] + ledger)
            #expect(forced.lines.last == "1 run removed, 0 left.")
        }
    }
}
