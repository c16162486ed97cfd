import JSON
import Testing

@testable import Emulator

/// Every recorded call, replayed: no answer may differ but by a rule of `Replay.Rule`.
@Suite(.enabled(if: Recordings.folder != nil, Recordings.missing)) struct ConformanceTests {
    @Test(arguments: Recordings.names, ["2.3", "2.16"])
    func recordedAnswers(name: String, version: String) throws {
        let calls = try Recordings.load(name)
        let attributes = try #require(Recordings.load("destination-mapping-options").first?.answer["data"])
        let version = try #require(APIVersion(version))
        // Recorded in January 2021, when bringing a deleted contact back still answered 500.
        var replay = try Replay(calls, version: version, attributes: attributes, isJanuary: name == "lead-quirks")
        replay.run(calls)
        let report = replay.report
        let mismatches = report.mismatches.joined(separator: "\n  ")
        #expect(report.mismatches.isEmpty, "\(name) \(version):\n  \(mismatches)")
        #expect(report.matched == calls.count)
        let explained = report.explained.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\n    \($0.value) × \($0.key.rawValue)" }.joined()
        print("\(name) \(version): \(report.matched) of \(calls.count) matched, of these explained:\(explained)")
    }

    /// A rule for 2.16 must not hide a difference in 2.3.
    @Test func olderVersionNeedsNoNewerRule() throws {
        let attributes = try #require(Recordings.load("destination-mapping-options").first?.answer["data"])
        for name in Recordings.names {
            let calls = try Recordings.load(name)
            var replay = try Replay(calls, version: .v2_3, attributes: attributes, isJanuary: name == "lead-quirks")
            replay.run(calls)
            #expect(Set(replay.report.explained.keys).isSubset(of: [.clock, .tagOrder]))
        }
    }

    /// The comparison itself sees what is wrong.
    @Test func comparisonFindsDifferences() throws {
        let call = try #require(
            Recordings.load("lead-quirks").first { $0.name == "GET /contacts/{id}" && $0.status == 200 })
        var answer = EmulatorAnswer(
            status: 200, body: call.answer.encoded(), requestID: "r", version: "2.3",
            rate: RateHeaders(limit: 167, remaining: 1, reset: 0), link: nil, date: call.date)
        var same = Comparison(version: .v2_3)
        same.compare(answer, call, wanted: call.answer)
        #expect(same.differences == [])
        var changed = try #require(call.answer.object)
        changed["email"] = "other@example.com"
        changed["extra"] = 1
        changed["updated_at"] = .integer((changed["updated_at"]?.integer ?? 0) + 3)
        answer.body = JSONValue.object(changed).encoded()
        var different = Comparison(version: .v2_16)
        different.compare(answer, call, wanted: call.answer)
        #expect(different.differences.count == 4)
    }
}
