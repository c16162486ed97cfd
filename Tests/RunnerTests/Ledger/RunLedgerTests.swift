import Emulator
import EmulatorTesting
import Foundation
import GRDB
import Intercom
import JSON
import Records
import Runner
import Testing

@testable import Ledger

/// Runs that are written down, and gone on with.
@Suite struct RunLedgerTests: RunsInLedger {
    let bench: RunBench
    let store: SQLiteLedger
    private let script: String

    init() throws {
        bench = try RunBench()
        store = try Self.ledger(in: bench)
        script = upsertByEmail
    }

    private func people(_ count: Int) -> String {
        "email,name\n" + (1...count).map { "p\($0)@acme.io,P\n" }.joined()
    }

    /// Runs until a record, as if somebody had pressed Ctrl-C then.
    private func runUntil(_ record: Int, _ configuration: RunConfiguration) async throws -> RunReport {
        let report = await RunBench.run(configuration) { host, result in if result.record == record { host.stop() } }
        #expect(report.failure == nil, "\(report.failure.map { "\($0)" } ?? "")")
        return report
    }

    @Test func aRunIsWrittenDown() async throws {
        let text = people(30) + "nobody,N\n"
        let report = await RunBench.run(try configuration(script, try file(text)))
        let run = try await store.run(named: "last")
        #expect(report.summary.run == run.id)
        #expect(run.state == .complete && run.workspace == Self.workspace && run.script.hasSuffix("script.lua"))
        #expect(run.outcomes == ["created": 30, "rejected": 1])
        #expect(run.inputs.map(\.read.length) == [Int64(text.utf8.count)])
        let records = try await store.records(of: run.id, after: 0, outcomes: nil, limit: 100)
        #expect(records.map(\.number) == Array(1...31))
        #expect(records.map(\.outcome) == report.words)
        #expect(records[0].action == "create" && records[0].attempts == 1)
        #expect(records[0].key == MatchedValue(field: "email", value: "p1@acme.io"))
        #expect(records[0].contactID == (try bench.workspace.person("p1@acme.io").id))
        #expect(records[0].problem == nil && records[0].original == nil)
        #expect(records[30].problem?.code == "invalid_argument")
        #expect(records[30].original == #"{"email":"nobody","name":"N"}"#)
        let operations = try await store.operations(of: run.id, record: 1)
        #expect(operations.map(\.end?.outcome) == ["created"])
    }

    /// As does the run that takes the reject as its input.
    @Test func aRejectKeepsEveryDigit() async throws {
        let record = #""email":"nobody","id":123456789012345678901234,"ids":[18446744073709551615,2.0]"#
        var input = "{" + record + "}"
        for _ in 1...2 {
            let report = await RunBench.run(
                try configuration(script, .file(try bench.file("people.ndjson", input + "\n"))))
            #expect(report.words == ["rejected"] && report.results.first?.original?.contains(record) == true)
            let run = try await lastRun()
            let kept = try await store.records(of: run.id, after: 0, outcomes: nil, limit: 9)
            input = try #require(kept.first?.reject)
            #expect(input.hasPrefix("{" + record + #","_error":{"code":"invalid_argument","#))
            #expect(input.components(separatedBy: "_error").count == 2)
        }
    }

    @Test func aStoppedRunIsGoneOnWith() async throws {
        let input = try file(people(200))
        let first = try await runUntil(20, try configuration(script, input))
        #expect(first.summary.ending == .interrupted && first.total < 200)
        #expect(try await store.run(named: "last").state == .stopped)
        let calls = bench.workspace.calls["POST /contacts"] ?? 0
        let second = await RunBench.run(try configuration(script, input, try await resumption()))
        // It tells of the whole run, in order.
        #expect(second.words == Array(repeating: "created", count: 200))
        #expect(second.results.map(\.record) == Array(1...200))
        #expect(bench.workspace.calls["POST /contacts"] == 200 && calls == first.total)
        #expect(bench.workspace.core.contacts.count == 200)
        let run = try await store.run(named: "last")
        #expect(run.state == .complete && run.outcomes == ["created": 200])
        #expect(try await store.runs(RunFilter()).count == 1)
    }

    @Test func problemsOfBeforeAreToldAgain() async throws {
        let input = try file("email,name\nnobody,N\nshort\n" + (1...50).map { "p\($0)@acme.io,P\n" }.joined())
        let first = try await runUntil(3, try configuration(script, input))
        let second = await RunBench.run(try configuration(script, input, try await resumption()))
        #expect(second.summary.groups.map(\.problem.json) == first.summary.groups.map(\.problem.json))
        #expect(second.results.prefix(2).map(\.problem?.code) == ["invalid_argument", "bad_record"])
        #expect(second.results[1].problem?.advice == first.results[1].problem?.advice)
        #expect(second.total == 52)
    }

    @Test func anotherScriptIsRefused() async throws {
        let input = try file(people(50))
        _ = try await runUntil(3, try configuration(script, input))
        let report = await RunBench.run(try configuration(script + "--", input, try await resumption()))
        #expect((report.failure as? ResumeRefusal)?.description.contains("has changed") == true)
        #expect(report.results.isEmpty)
    }

