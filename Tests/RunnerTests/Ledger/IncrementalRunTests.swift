import Emulator
import EmulatorTesting
import Intercom
import Ledger
import Runner
import Testing

/// Runs that leave out what was pushed already.
@Suite struct IncrementalRunTests: RunsInLedger {
    let bench: RunBench
    let store: SQLiteLedger

    init() throws {
        bench = try RunBench()
        store = try Self.ledger(in: bench)
    }

    private func incremental(
        _ script: String, _ rows: String, isDryRun: Bool = false,
        _ configure: (inout RunConfiguration) -> Void = { _ in }
    ) async throws -> RunReport {
        var configuration = try configuration(script, try file("email,name\n" + rows))
        configuration.ledger?.isIncremental = true
        configuration.isDryRun = isDryRun
        configure(&configuration)
        // What a process has remembered is gone with it.
        configuration.client = try IntercomClient(
            IntercomConfiguration(token: AccessToken("test-token")),
            transport: EmulatorTransport(bench.workspace.core), time: InstantTime())
        return await RunBench.run(configuration)
    }

    private var calls: Int { bench.workspace.calls.values.reduce(0, +) }

    @Test func whatWasPushedCostsNoCall() async throws {
        let rows = (1...50).map { "p\($0)@acme.io,P\n" }.joined()
        let first = try await incremental(upsertByEmail, rows)
        #expect(first.words == Array(repeating: "created", count: 50))
        let before = calls
        let second = try await incremental(upsertByEmail, rows)
        #expect(second.words == Array(repeating: "unchanged", count: 50))
        #expect(calls == before)
        #expect(second.results.map(\.contactID) == first.results.map(\.contactID))
        let third = try await incremental(upsertByEmail, rows.replacing("p7@acme.io,P", with: "p7@acme.io,Q"))
        #expect(third.words.filter { $0 == "updated" }.count == 1 && third.summary.count(.unchanged) == 49)
        #expect(calls - before == 2)
        #expect(try bench.workspace.person("p7@acme.io").name == "Q")
    }

    @Test func anotherWriteInBetweenIsPutRight() async throws {
        _ = try await incremental(upsertByEmail, "a@acme.io,A\n")
        let byExternalID = """
            return function(row)
              local known = intercom.find_contact { matching_field = "email", matching_value = row.email }
              return intercom.update_contact { matching_field = "intercom_id", matching_value = known.id, mappings = { name = "B" } }
            end
            """
        #expect(try await incremental(byExternalID, "a@acme.io,A\n").words == ["updated"])
        #expect(try await incremental(upsertByEmail, "a@acme.io,A\n").words == ["updated"])
        #expect(try bench.workspace.person("a@acme.io").name == "A")
    }

    @Test func theLastRowOfSeveralWinsEachTime() async throws {
        let rows = "a@acme.io,A\na@acme.io,B\n"
        #expect(try await incremental(upsertByEmail, rows).words == ["created", "updated"])
        #expect(try await incremental(upsertByEmail, rows).words == ["updated", "updated"])
        #expect(try bench.workspace.person("a@acme.io").name == "B")
    }

    @Test func twoOperationsOnOneContactAreBothKnown() async throws {
        let script = """
            return function(row)
              intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { name = row.name } }
              intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { phone = "+15550100" } }
            end
            """
        for word in ["created", "unchanged"] {
            #expect(try await incremental(script, "a@acme.io,A\n").words == [word])
        }
        let before = calls
        #expect(try await incremental(script, "a@acme.io,A\n").words == ["unchanged"])
        #expect(calls == before)
    }

    @Test func whatOthersDidInThisRunCounts() async throws {
        _ = try await incremental(upsertByEmail, "a@acme.io,A\nb@acme.io,B\n")
        // The second row finds the contact as the first one left it.
        let script = """
            return function(row)
              if row.name == "X" then
                local known = intercom.find_contact { matching_field = "email", matching_value = "b@acme.io" }
                return intercom.update_contact { matching_field = "intercom_id", matching_value = known.id, mappings = { name = "X" } }
              end
              return intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { name = row.name } }
            end
            """
        let report = try await incremental(script, "a@acme.io,X\nb@acme.io,B\n") { $0.recordsInFlight = 1 }
        #expect(report.words == ["updated", "updated"])
        #expect(try bench.workspace.person("b@acme.io").name == "B")
    }

    @Test(arguments: [
        "intercom.archive_contact(known.id)",
        "intercom.merge_contacts(intercom.create_contact { mappings = { role = 'lead', email = row.email } }.id, known.id)",
    ])
    func whatIsNoOperationCountsToo(_ change: String) async throws {
        _ = try await incremental(upsertByEmail, "a@acme.io,A\n")
        let script = """
            return function(row)
              local known = intercom.find_contact { matching_field = "email", matching_value = row.email }
              \(change)
            end
            """
        #expect(try await incremental(script, "a@acme.io,A\n").failure == nil)
        let before = calls
        _ = try await incremental(upsertByEmail, "a@acme.io,A\n")
        #expect(calls > before)
    }

    @Test func whatFailedIsNotTakenForPushed() async throws {
        _ = try await incremental(upsertByEmail, "a@acme.io,A\n")
        bench.workspace.core.add(
            Fault(
                .status(422, code: nil, message: nil), match: .init(method: .put), frequency: .init(count: 1)))
        #expect(try await incremental(upsertByEmail, "a@acme.io,B\n").words == ["rejected"])
        #expect(try await incremental(upsertByEmail, "a@acme.io,B\n").words == ["updated"])
    }

    @Test func aDryRunAnnouncesTheSame() async throws {
        _ = try await incremental(upsertByEmail, "a@acme.io,A\nb@acme.io,B\n")
        let before = calls
        #expect(
            try await incremental(upsertByEmail, "a@acme.io,A\nb@acme.io,B\n", isDryRun: true).words == [
                "unchanged", "unchanged",
            ])
        #expect(calls == before)
        let changed = try await incremental(upsertByEmail, "a@acme.io,A\nb@acme.io,C\n", isDryRun: true)
        #expect(changed.words == ["unchanged", "updated"])
        #expect(try await store.runs(RunFilter()).count == 1)
    }

    @Test func withoutItEverythingIsLookedAt() async throws {
        _ = try await incremental(upsertByEmail, "a@acme.io,A\n")
        let before = calls
        let report = try await incremental(upsertByEmail, "a@acme.io,A\n") { $0.ledger?.isIncremental = false }
        #expect(report.words == ["unchanged"] && calls == before + 1)
    }

    @Test func theScriptGetsWhatWasPushed() async throws {
        let script = """
            return function(row)
              local contact = intercom.upsert_contact {
                matching_field = "email", matching_value = row.email, mappings = { name = row.name } }
              print(contact.id ~= nil, contact.email, contact.name)
            end
            """
        for _ in 1...2 {
            #expect(try await incremental(script, "a@acme.io,A\n").output == ["true\ta@acme.io\tA"])
        }
    }
}
