import JSON
import Lua
import Records
import Runner
import Synchronization
import Testing

/// Transforms: no network, records out.
struct MapTests {
    private struct Output {
        var lines: [String]
        var rejected: [RecordResult]
        var summary: RunSummary
    }

    private func map(
        _ script: String, over input: String, name: String = "in.ndjson",
        _ configure: (inout RunConfiguration) -> Void = { _ in }
    ) async throws -> Output {
        let bench = try RunBench()
        var configuration = try bench.configuration(script, input, name: name)
        configuration.client = nil
        configure(&configuration)
        let output = try await map(configuration)
        return withExtendedLifetime(bench) { output }
    }

    private func map(_ configuration: RunConfiguration) async throws -> Output {
        let lines = Mutex<[String]>([])
        let rejected = Mutex<[RecordResult]>([])
        let summary = try await ScriptHost(configuration).map(
            write: { value in lines.withLock { $0.append(value.text) } },
            rejected: { result in rejected.withLock { $0.append(result) } })
        return Output(lines: lines.withLock { $0 }, rejected: rejected.withLock { $0 }, summary: summary)
    }

    private func code(_ code: String, _ input: String) async throws -> Output {
        let source = ScriptSource.recordCode(code)
        return try await map(RunConfiguration(script: source, inputs: [.bytes(Array(input.utf8), name: "in.ndjson")]))
    }

    @Test func recordsListsAndNothing() async throws {
        let output = try await map(
            """
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
        let output = try await map("return function(row) return row end", over: "zip,name\n01234,Ada\n", name: "in.csv")
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
        #expect(output.summary.outcomes == [.unchanged: 1])
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
        let output = try await map(
            """
            return {
              setup = function() return { sum = 0 } end,
              each = function(row, ctx, state) state.sum = state.sum + row.n return { n = ctx.index } end,
              finish = function(state) print(state.sum) end,
            }
            """, over: "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n"
        ) { configuration in
            configuration.options.limit = 2
            configuration.output = { seen.add($0) }
        }
        #expect(output.lines == [#"{"n":1}"#, #"{"n":2}"#])
        #expect(seen.all == ["3"])
    }

    @Test func aTimeoutIsOneRecords() async throws {
        let output = try await map(
            "return function(row) if row.n == 1 then while true do end end return row end",
            over: "{\"n\":1}\n{\"n\":2}\n"
        ) { $0.lua.timeLimit = .milliseconds(100) }
        #expect(output.lines == [#"{"n":2}"#])
        #expect(output.rejected.first?.problem?.code == "script_timeout")
    }

    @Test func itNeedsAFunctionAndAnInput() async throws {
        await #expect(throws: (any Error).self) { try await map("print('plain')", over: #"{"n":1}"#) }
        await #expect(throws: MissingInput.self) { try await map(RunConfiguration(script: .recordCode("return row"))) }
    }

    @Test func whatWriteThrowsEndsIt() async throws {
        struct Full: Error {}
        let configuration = RunConfiguration(
            script: .recordCode("return row"), inputs: [.bytes(Array("{\"n\":1}\n{\"n\":2}\n".utf8), name: "in.ndjson")]
        )
        await #expect(throws: Full.self) {
            try await ScriptHost(configuration).map(write: { _ in throw Full() }, rejected: { _ in })
        }
    }

    @Test func stoppingEndsItAfterTheRecordAtHand() async throws {
        let input = (1...5000).map { #"{"n":\#($0)}"# + "\n" }.joined()
        let configuration = RunConfiguration(
            script: .recordCode("return row"), inputs: [.bytes(Array(input.utf8), name: "in.ndjson")])
        let host = ScriptHost(configuration)
        let lines = Lines()
        let summary = try await host.map(
            write: { value in
                lines.add(value.text)
                if lines.all.count == 10 { host.stop() }
            }, rejected: { _ in })
        #expect(lines.all.count == 10)
        #expect(summary.ending == .interrupted)
    }
}
