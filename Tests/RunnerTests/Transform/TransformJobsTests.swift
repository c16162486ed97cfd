import Foundation
import Records
import Runner
import Testing

/// Several Lua states side by side: what comes out is what one makes.
@Suite struct TransformJobsTests {
    private func run(
        _ code: String, _ input: String, name: String = "in.ndjson", jobs: Int, readSize: Int = 512,
        _ configure: (inout TransformConfiguration) -> Void = { _ in }
    ) async throws -> TransformRun {
        try await TransformRun(code, over: input, name: name) {
            $0.jobs = jobs
            $0.run.records.readSize = readSize
            configure(&$0)
        }
    }

    @Test(arguments: [RecordFormat.ndjson, .json, .csv]) func theOrderIsTheInputs(format: RecordFormat) async throws {
        let input = numbered(1...5000)
        // Some records take longer, so that jobs overtake each other.
        let code =
            "if row.n % 97 == 0 then local s = 0 for i = 1, 20000 do s = s + i end end row.m = row.n * 2 return row"
        let one = try await run(code, input, jobs: 1) { $0.format = format }
        #expect(one.summary.records == 5000)
        for jobs in [2, 3, 8] {
            let several = try await run(code, input, jobs: jobs) { $0.format = format }
            #expect(several.output == one.output, "\(jobs) jobs")
            #expect(several.summary.outcomes == one.summary.outcomes)
        }
    }

    @Test func whatGoesWrongIsInOrderToo() async throws {
        let input = (1...2000).map { $0 % 10 == 3 ? "oops\n" : "{\"n\":\($0)}\n" }.joined()
        let code =
            "if row.n % 10 == 7 then error('seven', 0) end if row.n % 10 == 9 then intercom.skip('nine') end return row"
        let one = try await run(code, input, jobs: 1)
        let three = try await run(code, input, jobs: 3)
        #expect(one.rejected.map(\.record) == (1...2000).filter { [3, 7].contains($0 % 10) })
        #expect(three.rejected.map(\.record) == one.rejected.map(\.record))
        #expect(three.output == one.output && three.rejects == one.rejects)
        #expect(three.summary.skips == ["nine": 200] && three.summary.count(.rejected) == 400)
    }

