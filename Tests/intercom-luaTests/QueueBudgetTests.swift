import Foundation
import PostgresTesting
import Testing

extension EndToEnd {
    /// The calls that the workers of a workspace share, by what the emulator counts of them.
    @Suite(.enabled(if: PostgresServer.shared != nil)) struct QueueBudgetTests {
        /// Calls in a window.
        private static let limit = 200
        /// Enough for two whole windows between the first and the last one, wherever the first begins, and few enough for all
        /// calls to be in the emulator's log.
        private static let records = 3 * limit + limit / 2

        private static let script = """
            return function(row) return intercom.create_contact { mappings = { external_id = row.id } } end
            """

        @Test func workersUseTheWholeLimitOfTheirWorkspaceAndNoOther() async throws {
            let url = try #require(PostgresServer.shared).makeDatabase()
            let folder = try TemporaryFolder()
            let script = try folder.write(Self.script, to: "create.lua")
            let ids = (1...Self.records).map { "\($0)\n" }
            let input = try folder.write("id\n" + ids.joined(), to: "ids.csv")
            try await EmulatedWorkspace.serve("--rate-limit", "\(Self.limit)") { one in
                try await EmulatedWorkspace.serve("--rate-limit", "\(Self.limit)") { other in
                    // Its windows begin at other moments than those of the clock here.
                    try await other.advanceClock(seconds: 3.7)
                    var workers: [Program] = []
                    for (workspace, count) in [(one, 3), (other, 2)] {
                        let options = ["--ledger", url, "--base-url", workspace.url]
                        let enqueued = try await Program.run(["enqueue", script, input, "--unordered"] + options)
                        try #require(enqueued.status == 0, "\(enqueued.errors)")
                        for _ in 1...count {
                            workers.append(try Program(["worker", "--until-empty", "--quiet"] + options))
                        }
                    }
                    for worker in workers {
                        let end = await worker.result()
                        #expect(end.status == 0, "\(end.errors)")
                    }
                    try await check(one, "one")
                    try await check(other, "other")
                }
            }
        }

        private func check(_ workspace: EmulatedWorkspace, _ name: Comment) async throws {
            #expect(try await workspace.contacts().count == Self.records, name)
            let calls = try await workspace.requests()
            try #require(try await workspace.statistics().total == calls.count, name)
            let refused = calls.count { $0.status == 429 }
            let counts = Dictionary(
                grouping: calls.filter { $0.endpoint == "POST /contacts" && $0.status != 429 }, by: \.window
            ).mapValues(\.count)
            let shown: Comment = "\(name): \(refused) refused, \(counts.sorted { $0.key < $1.key })"
            #expect(Double(refused) <= 0.01 * Double(calls.count), shown)
            // What was begun or ended within a window says nothing of how much of it could be had.
            let (first, last) = (try #require(counts.keys.min()), try #require(counts.keys.max()))
            try #require(last - first >= 3, shown)
            for window in first + 1..<last {
                #expect(Double(counts[window] ?? 0) >= 0.9 * Double(Self.limit), shown)
            }
        }
    }
}
