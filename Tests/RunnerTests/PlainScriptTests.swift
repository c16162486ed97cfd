import EmulatorTesting
import Intercom
import JSON
import Runner
import Testing

/// Scripts that run once, and code from the command line.
struct PlainScriptTests {
    @Test func itRunsOnceAndReadsItsInput() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            """
            for row, place in input.rows() do
              local _, outcome = intercom.upsert_contact { matching_field = "email", matching_value = row.email }
              print(place.index, row.email, outcome)
            end
            print("done")
            """, over: "email\na@acme.io\nb@acme.io\na@acme.io\n")
        #expect(report.failure == nil)
        #expect(report.output == ["1\ta@acme.io\tcreated", "2\tb@acme.io\tcreated", "3\ta@acme.io\tunchanged", "done"])
        #expect(report.summary.records == 0)
        #expect(report.summary.operations == [.created: 2, .unchanged: 1])
        #expect(report.summary.json["operations"] == ["created": 2, "unchanged": 1])
    }

    @Test func theLimitHoldsForItsInput() async throws {
        let report = try await RunBench().run(
            "for row in input.rows() do print(row.n) end", over: "n\n1\n2\n3\n"
        ) { $0.options.limit = 2 }
        #expect(report.output == ["1", "2"])
    }

    @Test func itNeedsNoInput() async throws {
        let report = try await RunBench().run("print(#input.sources())")
        #expect(report.output == ["0"])
        #expect(report.failure == nil)
    }

    @Test func anErrorEndsIt() async throws {
        let report = try await RunBench().run(
            "intercom.create_contact { mappings = { email = 'a@acme.io' } }\nerror('enough')")
        #expect("\(try #require(report.failure))".contains("script.lua:2: enough"))
        #expect(report.summary.operations == [.created: 1])
    }

    // MARK: Time

    private static let work = "local function work(s) local from = os.clock() while os.clock() - from < s do end end "

    /// Together they take longer than the limit allows for one stretch.
    @Test(arguments: [
        "for i = 1, 30 do work(0.05) intercom.find_contact { matching_field = 'external_id', matching_value = i } end",
        "for row in input.rows() do work(0.05) end",
        "parallel(input.all(), function() work(0.05) end)",
    ])
    func itHasItsTimeAnewAfterEachWaitAndRecord(code: String) async throws {
        let input = "n\n" + (1...30).map { "\($0)\n" }.joined()
        let report = try await RunBench().run(Self.work + code + " print('end')", over: input) {
            $0.lua.timeLimit = .seconds(1)
        }
        #expect(report.failure == nil)
        #expect(report.output == ["end"])
    }

    @Test(arguments: [
        "while true do end", "for row in input.rows() do while true do end end",
        "local next = input.rows() while true do next() end", "parallel({ 1 }, function() while true do end end)",
        "intercom.find_contact { matching_field = 'external_id', matching_value = 1 } while true do end",
    ])
    func aStretchThatDoesNotEndIsEnded(code: String) async throws {
        let report = try await RunBench().run(code, over: "n\n1\n2\n") { $0.lua.timeLimit = .milliseconds(200) }
        #expect("\(try #require(report.failure))".contains("timed out"))
    }

    // MARK: parallel

    @Test func parallelKeepsTheOrderOfItsResults() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            """
            local items = {}
            for i = 1, 50 do items[i] = i end
            local results = parallel(items, function(i, position)
              assert(i == position)
              if i % 2 == 0 then return -i end
              return intercom.create_contact { mappings = { external_id = i } }.external_id
            end)
            print(#results, results[1], results[2], results[49], results[50])
            """)
        #expect(report.output == ["50\t1\t-2\t49\t-50"])
        #expect(report.summary.operations == [.created: 25])
    }

    @Test func parallelRunsSoManyAtATime() async throws {
        for (options, most) in [("", "16"), (", { concurrency = 3 }", "3"), (", { concurrency = 99 }", "40")] {
            let report = try await RunBench().run(
                """
                local running, most, items = 0, 0, {}
                for i = 1, 40 do items[i] = i end
                parallel(items, function(i)
                  running = running + 1
                  most = math.max(most, running)
                  intercom.create_contact { mappings = { external_id = i } }
                  running = running - 1
                end\(options))
                print(most)
                """)
            #expect(report.output == [most], "\(options)")
        }
    }

    @Test func parallelWritesOnePersonInOrder() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            """
            local names = {}
            for i = 1, 60 do names[i] = "n" .. i end
            parallel(names, function(name)
              intercom.upsert_contact { matching_field = "email", matching_value = "a@acme.io", mappings = { name = name } }
            end)
            """)
        #expect(report.summary.operations == [.created: 1, .updated: 59])
        #expect(try bench.workspace.person("a@acme.io").name == "n60")
    }

    /// Those in flight end, no others begin, and the error is the script's to catch.
    @Test func parallelRaisesTheFirstError() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            """
            local items = {}
            for i = 1, 40 do items[i] = i end
            local ok, e = pcall(parallel, items, function(i)
              intercom.create_contact { mappings = { external_id = i } }
              if i == 2 or i == 3 then error({ item = i }) end
            end, { concurrency = 4 })
            print(ok, e.item)
            """)
        #expect(report.output == ["false\t2"])
        let count = bench.workspace.core.contacts.count
        #expect(count >= 4 && count < 12, "\(count)")
    }

    @Test func parallelSkipsItemsAndNestsAndTakesNothing() async throws {
        let report = try await RunBench().run(
            """
            local results = parallel({ 1, 2, 3 }, function(i)
              if i == 2 then intercom.skip("two") end
              return #parallel({ 1, 2 }, function(j) return i * j end)
            end)
            print(results[1], results[2], results[3], #parallel({}, print))
            """)
        #expect(report.output == ["2\tnil\t2\t0"])
    }

    @Test(arguments: [
        ("parallel()", "bad argument #1 to 'parallel' (table expected, got no value)"),
        ("parallel({}, 5)", "bad argument #2 to 'parallel' (function expected, got number)"),
        ("parallel({}, print, { concurrency = 0 })", "concurrency must be at least 1"),
        ("parallel({}, print, { concurency = 3 })", #"there is no option "concurency", only concurrency"#),
    ])
    func parallelChecksItsArguments(code: String, message: String) async throws {
        let report = try await RunBench().run(code)
        #expect("\(try #require(report.failure))".contains(message))
    }

    // MARK: -e

    @Test func codeWithoutInputRunsOnceAndShowsWhatItReturns() async throws {
        let bench = try RunBench()
        for (code, output) in [
            ("print(1 + 1)", ["2"]), ("return 1, 'two', nil", ["1\ttwo\tnil"]),
            ("return { 1, { a = true } }", ["[1,{\"a\":true}]"]),
            ("return select(2, intercom.create_contact { mappings = { email = 'a@acme.io' } })", ["created"]),
            ("return function() end and 5", ["5"]), ("local nothing", []),
        ] {
            var configuration = RunConfiguration(script: .code(code))
            configuration.client = bench.workspace.client
            let report = await RunBench.run(configuration)
            #expect(report.failure == nil)
            #expect(report.output == output, "\(code)")
        }
    }

    @Test(arguments: [
        "return intercom.upsert_contact { matching_field = 'email', matching_value = row.email }",
        "intercom.upsert_contact { matching_field = 'email', matching_value = r.email } -- a comment",
        "(intercom.upsert_contact) { matching_field = 'email', matching_value = r.email }",
        "assert(ctx.index); intercom.upsert_contact { matching_field = 'email', matching_value = row.email }",
    ])
    func codeWithInputRunsOnceARecord(code: String) async throws {
        let bench = try RunBench()
        var configuration = RunConfiguration(
            script: .recordCode(code), inputs: [.bytes(Array("email\na@acme.io\nb@acme.io\n".utf8), name: "in.csv")])
        configuration.client = bench.workspace.client
        let report = await RunBench.run(configuration)
        #expect(report.words == ["created", "created"])
    }

    @Test func codeOfTheCommandLineHasItsLine() async throws {
        var configuration = RunConfiguration(
            script: .recordCode("\nerror('here')"), inputs: [.bytes(Array("a\n1\n".utf8), name: "in.csv")])
        configuration.client = try RunBench().workspace.client
        let report = await RunBench.run(configuration)
        #expect(report.results.first?.problem?.position == "(command line):2")
    }
}
