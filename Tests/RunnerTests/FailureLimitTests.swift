import EmulatorTesting
import Records
import Testing

@testable import Runner

/// When a run has seen enough failures.
struct FailureLimitTests {
    @Test(arguments: [
        ("0", "0"), ("20", "20"), ("5%", "5%"), ("2.5%", "2.5%"), ("0%", "0%"), ("100%", "100%"),
        ("-1", nil), ("101%", nil), ("-1%", nil), ("%", nil), ("", nil), ("many", nil), ("nan%", nil), ("1.5", nil),
    ])
    func isWrittenAsANumberOrAShare(text: String, meant: String?) {
        #expect(FailureLimit(text)?.description == meant)
    }

    @Test func aNumberMayBeReachedAndNotPassed() {
        let limit = FailureLimit.count(3)
        #expect(!limit.isExceeded(by: 3, of: 3, isAtEnd: true))
        #expect(limit.isExceeded(by: 4, of: 1000, isAtEnd: false))
        #expect(FailureLimit.count(0).isExceeded(by: 1, of: 1, isAtEnd: false))
    }

    @Test func aShareIsNotJudgedByTheFirstFewRecords() {
        let limit = FailureLimit.percent(10)
        #expect(!limit.isExceeded(by: 99, of: 99, isAtEnd: false))
        #expect(limit.isExceeded(by: 11, of: 100, isAtEnd: false))
        #expect(!limit.isExceeded(by: 10, of: 100, isAtEnd: false))
        #expect(limit.isExceeded(by: 2, of: 10, isAtEnd: true))
    }

    private static let mixed = """
        return function(row)
          if row.n % 2 == 0 then error("even") end
          return intercom.upsert_contact { matching_field = "external_id", matching_value = row.n }
        end
        """
    private static let numbers = (1...3000).map { "{\"n\":\($0)}\n" }.joined()

    @Test(arguments: [(FailureLimit.count(7), 8), (.percent(20), 21)])
    func aRunIsStoppedAndWhatIsInFlightEnds(limit: FailureLimit, least: Int) async throws {
        let bench = try RunBench()
        let report = try await bench.run(Self.mixed, over: Self.numbers, name: "in.ndjson") {
            $0.options.maximumFailures = limit
            $0.recordsInFlight = 10
        }
        #expect(report.summary.ending == .tooManyFailures(limit))
        #expect(report.summary.json["ending"] == "too_many_failures")
        #expect(report.summary.problems >= least && report.summary.records < 200)
        #expect(report.total == report.summary.records)
        #expect(bench.workspace.core.contacts.count == report.summary.count(.created))
    }

    @Test func aShortInputIsJudgedAtItsEnd() async throws {
        let script =
            "return { each = assert(load([==[\(Self.mixed)]==]))(), finish = function() print('finished') end }"
        let input = "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n"
        for (share, ending) in [(33.0, RunSummary.Ending.tooManyFailures(.percent(33))), (34, .complete)] {
            let report = try await RunBench().run(script, over: input, name: "in.ndjson") {
                $0.options.maximumFailures = .percent(share)
            }
            #expect(report.summary.ending == ending)
            #expect(report.output == (ending == .complete ? ["finished"] : []))
        }
    }
}
