import Foundation
import Testing

extension EndToEnd {
    /// `runs merge`: the shares of one input, run by several processes, as one report.
    @Suite struct RunsMergeTests {
        private static let script = """
            return function(row)
              return intercom.upsert_contact { matching_field = "email", matching_value = row.email }
            end
            """

        @Test func theLedgersOfTwoProcessesAreOneReport() async throws {
            let folder = try TemporaryFolder()
            let script = try folder.write(Self.script, to: "sync.lua")
            let input = try folder.write(
                "email\n" + (1...20).map { $0 == 9 ? "nobody\n" : "p\($0)@example.com\n" }.joined(), to: "people.csv")
            let ledgers = (1...2).map { folder.path("shard-\($0).sqlite") }
            try await EmulatedWorkspace.serve { workspace in
                for (index, ledger) in ledgers.enumerated() {
                    let result = try await Program.run(
                        "run", script, input, "--base-url", workspace.url, "--quiet", "--ledger", ledger,
                        "--shard", "\(index + 1)/2", "--shard-by", "email")
                    #expect([0, 1].contains(result.status), "\(result.errors)")
                }
                #expect(try await workspace.contacts().count == 19)
            }
            let all = folder.path("all.sqlite")
            let page = folder.path("all.html")
            let merged = try await Program.run(["runs", "merge"] + ledgers + ["--into", all, "--report", page])
            #expect(merged.status == 1)
            #expect(merged.output.contains("20 records: 19 created, 1 rejected."))
            #expect(merged.output.contains("rejected once, at record 9 (\(input):10): invalid_argument"))
            #expect(try folder.contents(of: "all.html").contains("Finished; 1 record needs attention"))

            // What was brought together says the same again.
            let again = try await Program.run("runs", "merge", all, "--json")
            #expect(again.status == 1)
            #expect(again.output.contains(#""outcomes":{"created":19,"rejected":1}"#))
            #expect(again.output.contains(#""shares":2,"missing":[]"#))

            let half = try await Program.run("runs", "merge", ledgers[1])
            #expect(half.status == 75)
            #expect(half.output.contains("Of share 1 of 2 there is no run."))
        }

        @Test func aLedgerThatIsNotThereIsNotMade() async throws {
            let folder = try TemporaryFolder()
            let result = try await Program.run("runs", "merge", folder.path("none.sqlite"))
            #expect(result.status == 66)
            #expect(!FileManager.default.fileExists(atPath: folder.path("none.sqlite")))
        }
    }
}
