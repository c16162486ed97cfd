import EmulatorTesting
import Intercom
import JSON
import Records
import Runner
import Testing

/// Where records come from.
struct RecordInputTests {
    @Test(arguments: [
        ("people.csv", "email,name\nada@acme.io,Ada\n"), ("people.tsv", "email\tname\nada@acme.io\tAda\n"),
        ("people.ndjson", #"{"email": "ada@acme.io", "name": "Ada"}"#),
        ("people.json", #"[{"email": "ada@acme.io", "name": "Ada"}]"#),
        ("people", #"{"email": "ada@acme.io", "name": "Ada"}"#),
    ])
    func everyFormatGivesTheSame(name: String, input: String) async throws {
        let bench = try RunBench()
        let report = try await bench.run(upsertByEmail, over: input, name: name)
        #expect(report.words == ["created"])
        #expect(report.results.first?.source == name)
        #expect(try bench.workspace.person("ada@acme.io").name == "Ada")
    }

    @Test func valuesOfJSONKeepTheirKinds() async throws {
        let report = try await RunBench().run(
            """
            return function(row)
              print(math.type(row.seats), math.type(row.mrr), row.none == json.null, row.absent == nil, #row.tags)
            end
            """, over: #"{"seats": 9007199254740993, "mrr": 3.0, "none": null, "tags": ["a", "b"]}"#,
            name: "people.ndjson")
        #expect(report.output == ["integer\tfloat\ttrue\ttrue\t2"])
    }

    @Test func severalInputsAreCountedThrough() async throws {
        let bench = try RunBench()
        let report = try await bench.run(upsertByEmail, over: "email,name\na@acme.io,A\n") { configuration in
            configuration.inputs.append(.bytes(Array(#"{"email": "b@acme.io"}"#.utf8), name: "more.ndjson"))
        }
        #expect(report.results.map(\.record) == [1, 2])
        #expect(report.results.map(\.source) == ["people.csv", "more.ndjson"])
    }

    @Test func recordsThatCannotBeReadAreCountedAsRejected() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            upsertByEmail, over: "email,name\na@acme.io,A\nb@acme.io,B,too much\nc@acme.io,C\n")
        #expect(report.words == ["created", "rejected", "created"])
        let problem = try #require(report.results[1].problem)
        #expect(problem.code == "bad_record")
        #expect(report.results[1].line == 3)
        #expect(report.total == report.summary.records)
        #expect(bench.workspace.core.contacts.count == 2)
    }

    @Test func brokenLinesOfNDJSONToo() async throws {
        let report = try await RunBench().run(
            upsertByEmail, over: "{\"email\": \"a@acme.io\"}\n{oops\n[1]\n{\"email\": \"b@acme.io\"}\n",
            name: "in.ndjson")
        #expect(report.words == ["created", "rejected", "rejected", "created"])
    }

    @Test(arguments: [(0, 0), (1, 1), (2, 2), (9, 3)])
    func noMoreAreReadThanAskedFor(limit: Int, count: Int) async throws {
        let report = try await RunBench().run(upsertByEmail, over: "email\na@acme.io\nb@acme.io\nc@acme.io\n") {
            $0.options.limit = limit
        }
        #expect(report.summary.records == count)
        #expect(report.summary.ending == .complete)
    }

    @Test func anInputThatCannotBeReadOnEndsTheRunWithWhatWasDone() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            upsertByEmail, over: #"[{"email": "a@acme.io"}, {"email": "b@acme.io"}, oops"#, name: "people.json")
        let failure = try #require(report.failure as? RecordsError)
        #expect(failure.kind == .malformed)
        #expect(report.words == ["created", "created"])
        #expect(bench.workspace.core.contacts.count == 2)
    }

    @Test func aMissingInputIsFoundBeforeAnythingIsDone() async throws {
        let report = try await RunBench().run("print('ran')") { $0.inputs = [.file("/nowhere/people.csv")] }
        #expect((report.failure as? RecordsError)?.kind == .missing)
        #expect(report.output.isEmpty)
    }

    @Test func aRecordScriptWithoutInputSaysSo() async throws {
        let report = try await RunBench().run(upsertByEmail)
        #expect(report.failure is MissingInput)
    }

    @Test func emptyCellsOverwriteNothing() async throws {
        let bench = try RunBench()
        try bench.workspace.seed(["email": "ada@acme.io", "name": "Ada"])
        let input = "email,name\nada@acme.io,\n"
        #expect(try await bench.run(upsertByEmail, over: input).words == ["unchanged"])
        let report = try await bench.run(upsertByEmail, over: input) { $0.records.csv.emptyCells = .string }
        #expect(report.words == ["updated"])
        #expect(try bench.workspace.person("ada@acme.io").name == "")
    }
}
