import EmulatorTesting
import Intercom
import IntercomScripting
import Records
import Runner
import Synchronization
import Testing

/// What a script says of how it is run.
struct RunOptionsTests {
    private func run(
        _ options: String, over input: String = "a,b\n1,\n2,\n3,\n", name: String = "in.csv",
        _ configure: (inout RunConfiguration) -> Void = { _ in }
    ) async throws -> RunReport {
        let script = "return { options = \(options), each = function(row) print(row.a, row.b) end }"
        return try await RunBench().run(script, over: input, name: name, configure)
    }

    @Test func theyHold() async throws {
        let report = try await run("{ limit = 2, empty = 'string', format = 'csv', concurrency = 1 }", name: "in.dat")
        #expect(report.failure == nil)
        #expect(report.output == ["1\t", "2\t"])
    }

    @Test func whoeverRunsTheScriptOverrulesThem() async throws {
        let report = try await run("{ limit = 2, empty = 'string', format = 'json' }") {
            $0.options.limit = 1
            $0.options.emptyCells = .absent
            $0.options.format = .csv
        }
        #expect(report.output == ["1\tnil"])
    }

    @Test(arguments: ["0", "'0%'"])
    func failuresCanBeLimited(limit: String) async throws {
        let report = try await RunBench().run(
            "return { options = { max_failures = \(limit) }, each = function(row) error('no') end }", over: "a\n1\n")
        #expect(report.summary.json["ending"] == "too_many_failures")
    }

    @Test func withoutThemAFormatThatNobodyNamesIsAnError() async throws {
        let report = try await run("{}", name: "in.dat")
        #expect((report.failure as? RecordsError)?.kind == .unknownFormat)
    }

    /// A limit that is kept to in the client, whatever it was made with.
    @Test func concurrencyIsThatOfTheCalls() async throws {
        let bench = try RunBench()
        let transport = CrowdedTransport(EmulatorTransport(bench.workspace.core))
        let client = try IntercomClient(
            IntercomConfiguration(token: AccessToken("test-token")), transport: transport, time: InstantTime())
        let each =
            "function(row) return intercom.upsert_contact { matching_field = 'external_id', matching_value = row.a } end"
        let input = "a\n" + (1...200).map { "\($0)\n" }.joined()
        for (options, most) in [("{ concurrency = 40 }", 17...40), ("{ concurrency = 1 }", 1...1)] {
            transport.most.withLock { $0 = 0 }
            let report = try await bench.run("return { options = \(options), each = \(each) }", over: input) {
                $0.client = client
            }
            #expect(report.total == 200)
            #expect(most.contains(transport.most.withLock { $0 }))
        }
    }

    @Test(arguments: [
        ("{ concurency = 3 }", #"options: there is no option "concurency": did you mean "concurrency"?"#),
        (
            "{ colour = 3 }",
            #"there is no option "colour": there are concurrency, format, empty, limit and max_failures"#
        ),
        ("{ max_time = 3 }", #""max_time" is not for a script to say: whoever runs it gives --max-time"#),
        ("{ concurrency = 0 }", "concurrency must be a whole number from 1 to 1000, not 0"),
        ("{ format = 'xml' }", #"format must be "csv", "tsv", "ndjson" or "json", not "xml""#),
        ("{ empty = true }", #"empty must be "nil" or "string", not true"#),
        ("{ limit = -1 }", "limit must be a whole number, 0 or more, not -1"),
        ("{ max_failures = '200%' }", #"max_failures must be a number of records, or a share as in "5%", not "200%""#),
        ("5", "options: table expected, got number"),
    ])
    func whatMakesNoSenseIsNamed(options: String, message: String) async throws {
        let report = try await run(options)
        #expect("\(try #require(report.failure))".contains(message))
        #expect(report.summary.records == 0)
    }

    @Test func aMisspeltKeyIsNamed() async throws {
        let report = try await RunBench().run("return { option = {}, each = print }", over: "a\n1\n")
        #expect("\(try #require(report.failure))".contains(#"has "option"; did you mean "options"?"#))
    }

    @Test func theyComeTooLateForWhatWasReadBefore() async throws {
        let report = try await RunBench().run(
            "local first = input.rows()() return { options = { limit = 1 }, each = print }", over: "a\n1\n2\n")
        #expect("\(try #require(report.failure))".contains("has read from it before"))
    }

    @Test func theyAreThoseOfTheReference() async throws {
        let declared = (ScriptLibrary.standard.type("script_options")?.fields ?? []).map(\.name)
        let report = try await run("{ colour = 1 }")
        let names = declared.dropLast().joined(separator: ", ") + " and " + (declared.last ?? "")
        #expect("\(try #require(report.failure))".contains("there are " + names))
    }
}

/// Sees how many calls are in flight, each of which waits for others to come.
private final class CrowdedTransport: HTTPTransport {
    let most = Mutex(0)
    private let inFlight = Mutex(0)
    private let base: EmulatorTransport

    init(_ base: EmulatorTransport) { self.base = base }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let now = inFlight.withLock { count in
            count += 1
            return count
        }
        most.withLock { $0 = max($0, now) }
        for _ in 0..<100 { await Task.yield() }
        defer { inFlight.withLock { $0 -= 1 } }
        return try await base.send(call)
    }
}