    @Test func globalsArePerJob() async throws {
        let output = try await run(
            "count = (count or 0) + 1 return { n = row.n, count = count }", numbered(1...4000), jobs: 4)
        #expect(output.lines.count == 4000)
        // Each job counts for itself: as many records are a job's first as there are jobs that got any.
        let firsts = output.lines.count { $0.hasSuffix(#""count":1}"#) }
        #expect(1...4 ~= firsts)
    }

    @Test func setupAndFinishRunInEachJob() async throws {
        let lines = Lines()
        let output = try await TransformRun(
            script: """
                return {
                  setup = function() return { seen = 0 } end,
                  each = function(row, ctx, state) state.seen = state.seen + 1 return row end,
                  finish = function(state) print(state.seen) end,
                }
                """, over: numbered(1...1000)
        ) {
            $0.jobs = 3
            $0.run.records.readSize = 256
            $0.run.output = { lines.add($0) }
        }
        #expect(output.lines.count == 1000)
        #expect(lines.all.count == 3)
        #expect(lines.all.compactMap(Int.init).reduce(0, +) == 1000)
    }

    @Test(arguments: [nil, "n", "g"]) func shardsTogetherAreTheWhole(field: String?) async throws {
        let input = (1...300).map { $0 % 50 == 0 ? "oops\n" : "{\"n\":\($0),\"g\":\"\($0 % 7)\"}\n" }.joined()
        var numbers: [Int] = []
        var rejected: [Int] = []
        for number in 1...3 {
            let output = try await run("return ctx.index", input, jobs: 2, readSize: 256) {
                $0.run.records.shard = RecordShard(number, of: 3, by: field)
            }
            numbers += output.lines.compactMap { Int($0) }
            rejected += output.rejected.map(\.record)
            #expect(output.summary.records == output.lines.count + output.rejected.count)
        }
        #expect(numbers.sorted() == (1...300).filter { $0 % 50 != 0 })
        #expect(rejected.sorted() == [50, 100, 150, 200, 250, 300])
        let some = try await run("return ctx.index", input, jobs: 1, readSize: 256) {
            $0.run.records.shard = RecordShard(2, of: 3)
            $0.run.options.limit = 30
        }
        #expect(some.summary.records == 30 && some.lines.first == "2")
    }

    @Test func theLimitIsForAllTogether() async throws {
        let output = try await run("return row", numbered(1...5000), jobs: 3) { $0.run.options.limit = 777 }
        #expect(output.lines == (1...777).map { "{\"n\":\($0)}" })
    }

    @Test func othersDoNotRunAwayFromASlowRecord() async throws {
        let transform = Held<Transform>()
        let progress = Held<Int>()
        var run = RunConfiguration(
            script: .recordCode("if row.n == 1 then for i = 1, 3e7 do end print('done') end return row"),
            inputs: [.bytes(Array(numbered(1...50000).utf8), name: "in.ndjson")])
        run.records.readSize = 512
        run.output = { _ in progress.value = transform.value?.inputProgress.records }
        var configuration = TransformConfiguration(run)
        configuration.jobs = 2
        let output = try await TransformRun(configuration) { transform.value = $0 }
        #expect(output.summary.records == 50000)
        // What comes out of turn is held, so that a few batches are all that is read meanwhile.
        #expect(try 1..<1000 ~= #require(progress.value))
    }

    @Test(.timeLimit(.minutes(2)), arguments: [1, 2]) func stoppingDoesNotWaitForAPipe(jobs: Int) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("pipe-\(UUID().uuidString)").path
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        // Open to the end: whoever reads what was written goes on waiting for more.
        let pipe = open(path, O_RDWR)
        defer { close(pipe) }
        let text = numbered(1...1000)
        try #require(write(pipe, text, text.utf8.count) == text.utf8.count)
        let transform = Held<Transform>()
        var run = RunConfiguration(
            script: .recordCode("if row.n == 1000 then print('last') end return row"), inputs: [.file(path)])
        run.records.format = .ndjson
        run.output = { _ in transform.value?.stop() }
        var configuration = TransformConfiguration(run)
        configuration.jobs = jobs
        let output = try await TransformRun(configuration) { transform.value = $0 }
        #expect(output.summary.ending == .interrupted)
        #expect(output.summary.records == 1000)
    }

    @Test(arguments: [1, 3]) func failingEndsAtTheFirst(jobs: Int) async throws {
        let failure = await #expect(throws: TransformFailure.self) {
            _ = try await run("if row.n >= 1234 then error('enough', 0) end return row", numbered(1...5000), jobs: jobs)
            {
                $0.onError = .fail
            }
        }
        #expect(failure?.result.record == 1234)
        #expect(failure?.result.problem?.message == "enough")
    }

    @Test(arguments: [1, 3]) func anInputThatBreaksOffEndsIt(jobs: Int) async throws {
        let error = await #expect(throws: RecordsError.self) {
            _ = try await run("return row", "[{\"n\":1},{\"n\":2}", name: "in.json", jobs: jobs)
        }
        #expect(error?.kind == .malformed)
    }

    @Test func aScriptThatDoesNotLoadEndsIt() async throws {
        await #expect(throws: (any Error).self) { _ = try await run("return (", numbered(1...10), jobs: 3) }
    }

    @Test func anOptionOfTheScriptSaysHowToRead() async throws {
        let output = try await TransformRun(
            script: "return { options = { format = 'ndjson', limit = 2 }, each = function(row) return row end }",
            over: numbered(1...3), name: "in"
        ) { $0.jobs = 2 }
        #expect(output.lines == [#"{"n":1}"#, #"{"n":2}"#])
    }
}
