import Emulator
import EmulatorTesting
import Intercom
import Ledger
import Runner
import Testing

/// Failed records that a new run takes up.
@Suite struct RetryTests: RunsInLedger {
    let bench: RunBench
    let store: SQLiteLedger

    init() throws {
        bench = try RunBench()
        store = try Self.ledger(in: bench)
    }

    /// A lead for each row, so that what is done twice shows.
    private let createLead = """
        return function(row)
          if row.name == "P2" then error("never") end
          intercom.create_contact { mappings = { role = "lead", email = row.email, name = row.name } }
        end
        """

    private func failing(_ action: Fault.Action, count: Int?, after: Int = 0) {
        bench.workspace.core.add(
            Fault(
                action, match: .init(method: .post, path: "/contacts"),
                frequency: .init(after: after, count: count)))
    }

    private func retry(
        _ script: String, _ parent: RunEntry, takesRejected: Bool = false
    ) async throws -> RunReport {
        var configuration = try configuration(script, nil, .retry(parent, takesRejected: takesRejected))
        configuration.allowsDelete = true
        return await RunBench.run(configuration)
    }

    @Test func failedRecordsAreTakenUp() async throws {
        failing(.status(503, code: nil, message: nil), count: nil, after: 5)
        let first = await RunBench.run(try configuration(createLead, try people(10)))
        #expect(first.summary.outcomes == [.created: 5, .rejected: 1, .failed: 4])
        bench.workspace.core.removeFaults()
        let parent = try await lastRun()
        let second = try await retry(createLead, parent)
        #expect(second.failure == nil, "\(second.failure.map { "\($0)" } ?? "")")
        #expect(second.words == Array(repeating: "created", count: 4))
        // Under their own numbers, and of their own lines.
        let failed = first.results.filter { $0.outcome == .failed }
        #expect(second.results.map(\.record) == failed.map(\.record))
        #expect(second.results.map(\.line) == failed.map(\.line))
        let run = try await lastRun()
        #expect(run.parent == parent.id && run.state == .complete && run.outcomes == ["created": 4])
        #expect(try await store.records(of: run.id, after: 0, outcomes: nil, limit: 9).map(\.attempts) == [2, 2, 2, 2])
        #expect(bench.workspace.core.contacts.count == 9)
        // There is nothing left.
        let third = try await retry(createLead, parent)
        #expect(third.results.isEmpty && third.failure == nil)
    }

    @Test func rejectedOnesOnDemand() async throws {
        _ = await RunBench.run(try configuration(createLead, try people(3)))
        let parent = try await lastRun()
        #expect(try await retry(createLead, parent).results.isEmpty)
        let mended = createLead.replacing("error(\"never\")", with: "row.name = \"Two\"")
        let report = try await retry(mended, parent, takesRejected: true)
        #expect(report.words == ["created"] && report.results.map(\.record) == [2])
        #expect(try bench.workspace.person("p2@acme.io").name == "Two")
        #expect(try await lastRun().selection == "failed and rejected records")
    }

    @Test func whatMayHaveBeenDoneIsNotDoneAgain() async throws {
        // Created, and nobody was told.
        failing(.dropAfter, count: 1)
        let first = await RunBench.run(try configuration(createLead, try people(1)))
        #expect(first.results.first?.problem?.code == "outcome_unknown" && first.words == ["failed"])
        #expect(bench.workspace.core.contacts.count == 1)
        let second = try await retry(createLead, try await lastRun())
        #expect(second.words == ["created"])
        #expect(bench.workspace.core.contacts.count == 1)
        #expect(try await written() == [try bench.workspace.person("p1@acme.io").id])
    }

