import Foundation
import Testing

extension EndToEnd {
    /// Looking for runs where there are none.
    @Suite struct LookingAtRunsTests {
        @Test func aLedgerThatIsNotThereIsNotMade() async throws {
            let folder = try TemporaryFolder()
            let ledger = folder.path("typo.sqlite")
            let listed = try await Program.run("runs", "list", "--ledger", ledger)
            #expect(listed.status == 0 && listed.errors == "There is no run in \(ledger) yet.\n")
            let pruned = try await Program.run("runs", "prune", "--keep", "3", "--ledger", ledger)
            #expect(pruned.status == 0 && pruned.errors == "There is no run in \(ledger) yet.\n")
            for command in [["runs", "show", "last"], ["runs", "rejects", "last"], ["retry", "last"]] {
                let result = try await Program.run(command + ["--ledger", ledger])
                #expect(result.status == 64)
                #expect(
                    result.errors
                        == "intercom-lua: there is no run in the ledger \"\(ledger)\": there is no such file yet\n")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
        }

        @Test func anEmptyNameIsNoRun() async throws {
            let folder = try TemporaryFolder()
            let ledger = ["--ledger", folder.path("ledger.sqlite")]
            let input = try folder.write("n\n1\n", to: "in.csv")
            let run = try await Program.run(["run", "-e", "intercom.skip()", input, "--emulator"] + ledger)
            #expect(run.status == 0)
            let result = try await Program.run(["runs", "show", ""] + ledger)
            #expect(result.status == 64 && result.output == "")
            #expect(result.errors.hasPrefix("intercom-lua: there is no run \"\" in "), "\(result.errors)")
        }

        @Test func aLedgerIsNotMergedIntoItself() async throws {
            let folder = try TemporaryFolder()
            let ledger = folder.path("z.sqlite")
            let input = try folder.write("n\n1\n", to: "in.csv")
            let run = try await Program.run(
                "run", "-e", "intercom.skip()", input, "--emulator", "--ledger", ledger)
            #expect(run.status == 0)
            let result = try await Program.run("runs", "merge", ledger, "--into", ledger)
            #expect(result.status == 64)
            let what = "that is the ledger \"\(ledger)\" itself; name another file to bring runs together in"
            #expect(result.errors == "intercom-lua: --into \(ledger): \(what)\n")
        }
    }
}
