import EmulatorTesting
import Foundation
import Intercom
import Ledger
import Records
import Runner
import Testing

/// Runs of the shares of one input, looked at as one.
@Suite struct MergedRunTests {
    private let bench: RunBench
    private let people: String

    init() throws {
        bench = try RunBench()
        people = "email,name\n" + (1...40).map { $0 % 7 == 0 ? "nobody\($0),N\n" : "p\($0)@acme.io,P\n" }.joined()
    }

    private static let workspace = RunEntry.Workspace(kind: .emulator, key: "emulator 1", name: "Emulator")

    private func ledger(_ name: String) throws -> SQLiteLedger {
        try SQLiteLedger(path: bench.folder.path + "/\(name).sqlite")
    }

    /// Runs one share in a ledger.
    ///
    /// - Parameter last: the record at which somebody stops it.
    @discardableResult
    private func run(
        _ shard: RecordShard?, in store: SQLiteLedger, over text: String? = nil, script: String = upsertByEmail,
        at time: Int64 = 0, until last: Int? = nil
    ) async throws -> RunReport {
        var configuration = try bench.configuration(script, nil)
        configuration.inputs = [.file(try bench.file("people.csv", text ?? people))]
        configuration.records.shard = shard
        configuration.recordsInFlight = last == nil ? 400 : 1
        configuration.ledger = RunLedger(store, .begin, invocation: "{}") { () async throws(IntercomError) in
            Self.workspace
        }
        configuration.ledger?.now = { (EmulatedWorkspace.start + time) * 1000 }
        let report = await RunBench.run(configuration) { host, result in if result.record == last { host.stop() } }
        #expect(report.failure == nil)
        return report
    }

    private func shard(_ number: Int, _ count: Int = 2) throws -> RecordShard {
        try #require(RecordShard(number, of: count, by: "email"))
    }

    @Test func twoSharesAreTheWhole() async throws {
        let (one, two) = (try ledger("one"), try ledger("two"))
        for (number, store) in [(1, one), (2, two)] { try await run(try shard(number), in: store) }
        let whole = try await run(nil, in: try ledger("whole")).summary

        let merged = try await MergedRun(of: [two, one])
        #expect(merged.isComplete && merged.leftOut.isEmpty)
        #expect(merged.parts.map { $0.entry.share?.number } == [1, 2])
        var numbers: [Int] = []
        var originals: [String] = []
        let summary = try await merged.go { result, _ in
            numbers.append(result.record)
            if let original = result.original { originals.append(original) }
        }
        #expect(numbers == Array(1...40))
        #expect(originals.count == 5 && originals[0] == #"{"email":"nobody7","name":"N"}"#)
        #expect(summary.records == whole.records && summary.problems == whole.problems)
        #expect(summary.outcomes == [.created: 35, .rejected: 5])
        #expect(summary.groups.map(\.count) == whole.groups.map(\.count))
        #expect(summary.groups.map(\.record) == [7] && summary.groups[0].source.hasSuffix("people.csv"))
    }

    @Test func oneLedgerMayHoldAllShares() async throws {
        let store = try ledger("all")
        try await run(nil, in: store)
        for number in 1...3 { try await run(try shard(number, 3), in: store) }
        let merged = try await MergedRun(of: [store])
        #expect(merged.parts.map { $0.entry.share?.number } == [1, 2, 3])
        #expect(try await merged.go().records == 40)
    }

    @Test func aMissingShareIsNamed() async throws {
        let store = try ledger("some")
        try await run(try shard(2, 3), in: store)
        let merged = try await MergedRun(of: [store])
        #expect(merged.missing == [1, 3] && !merged.isComplete)
        #expect(try await merged.go().ending == .interrupted)
    }

    @Test func ofAShareThatWasRunTwiceTheCompleteOneCounts() async throws {
        let (one, two) = (try ledger("one"), try ledger("two"))
        try await run(try shard(1), in: one)
        let broken = try await run(try shard(2), in: two, at: 5, until: 4)
        let again = try await run(try shard(2), in: one, at: 1)
        let merged = try await MergedRun(of: [one, two])
        #expect(merged.isComplete)
        #expect(merged.parts[1].entry.id == again.summary.run)
        #expect(merged.leftOut.map(\.run.entry.id) == [broken.summary.run])
        #expect(merged.leftOut[0].reason.contains("took share 2 too"))
        #expect(try await merged.go().records == 40)
    }

    @Test func aRunThatIsInTwoLedgersCountsOnce() async throws {
        let (one, copy) = (try ledger("one"), try ledger("copy"))
        try await run(try shard(1), in: one)
        let second = try await run(try shard(2), in: one)
        let id = try #require(second.summary.run)
        #expect(try await copy.take(id, from: one))
        let merged = try await MergedRun(of: [copy, one])
        #expect(merged.parts.count == 2 && merged.leftOut.map(\.run.entry.id) == [id])
        #expect(try await merged.go().records == 40)
    }

    @Test func whatIsNoShareOfTheSameIsRefused() async throws {
        let (one, two, none) = (try ledger("one"), try ledger("two"), try ledger("none"))
        try await run(try shard(1), in: one)
        try await run(try shard(2), in: two, script: "return function() end")
        let scripts = await #expect(throws: MergeRefusal.self) { _ = try await MergedRun(of: [one, two]) }
        #expect(scripts?.description.hasSuffix("the scripts differ") == true)
        try await run(try shard(2, 4), in: two)
        let shares = await #expect(throws: MergeRefusal.self) { _ = try await MergedRun(of: [one, two]) }
        #expect(shares?.description.hasSuffix("divided or read their input differently") == true)
        await #expect(throws: MergeRefusal.self) { _ = try await MergedRun(of: [none]) }
    }

    @Test func aShareOfAnotherInputIsLeftOut() async throws {
        let store = try ledger("one")
        try await run(try shard(1), in: store, over: people + "late@acme.io,L\n")
        try await run(try shard(2), in: store, at: 1)
        let merged = try await MergedRun(of: [store])
        #expect(merged.missing == [1])
        #expect(merged.leftOut.map(\.reason).first?.hasPrefix("it read another input") == true)
    }
}