    /// For what comes after it while the search does not show it.
    @Test func whatIsFoundDoneIsARecentWrite() async throws {
        let delete = """
            return function(row) intercom.delete_contact { matching_field = "email", matching_value = row.email } end
            """
        let id = try bench.workspace.seed(["email": "p1@acme.io"])[0]
        // Deleted, and nobody was told; the workspace cannot be asked after that.
        bench.workspace.core.add(Fault(.dropAfter, match: .init(method: .delete)))
        for method in [EmulatorRequest.Method.delete, .get] {
            let refusal = Fault.Action.status(503, code: nil, message: nil)
            bench.workspace.core.add(Fault(refusal, match: .init(method: method), frequency: .init(count: nil)))
        }
        var configuration = try configuration(delete, try people(1))
        configuration.allowsDelete = true
        let first = await RunBench.run(configuration)
        #expect(first.words == ["failed"])
        bench.workspace.core.removeFaults()
        #expect(try await written().isEmpty)
        let second = try await retry(delete, try await lastRun())
        #expect(second.words == ["deleted"])
        let gone = WrittenContact(id: id, email: nil, externalID: nil, updatedAt: nil, isGone: true)
        #expect(try await store.contactsWritten(since: 0, in: Self.workspace.key) == [gone])
        let operations = try await store.operations(of: try await lastRun().id, record: 1)
        #expect(operations.map(\.action) == ["delete"] && operations.map(\.end?.outcome) == ["deleted"])
    }

    private func written() async throws -> [String] {
        try await store.contactsWritten(since: 0, in: Self.workspace.key).map(\.id)
    }

    @Test func aRetryThatWasStoppedIsGoneOnWith() async throws {
        failing(.status(503, code: nil, message: nil), count: nil)
        _ = await RunBench.run(try configuration(upsertByEmail, try people(60)))
        bench.workspace.core.removeFaults()
        let parent = try await lastRun()
        #expect(parent.outcomes == ["failed": 60])
        let stopped = await RunBench.run(
            try configuration(upsertByEmail, nil, .retry(parent, takesRejected: false))
        ) { host, result in
            if result.record == 10 { host.stop() }
        }
        #expect(stopped.summary.ending == .interrupted && stopped.total < 60)
        let refused = try await retry(upsertByEmail, parent)
        #expect((refused.failure as? ResumeRefusal)?.description.contains("run --resume") == true)
        let rest = await RunBench.run(try configuration(upsertByEmail, nil, try await resumption()))
        #expect(rest.words == Array(repeating: "created", count: 60))
        #expect(bench.workspace.core.contacts.count == 60)
        #expect(try await lastRun().outcomes == ["created": 60])
    }

    @Test func theFailedOnesOfARetryAreTakenUpInTurn() async throws {
        failing(.status(503, code: nil, message: nil), count: nil)
        _ = await RunBench.run(try configuration(upsertByEmail, try people(3)))
        _ = try await retry(upsertByEmail, try await lastRun())
        let second = try await lastRun()
        #expect(second.outcomes == ["failed": 3] && second.parent != nil)
        bench.workspace.core.removeFaults()
        let third = try await retry(upsertByEmail, second)
        #expect(third.words == ["created", "created", "created"])
        let run = try await lastRun()
        #expect(try await store.records(of: run.id, after: 0, outcomes: nil, limit: 9).map(\.attempts) == [3, 3, 3])
    }

    @Test func anotherWorkspaceIsRefused() async throws {
        _ = await RunBench.run(try configuration("return function() error('no') end", try people(1)))
        let parent = try await lastRun()
        let other = RunEntry.Workspace(kind: .live, key: "live w1", name: "Acme")
        let report = await RunBench.run(
            try configuration(upsertByEmail, nil, .retry(parent, takesRejected: true), workspace: other))
        #expect((report.failure as? ResumeRefusal)?.description.contains("Acme") == true)
        #expect(bench.workspace.calls.isEmpty)
    }

    @Test func whatWasNoRecordStaysWhereItIs() async throws {
        _ = await RunBench.run(try configuration(upsertByEmail, try file("email,name\nshort\nnobody,N\n")))
        let parent = try await lastRun()
        #expect(parent.outcomes == ["rejected": 2])
        let report = try await retry(upsertByEmail, parent, takesRejected: true)
        #expect(report.results.map(\.record) == [2] && report.words == ["rejected"])
    }
}
