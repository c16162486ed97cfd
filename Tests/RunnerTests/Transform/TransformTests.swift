import JSON
import Lua
import Records
import Runner
import Testing

/// What a script returns for a record, and what comes out.
@Suite struct TransformTests {
    private func code(_ code: String, _ input: String) async throws -> TransformRun {
        try await TransformRun(code, over: input)
    }

    @Test func recordsListsAndNothing() async throws {
        let output = try await TransformRun(
            script: """
                return function(row)
                  if row.n % 3 == 0 then return nil end
                  if row.n % 3 == 1 then return { { n = row.n }, { n = -row.n } } end
                  return { n = row.n }
                end
                """, over: (1...6).map { #"{"n":\#($0)}"# + "\n" }.joined())
        #expect(output.lines == [#"{"n":1}"#, #"{"n":-1}"#, #"{"n":2}"#, #"{"n":4}"#, #"{"n":-4}"#, #"{"n":5}"#])
        #expect(output.summary.records == 6)
        #expect(output.summary.count(.skipped) == 2)
    }

    @Test func theOrderIsTheInputs() async throws {
        let numbers = Array(1...5000)
        let output = try await code("return row", numbers.map { #"{"n":\#($0)}"# + "\n" }.joined())
        #expect(output.lines == numbers.map { #"{"n":\#($0)}"# })
    }

    @Test(arguments: [
        #"{"n":9007199254740993}"#, #"{"n":1.0}"#, #"{"n":-0.5}"#, #"{"list":[]}"#, #"{"deep":{"list":[[],[1]]}}"#,
        #"{"text":"é \"quoted\" \u0001"}"#, #"{"none":null}"#, #"{"flag":false}"#,
    ])
    func valuesComeOutAsTheyWentIn(line: String) async throws {
        #expect(try await code("return row", line).lines == [line])
    }

    @Test func rowsOfCSVAreTexts() async throws {
        let output = try await TransformRun(
            script: "return function(row) return row end", over: "zip,name\n01234,Ada\n", name: "in.csv")
        #expect(output.lines == [#"{"zip":"01234","name":"Ada"}"#])
    }

    @Test func fieldsKeepTheOrderOfTheRecord() async throws {
        let input = #"{"z":1,"a":{"y":1,"b":2},"m":3}"#
        #expect(
            try await code("row.new = 0 row.m = nil return row", input).lines == [#"{"z":1,"a":{"y":1,"b":2},"new":0}"#]
        )
        #expect(
            try await code("return { row, { m = 1, q = 2, z = 3 } }", input).lines
                == [input, #"{"z":3,"m":1,"q":2}"#])
    }

    @Test(arguments: [
        ("return {}", ["{}"]), ("return json.array()", []), ("return 5", ["5"]), ("return 'text'", [#""text""#]),
    ])
    func whatIsNoListIsOneValue(code: String, lines: [String]) async throws {
        let output = try await self.code(code, #"{"n":1}"#)
        #expect(output.lines == lines)
        #expect(output.summary.outcomes == [lines.isEmpty ? .skipped : .unchanged: 1])
    }

    @Test(arguments: [
        ("return { 1, 2, n = 3 }", "neither an array nor an object"), ("return { 1, nil, 3 }", "hole"),
        ("return { n = print }", "function cannot be written as JSON"), ("return { n = '\\xff' }", "UTF-8"),
    ])
    func whatIsNoRecordIsRejected(code: String, message: String) async throws {
        let output = try await self.code(code, #"{"n":1}"#)
        #expect(output.lines.isEmpty)
        #expect(output.rejected.first?.problem?.message.contains(message) == true, "\(output.rejected)")
    }

    @Test func jsonNullIsNothingToo() async throws {
        let output = try await code("return json.null", #"{"n":1}"#)
        #expect(output.lines.isEmpty)
        #expect(output.summary.count(.skipped) == 1)
    }

    @Test func errorsLeaveTheirRecordOut() async throws {
        let output = try await code(
            "if row.n == 2 then error('two') end if row.n == 3 then return print end return { n = row.n * 2 }",
            "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\noops\n{\"n\":5}\n")
        #expect(output.lines == [#"{"n":2}"#, #"{"n":10}"#])
        #expect(output.rejected.map(\.record) == [2, 3, 4])
        #expect(output.rejected.map { $0.problem?.code } == ["script_error", "script_error", "bad_record"])
        #expect(output.summary.count(.rejected) == 3)
        #expect(output.summary.records == 5)
    }

    @Test func skipGivesAReason() async throws {
        let output = try await code("intercom.skip('not now')", #"{"n":1}"#)
        #expect(output.summary.skips == ["not now": 1])
        #expect(output.rejected.isEmpty)
    }

    @Test func operationsNeedTheNetwork() async throws {
        let output = try await code(
            "return intercom.create_contact { mappings = { email = 'a@acme.io' } }", #"{"n":1}"#)
        #expect(
            output.rejected.first?.problem?.message == "intercom.create_contact needs the network, and map has none.")
        let parallel = try await code("return parallel({ 1, 2 }, function(n) return { n = n } end)", #"{"n":1}"#)
        #expect(parallel.lines == [#"{"n":1}"#, #"{"n":2}"#], "\(parallel.rejected.first?.problem?.message ?? "")")
    }

    @Test func setupAndFinishAndLimit() async throws {
        let seen = Lines()
        let output = try await TransformRun(
            script: """
                return {
                  setup = function() return { sum = 0 } end,
                  each = function(row, ctx, state) state.sum = state.sum + row.n return { n = ctx.index } end,
                  finish = function(state) print(state.sum) end,
                }
                """, over: "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n"
        ) { configuration in
            configuration.run.options.limit = 2
            configuration.run.output = { seen.add($0) }
        }
        #expect(output.lines == [#"{"n":1}"#, #"{"n":2}"#])
        #expect(seen.all == ["3"])
    }

    @Test func aTimeoutIsOneRecords() async throws {
        let output = try await TransformRun(
            script: "return function(row) if row.n == 1 then while true do end end return row end",
            over: "{\"n\":1}\n{\"n\":2}\n"
        ) { $0.run.lua.timeLimit = .milliseconds(100) }
        #expect(output.lines == [#"{"n":2}"#])
        #expect(output.rejected.first?.problem?.code == "script_timeout")
    }

    @Test func itNeedsAFunctionAndAnInput() async throws {
        await #expect(throws: (any Error).self) { try await TransformRun(script: "print('plain')", over: #"{"n":1}"#) }
        await #expect(throws: MissingInput.self) {
            try await TransformRun(TransformConfiguration(RunConfiguration(script: .recordCode("return row"))))
        }
    }

    @Test func stoppingEndsItAfterTheRecordAtHand() async throws {
        var run = RunConfiguration(
            script: .recordCode("if row.n == 10 then print('ten') end return row"),
            inputs: [.bytes(Array(numbered(1...5000).utf8), name: "in.ndjson")])
        let transform = Held<Transform>()
        run.output = { _ in transform.value?.stop() }
        let output = try await TransformRun(TransformConfiguration(run)) { transform.value = $0 }
        #expect(output.summary.ending == .interrupted)
        #expect(output.summary.records == 10)
    }

    @Test func numbersKeepTheirKind() async throws {
        let numbers = ["9007199254740993", "-9223372036854775808", "1.0", "1e+300", "0.1", "-0.0", "100.25"]
        let line = #"{"n":[\#(numbers.joined(separator: ","))]}"#
        #expect(try await code("return row", line).lines == [line])
        #expect(
            try await code("return { n = row.n * 3, m = row.m / 2 }", #"{"m":6,"n":5}"#).lines == [#"{"m":3.0,"n":15}"#]
        )
    }

    @Test func theNamesOfOneLiners() async throws {
        let output = try await code(
            "r.same = r == row r.line = ctx.line r.source = ctx.source return r", numbered(7...8))
        #expect(
            output.lines == [
                #"{"n":7,"line":1,"same":true,"source":"in.ndjson"}"#,
                #"{"n":8,"line":2,"same":true,"source":"in.ndjson"}"#,
            ])
    }

    @Test func theInputIsForEach() async throws {
        let output = try await code("return input.all()", numbered(1...1))
        #expect(output.rejected.first?.problem?.message.contains("the records go to each") == true)
        #expect(
            try await code("return { names = input.sources() }", numbered(1...1)).lines == [#"{"names":["in.ndjson"]}"#]
        )
    }
}
