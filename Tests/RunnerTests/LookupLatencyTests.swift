import EmulatorTesting
import Intercom
import Runner
import Testing

/// Lookups are gathered, and whoever is alone does not wait for company: with a patience of an hour, a run that waited
/// for it would not end.
struct LookupLatencyTests {
    private func run(_ script: String, over rows: Int?) async throws -> (report: RunReport, searches: Int) {
        let bench = try RunBench()
        let input = rows.map { "email,name\n" + (0..<$0).map { "p\($0)@acme.io,n\n" }.joined() }
        let report = try await bench.run(script, over: input) { $0.engine.lookupPatience = .seconds(3600) }
        return (report, bench.workspace.calls["POST /contacts/search"] ?? 0)
    }

    /// Whoever is alone goes at once, so how many meet depends on how fast the rows arrive; a machine that has much else to
    /// do may send some searches more than need be.
    @Test(.timeLimit(.minutes(1)), arguments: [(1, 1), (3, 1), (99, 1), (101, 2)])
    func recordsOfAFile(_ rows: Int, _ searches: Int) async throws {
        let (report, made) = try await run(upsertByEmail, over: rows)
        #expect(report.summary.outcomes == [.created: rows])
        #expect((searches...max(rows / 4, min(rows, 3))).contains(made))
    }

    @Test(.timeLimit(.minutes(1)))
    func oneCallAfterTheOther() async throws {
        let script = """
            for number = 1, 20 do
              intercom.upsert_contact {
                matching_field = "email", matching_value = "p" .. number .. "@acme.io", mappings = { name = "n" } }
            end
            """
        let (report, made) = try await run(script, over: nil)
        #expect(report.failure == nil && report.summary.operations == [.created: 20] && made == 20)
    }

    @Test(.timeLimit(.minutes(1)))
    func severalOperationsOfARecord() async throws {
        let script = """
            return function(row)
              intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { name = "1" } }
              intercom.tag_contact(intercom.find_contact { matching_field = "email", matching_value = row.email }.id, "2001")
              intercom.upsert_contact { matching_field = "email", matching_value = "x" .. row.email }
            end
            """
        let (report, _) = try await run(script, over: 5)
        #expect(report.summary.outcomes == [.created: 5])
    }
}
