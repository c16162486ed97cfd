import Foundation
import Ledger
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

        @Test func theOldGo() async throws {
            let folder = try TemporaryFolder()
            let path = folder.path("ledger.sqlite")
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            let days = [100, 95, 80, 1]
            let runs = days.map { days in
                RunEntry(
                    id: RunIdentifier("r\(days)"), workspace: .init(kind: .live, key: "k", name: "k"),
                    script: "old.lua", scriptDigest: [1], inputs: [], invocation: "{}",
                    startedAt: now - Int64(days) * 86_400_000 - 60_000)
            }
            // In a scope of its own, so that the ledger is closed before others open it.
            do {
                let store = try SQLiteLedger(path: path)
                for run in runs {
                    let claim = try await store.begin(run)
                    // The one of 100 days was at it for 30, and written to since.
                    let duration: Int64 = run.id.description == "r100" ? 30 * 86_400_000 : 1000
                    try await store.end(run.id, ending: RunEntry.complete, at: run.startedAt + duration)
                    claim.release()
                }
            }
            let prune = ["runs", "prune", "--ledger", path]
            let kept = try await Program.run(prune + ["--older-than", "90d", "--keep", "3"])
            #expect(kept.lines == ["0 runs removed, 4 left."], "\(kept.output)\(kept.errors)")
            let old = try await Program.run(prune + ["--older-than", "90d"])
            #expect(old.lines.first?.hasPrefix("Removed r95 of ") == true && old.lines.count == 2, "\(old.output)")
            #expect(old.lines.last == "1 run removed, 3 left.")
            let older = try await Program.run(prune + ["--older-than", "10w"])
            let began = older.lines.map { $0.prefix(11) }
            #expect(began == ["Removed r80", "Removed r10", "2 runs remo"], "\(older.output)")
            let listed = try await Program.run("runs", "list", "--json", "--ledger", path)
            #expect(listed.lines.count == 1 && listed.output.contains("\"r1\""), "\(listed.output)")
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
