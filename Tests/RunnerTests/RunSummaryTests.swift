import EmulatorTesting
import JSON
import Runner
import Testing

/// What a run says at its end.
struct RunSummaryTests {
    private func result(_ record: Int, _ code: String, field: String? = nil, position: String? = nil, _ message: String)
        -> RecordResult
    {
        var result = RecordResult(record: record, line: record + 1, source: "in.csv", outcome: .rejected)
        var problem = RecordResult.Problem(code: code, message: message)
        problem.field = field
        problem.position = position
        result.problem = problem
        return result
    }

    private func groups(_ results: RecordResult...) -> [RunSummary.ProblemGroup] {
        var summary = RunSummary()
        for result in results { summary.add(result) }
        return summary.groups
    }

    @Test func theSameCodeAndFieldAreOneGroup() {
        let groups = groups(
            result(7, "ambiguous_match", field: "matching_value", #"2 contacts have email "a@b.c": 5fa, 5fb."#),
            result(3, "ambiguous_match", field: "matching_value", #"3 contacts have email "d@e.f": 5fc, 5fd, 5fe."#),
            result(9, "attribute_type", field: "custom_mappings.seats", "The text \"x\" does not fit."),
            result(4, "attribute_type", field: "custom_mappings.mrr", "The text \"x\" does not fit."))
        #expect(groups.map(\.count) == [2, 1, 1])
        // The first record speaks for all, whichever ended first.
        #expect(groups[0].record == 3)
        #expect(groups[0].line == 4)
        #expect(groups[0].problem.message.hasPrefix("3 contacts"))
    }

    @Test func withoutAFieldMessagesCountBarTheirData() {
        let groups = groups(
            result(1, "script_error", position: "s.lua:3", #"s.lua:3: no plan "gold" for 12"#),
            result(2, "script_error", position: "s.lua:3", #"s.lua:3: no plan "silver" for 7"#),
            result(3, "script_error", position: "s.lua:9", #"s.lua:9: no plan "silver" for 7"#),
            result(4, "script_error", position: "s.lua:3", "s.lua:3: attempt to index a nil value"),
            result(5, "conflict", "Taken by 5f00000000000000000000a1"),
            result(6, "conflict", "Taken by 5f00000000000000000000b2"))
        #expect(groups.map(\.count) == [2, 1, 1, 2])
    }

    @Test func jsonHasWhatProgramsNeed() async throws {
        let report = try await RunBench().run(
            """
            return function(row)
              if row.email == "skip" then intercom.skip("told to") end
              return intercom.upsert_contact { matching_field = "email", matching_value = row.email }
            end
            """, over: "email\na@acme.io\nb@acme.io\nskip\nnobody\nnothing\n")
        let json = report.summary.json
        #expect(json["records"] == 5)
        #expect(json["outcomes"] == ["created": 2, "skipped": 1, "rejected": 2])
        #expect(json["calls"]?.integer == Int64(report.summary.calls))
        #expect(json["seconds"]?.number != nil)
        #expect(json["errors"]?.array?.count == 1)
        let error = json["errors"]?[0]
        #expect(error?["code"] == "invalid_argument")
        #expect(error?["field"] == "matching_value")
        #expect(error?["count"] == 2)
        #expect(error?["first_record"] == 4)
        #expect(error?["outcome"] == "rejected")
    }

    @Test func linesOfResultsHaveOneShape() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            upsertByEmail, over: "email,name\nada@acme.io,Ada\nnobody,N\n")
        let id = try bench.workspace.person("ada@acme.io").id
        #expect(
            report.results[0].json.text
                == #"{"record":1,"outcome":"created","contact_id":"\#(id)","error":null,"line":2,"source":"people.csv"}"#
        )
        let error = report.results[1].json["error"]
        #expect(error?["code"] == "invalid_argument")
        #expect(error?["field"] == "matching_value")
        #expect(error?["message"]?.string?.contains("nobody") == true)
        #expect(error?["position"]?.string?.hasSuffix("script.lua:2") == true)
    }
}