    @Test func anotherWorkspaceIsRefused() async throws {
        let input = try file(people(50))
        _ = try await runUntil(3, try configuration(script, input))
        let other = RunEntry.Workspace(kind: .live, key: "live w1", name: "Acme")
        let report = await RunBench.run(try configuration(script, input, try await resumption(), workspace: other))
        #expect((report.failure as? ResumeRefusal)?.description.contains("Acme") == true)
    }

    @Test(arguments: ["email,name\nq1@acme.io,Q\n", "email,name\n"]) func anotherInputIsRefused(_ text: String)
        async throws
    {
        _ = try await runUntil(3, try configuration(script, try file(people(50))))
        let calls = bench.workspace.calls
        let report = await RunBench.run(try configuration(script, try file(text), try await resumption()))
        #expect((report.failure as? ResumeRefusal)?.description.contains("is not the input") == true)
        #expect(bench.workspace.calls == calls)
        // It can still be gone on with.
        let again = await RunBench.run(try configuration(script, try file(people(50)), try await resumption()))
        #expect(again.words == Array(repeating: "created", count: 50))
    }

    @Test func whatWasAddedToAnInputIsPartOfTheRun() async throws {
        _ = try await runUntil(3, try configuration(script, try file(people(50))))
        let report = await RunBench.run(try configuration(script, try file(people(60)), try await resumption()))
        #expect(report.words == Array(repeating: "created", count: 60))
    }

    @Test func anInputThatCanBeReadOnlyOnceIsFedAgain() async throws {
        func bytes(_ text: String) -> RecordInput { .bytes(Array(text.utf8), name: "people.csv") }
        _ = try await runUntil(20, try configuration(script, bytes(people(200))))
        let calls = bench.workspace.calls
        let other = people(200).replacing("p1@", with: "q1@")
        let refused = await RunBench.run(try configuration(script, bytes(other), try await resumption()))
        #expect((refused.failure as? RecordsError)?.message.contains("is not the input") == true)
        let short = await RunBench.run(try configuration(script, bytes(people(20)), try await resumption()))
        #expect((short.failure as? RecordsError)?.message.contains("is shorter") == true)
        #expect(bench.workspace.calls == calls)
        let report = await RunBench.run(try configuration(script, bytes(people(200)), try await resumption()))
        #expect(report.words == Array(repeating: "created", count: 200))
        #expect(bench.workspace.calls["POST /contacts"] == 200)
    }

    @Test func aRefusedTokenLeavesRecordsToDo() async throws {
        let input = try file(people(50))
        bench.workspace.core.add(
            Fault(.status(401, code: nil, message: nil), match: .init(method: .post), frequency: .init(count: 5)))
        let first = await RunBench.run(try configuration(script, input))
        guard case .refused = first.summary.ending else {
            Issue.record("\(first.summary.ending)")
            return
        }
        bench.workspace.core.removeFaults()
        // A client that was refused makes no further calls; going on takes another process, and so another client.
        var goingOn = try configuration(script, input, try await resumption())
        goingOn.client = try IntercomClient(
            IntercomConfiguration(token: AccessToken("test-token")),
            transport: EmulatorTransport(bench.workspace.core), time: InstantTime())
        let second = await RunBench.run(goingOn)
        #expect(second.words == Array(repeating: "created", count: 50))
    }

    @Test func withoutARoomForItNothingIsDone() async throws {
        let input = try file(people(500))
        try await store.limit(morePages: 10)
        let report = await RunBench.run(try configuration(script, input))
        guard case .ledgerFailed(let error) = report.summary.ending else {
            Issue.record("\(report.summary.ending)")
            return
        }
        #expect(error.kind == .full)
        #expect(report.total < 500 && report.summary.count(.failed) == 0)
        try await store.limit(morePages: 1_000_000)
        let again = await RunBench.run(try configuration(script, input, try await resumption()))
        #expect(again.words == Array(repeating: "created", count: 500))
        #expect(bench.workspace.core.contacts.count == 500)
    }

    @Test func aDryRunIsNotWrittenDown() async throws {
        var configuration = try configuration(script, try file(people(5)))
        configuration.isDryRun = true
        _ = await RunBench.run(configuration)
        #expect(try await store.runs(RunFilter()).isEmpty)
    }

    @Test func whatAScriptDoesBeforeItsRecordsIsNotDoneAgain() async throws {
        let script = """
            return {
              setup = function()
                return intercom.create_contact { mappings = { role = "lead", email = "list@acme.io" } }.id
              end,
              each = function(row, _, list)
                return intercom.upsert_contact {
                  matching_field = "email", matching_value = row.email, mappings = { name = list } }
              end,
            }
            """
        let input = try file(people(50))
        _ = try await runUntil(3, try configuration(script, input))
        let report = await RunBench.run(try configuration(script, input, try await resumption()))
        #expect(report.words == Array(repeating: "created", count: 50))
        let list = try bench.workspace.person("list@acme.io")
        #expect(bench.workspace.core.contacts.count == 51)
        #expect(bench.workspace.core.contacts.filter { $0.name == list.id }.count == 50)
    }
}

extension SQLiteLedger {
    /// Leaves it room for so many pages more.
    fileprivate func limit(morePages pages: Int) async throws {
        try await pool.writeWithoutTransaction { database in
            let count = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(count + pages)")
        }
    }
}
