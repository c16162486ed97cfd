import Foundation
import Seeded
import Testing

extension EndToEnd {
    /// The program is killed at any moment, and goes on as if nothing had happened.
    @Suite struct KillTests {
        /// How often it is killed before it is let be.
        private static let kills = 50
        private static let users = 30

        @Test func nothingIsLostAndNothingDoneTwiceWhenTheProgramIsKilled() async throws {
            let seed = UInt64.random(in: 0 ... .max)
            var random = SeededGenerator(seed: seed)
            // Searches lag behind, as Intercom's do.
            try await EmulatedWorkspace.serve("--rate-limit", "off", "--search-lag", "0.3") { workspace in
                var kills = 0
                var round = 0
                while kills < Self.kills {
                    round += 1
                    let prefix = "r\(round)"
                    try await workspace.seed(try GeneratedHistory.seedDocument(prefix: prefix, users: Self.users))
                    let history = GeneratedHistory(prefix: prefix, records: 400, users: Self.users, seed: random.next())
                    kills += try await play(history, in: workspace, at: most(Self.kills - kills), &random, seed)
                    try await check(history, prefix, in: workspace, seed)
                }
            }
        }

        private func most(_ kills: Int) -> Int { min(kills, 10) }

        /// Runs a history, killed so many times at most, and checks what it says at the end.
        /// - Returns: how often it was killed.
        private func play(
            _ history: GeneratedHistory, in workspace: EmulatedWorkspace, at most: Int, _ random: inout SeededGenerator,
            _ seed: UInt64
        ) async throws -> Int {
            let folder = try TemporaryFolder()
            let script = try folder.write(GeneratedHistory.script, to: "history.lua")
            let input = try folder.write(history.csv, to: "history.csv")
            let options = [
                "--base-url", workspace.url, "--ledger", folder.path("ledger.sqlite"), "--index-lag", "1",
                "--allow-delete", "--concurrency", "4", "--json", "--results", folder.path("results.ndjson"),
            ]
            var kills = 0
            while true {
                // A run that was killed before it was in the ledger is begun anew.
                let hasBegun = try await Self.hasUnfinishedRun(folder)
                let program = try Program(["run", script, input] + (hasBegun ? ["--resume"] : []) + options)
                if kills < most {
                    _ = await program.errors.nextLine()
                    try await Task.sleep(for: .microseconds(random.next(250_000)))
                    program.send(SIGKILL)
                }
                let result = await program.result()
                if result.status == 128 + SIGKILL {
                    kills += 1
                    continue
                }
                try #require(result.status == 0, "seed \(seed): \(result.errors)")
                let words = try ResultLine.lines(of: try folder.contents(of: "results.ndjson")).map(\.outcome)
                #expect(history.differences(from: words) == [], "seed \(seed)")
                #expect(try RunReport(result).sum == history.outcomes.count, "seed \(seed)")
                return kills
            }
        }

        private static func hasUnfinishedRun(_ folder: TemporaryFolder) async throws -> Bool {
            guard FileManager.default.fileExists(atPath: folder.path("ledger.sqlite")) else { return false }
            let result = try await Program.run("runs", "--json", "--ledger", folder.path("ledger.sqlite"))
            return result.output.contains("\"crashed\"")
        }

        private func check(
            _ history: GeneratedHistory, _ prefix: String, in workspace: EmulatedWorkspace, _ seed: UInt64
        ) async throws {
            let contacts = try await workspace.contacts().filter { $0.email?.hasPrefix("\(prefix)-") == true }
            let live = contacts.filter { $0.state == "active" }
            let people = Dictionary(grouping: live) { $0.email ?? "" }.mapValues { contacts in
                contacts.map { GeneratedHistory.Person(name: $0.name ?? "", role: $0.role) }
            }
            #expect(people == history.people.mapValues { [$0] }, "seed \(seed)")
            let creations = Dictionary(grouping: contacts) { $0.email ?? "" }.mapValues(\.count)
            #expect(creations == history.creations, "seed \(seed)")
        }
    }
}
