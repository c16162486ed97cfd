import Emulator
import EmulatorTesting
import Intercom
import JSON
import Runner
import Testing

/// How runs come to an end before their input does.
struct RunEndingTests {
    private static let people = "email,name\n" + (1...2000).map { "p\($0)@acme.io,P\n" }.joined()

    @Test func aRefusedTokenEndsTheRun() async throws {
        let bench = try RunBench(EmulatedWorkspace { $0.tokens = .listed(["another-token"]) })
        let report = try await bench.run(upsertByEmail, over: Self.people) { $0.recordsInFlight = 20 }
        guard case .refused(let message) = report.summary.ending else {
            Issue.record("\(report.summary.ending)")
            return
        }
        #expect(!message.isEmpty)
        #expect(report.summary.records <= 60)
        #expect(report.total == report.summary.records)
        #expect(report.summary.count(.failed) == report.summary.records)
        #expect(report.results.first?.problem?.status == 401)
    }

    /// A script that catches the error does not keep the run going, nor does it cost further calls.
    @Test(arguments: [401, 403])
    func aRefusalThatTheScriptCaughtEndsTheRunToo(_ status: Int) async throws {
        let bench = try RunBench()
        bench.workspace.core.add(
            Fault(.status(status, code: nil, message: nil), match: .init(method: .put), frequency: .init(count: nil)))
        try bench.workspace.core.seed([
            "contacts": .array((1...2000).map { ["email": .string("p\($0)@acme.io")] })
        ])
        let script = """
            return function(row)
              local ok, e = pcall(intercom.upsert_contact, {
                matching_field = "email", matching_value = row.email, mappings = { name = row.name } })
              assert(not ok and e.status == \(status))
            end
            """
        let report = try await bench.run(script, over: Self.people)
        guard case .refused = report.summary.ending else {
            Issue.record("\(report.summary.ending)")
            return
        }
        #expect(report.summary.records < 1000)
        // Those in flight when the first was refused, and no more.
        #expect(bench.workspace.calls["PUT /contacts/{id}"] ?? 0 <= 16, "\(bench.workspace.calls)")
    }

    @Test func aPlainScriptThatCaughtARefusalEndsRefused() async throws {
        let bench = try RunBench(EmulatedWorkspace { $0.tokens = .listed(["another-token"]) })
        let report = try await bench.run(
            """
            for number = 1, 100 do
              pcall(intercom.create_contact, { mappings = { email = "p" .. number .. "@acme.io" } })
            end
            """)
        guard case .refused = report.summary.ending else {
            Issue.record("\(report.summary.ending)")
            return
        }
        #expect(bench.workspace.core.statistics.total == 1)
    }

    /// A check of this program's own says forbidden too, about one record.
    @Test func aDeletionThatIsNotAllowedIsNoRefusedToken() async throws {
        let bench = try RunBench()
        try bench.workspace.seed(["email": "p1@acme.io"])
        let report = try await bench.run(
            """
            return function(row)
              if row.email == "p1@acme.io" then
                return intercom.delete_contact { matching_field = "email", matching_value = row.email }
              end
              return intercom.upsert_contact { matching_field = "email", matching_value = row.email }
            end
            """, over: Self.people
        ) { $0.options.limit = 50 }
        #expect(report.summary.ending == .complete)
        #expect(report.summary.outcomes == [.rejected: 1, .created: 49])
        #expect(report.results.first?.problem?.code == "forbidden")
        #expect(try bench.workspace.person("p1@acme.io").state == .active)
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let bench = try RunBench()
        let client = try IntercomClient(
            IntercomConfiguration(token: AccessToken("test-token")), transport: DeadTransport(), time: InstantTime())
        let report = try await bench.run(upsertByEmail, over: "email,name\na@acme.io,A\nnobody,N\nb@acme.io,B\n") {
            $0.client = client
        }
        #expect(report.words == ["failed", "rejected", "failed"])
        #expect(report.summary.isUnreachable)
        #expect(report.results[0].problem?.code == "unavailable")
        #expect(report.summary.groups.count == 2)
    }

    @Test func someTroubleIsNotUnreachable() async throws {
        let bench = try RunBench()
        bench.workspace.core.add(
            Fault(
                .status(500, code: nil, message: nil), match: .init(method: .post, path: "/contacts"),
                frequency: .init(after: 1, count: nil)))
        let report = try await bench.run(upsertByEmail, over: "email\na@acme.io\nb@acme.io\n") {
            $0.engine.pauseAtUnknown = .zero
        }
        #expect(report.summary.count(.failed) == 1)
        #expect(!report.summary.isUnreachable)
    }

    @Test func stoppingLetsThoseInFlightEnd() async throws {
        let bench = try RunBench()
        var configuration = try bench.configuration(
            "return { each = assert(load(\(upsertByEmail.luaQuoted)))(), finish = function() print('finished') end }",
            Self.people)
        configuration.recordsInFlight = 10
        let report = await RunBench.run(configuration) { host, result in if result.record == 25 { host.stop() } }
        #expect(report.failure == nil)
        #expect(report.summary.ending == .interrupted)
        #expect(report.summary.records >= 25 && report.summary.records < 2000)
        #expect(report.summary.outcomes == [.created: report.summary.records])
        #expect(bench.workspace.core.contacts.count == report.summary.records)
        #expect(report.results.map(\.record) == Array(1...report.summary.records))
        #expect(report.output.isEmpty)
    }

    @Test func stoppingBeforeTheFirstRecordDoesNothing() async throws {
        let bench = try RunBench()
        var configuration = try bench.configuration(upsertByEmail, Self.people)
        let host = ScriptHost(configuration)
        host.stop()
        let summary = try await host.run(observer: Results())
        #expect(summary.records == 0)
        #expect(summary.ending == .interrupted)
        configuration.options.limit = 1
        #expect(await RunBench.run(configuration).summary.records == 1)
    }

    @Test func aPlainScriptThatIsStoppedFindsNoMoreRecords() async throws {
        let bench = try RunBench()
        var configuration = try bench.configuration(
            "local count = 0 for row in input.rows() do count = count + 1 if count == 3 then print(count) end end print('end')",
            Self.people)
        let lines = Lines()
        let box = HostBox()
        configuration.output = { line in
            lines.add(line)
            if line == "3" { box.host?.stop() }
        }
        let host = ScriptHost(configuration)
        box.host = host
        let summary = try await host.run(observer: Results())
        #expect(lines.all == ["3", "end"])
        #expect(summary.ending == .interrupted)
    }

    /// Without that, an endless loop of operations could only be ended the hard way.
    @Test(.timeLimit(.minutes(1)))
    func aPlainScriptThatIsStoppedFailsAtItsNextOperation() async throws {
        let bench = try RunBench()
        var configuration = try bench.configuration(
            """
            local i = 0
            while true do
              i = i + 1
              intercom.create_contact { mappings = { external_id = i } }
              if i == 3 then print(i) end
            end
            """, nil)
        let box = HostBox()
        configuration.output = { _ in box.host?.stop() }
        let host = ScriptHost(configuration)
        box.host = host
        let summary = try await host.run(observer: Results())
        #expect(summary.ending == .interrupted)
        #expect(summary.operations[.created] ?? 0 >= 3)
        #expect(bench.workspace.core.contacts.count == summary.operations[.created])
    }
}

/// Lets what a script prints reach the host that runs it.
private final class HostBox: @unchecked Sendable {
    // Written before the run begins, read while it goes on.
    var host: ScriptHost?
}

extension String {
    /// As a string of Lua.
    fileprivate var luaQuoted: String { "[==[" + self + "]==]" }
}
