import EmulatorTesting
import JSON
import Runner
import Testing

/// Ten thousand people, as untidy as they come.
struct LargeRunTests {
    private static let count = 10_000

    /// The rows, and what must have become of them.
    private static func generate() -> (csv: String, outcomes: [RecordOutcome: Int], names: [String: String]) {
        var csv = "email,name\n"
        var outcomes: [RecordOutcome: Int] = [:]
        var names: [String: String] = [:]
        var state: UInt64 = 42
        for number in 1...count {
            // The generator of Numerical Recipes; its high bits are good enough to choose by.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let choice = Int(state >> 33)
            switch choice % 20 {
            case 0:
                csv += ",Nobody \(number)\n"
                outcomes[.skipped, default: 0] += 1
            case 1:
                csv += "person \(number),Odd\n"
                outcomes[.rejected, default: 0] += 1
            case 2:
                csv += "p\(number)@acme.io,Ragged,Row\n"
                outcomes[.rejected, default: 0] += 1
            default:
                let person = choice / 20 % 6000
                let email = "p\(person)@acme.io"
                let name = choice % 20 < 8 ? "Person \(person)" : "Person \(person), \(number)"
                csv += "\(choice % 3 == 0 ? email.uppercased() : email),\"\(name)\"\n"
                let outcome = names[email].map { $0 == name ? RecordOutcome.unchanged : .updated } ?? .created
                outcomes[outcome, default: 0] += 1
                names[email] = name
            }
        }
        return (csv, outcomes, names)
    }

    private static let script = """
        return function(row)
          if not row.email then intercom.skip("no e-mail") end
          return intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { name = row.name } }
        end
        """

    @Test(.timeLimit(.minutes(5)))
    func noneIsLostAndASecondRunCreatesNothing() async throws {
        let (csv, outcomes, names) = Self.generate()
        let bench = try RunBench()
        let first = try await bench.run(Self.script, over: csv)
        #expect(first.failure == nil)
        #expect(first.summary.records == Self.count)
        #expect(first.summary.outcomes == outcomes)
        #expect(first.results.map(\.record) == Array(1...Self.count))
        expectPeople(names, bench)

        let second = try await bench.run(Self.script, over: csv)
        #expect(second.summary.records == Self.count)
        #expect(second.summary.count(.created) == 0)
        #expect(second.summary.count(.rejected) == outcomes[.rejected])
        #expect(second.summary.count(.skipped) == outcomes[.skipped])
        #expect(second.total == Self.count)
        expectPeople(names, bench)
    }

    private func expectPeople(_ names: [String: String], _ bench: RunBench) {
        let there = bench.workspace.core.contacts.map { ($0.email.lowercased(), $0.name ?? "") }
        #expect(there.count == names.count)
        #expect(Dictionary(there, uniquingKeysWith: { first, _ in first }) == names)
    }
}
