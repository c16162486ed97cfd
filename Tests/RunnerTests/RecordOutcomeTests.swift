import Emulator
import EmulatorTesting
import Intercom
import JSON
import Lua
import Runner
import Testing

/// The word for what became of a record.
struct RecordOutcomeTests {
    /// Runs the script once for each of its branches.
    private func run(_ branches: KeyValuePairs<String, String>, _ bench: RunBench? = nil) async throws -> RunReport {
        let cases = branches.map { "[\"\($0.key)\"] = function() \($0.value) end," }.joined(separator: "\n")
        let script = """
            local function upsert(email, name)
              return intercom.upsert_contact { matching_field = "email", matching_value = email, mappings = { name = name } }
            end
            local function delete(email)
              return intercom.delete_contact { matching_field = "email", matching_value = email }
            end
            local branches = {
            \(cases)
            }
            return function(row) return branches[row.branch]() end
            """
        let input = "branch\n" + branches.map { $0.key + "\n" }.joined()
        let used = try bench ?? RunBench()
        try used.workspace.seed(
            ["email": "known@acme.io", "name": "Known"], ["email": "gone@acme.io"], ["email": "old@acme.io"])
        return try await used.run(script, over: input) { $0.allowsDelete = true }
    }

    @Test func oneOperation() async throws {
        let report = try await run([
            "created": "upsert('new@acme.io', 'N')", "updated": "upsert('old@acme.io', 'O')",
            "unchanged": "upsert('known@acme.io', 'Known')", "deleted": "delete('gone@acme.io')",
            "skipped": "intercom.skip('no e-mail')", "rejected": "upsert('nobody', 'N')",
        ])
        #expect(report.words == ["created", "updated", "unchanged", "deleted", "skipped", "rejected"])
        #expect(report.results[4].reason == "no e-mail")
        #expect(report.summary.skips == ["no e-mail": 1])
        #expect(report.total == 6)
    }

    @Test func ofSeveralOperationsTheOneThatChangedMost() async throws {
        let report = try await run([
            "updated": "upsert('known@acme.io', 'Known') upsert('old@acme.io', 'O') upsert('old@acme.io', 'O')",
            "created": "upsert('old@acme.io', 'P') upsert('new@acme.io', 'N') upsert('known@acme.io', 'K')",
            "deleted": "upsert('newer@acme.io', 'N') delete('gone@acme.io')",
        ])
        #expect(report.words == ["updated", "created", "deleted"])
    }

    /// An error that is a table says what it is in the words of the others.
    @Test func codeAndMessageOfARaisedTableAreKept() async throws {
        let report = try await run([
            "a": "error({ code = 'no_plan', message = 'there is no plan' })",
            "b": "error({ message = 'nothing else' })",
            "c": "error({ code = 'no_plan', message = 5, x = {} })",
            "d": "error({ code = 'interrupted', message = 'no' })",
            "e": "error(setmetatable({ code = 'told' }, { __tostring = function() return 'in words' end }))",
        ])
        #expect(report.words == ["rejected", "rejected", "rejected", "rejected", "rejected"])
        let problems = report.results.map { $0.problem.map { "\($0.code): \($0.message)" } }
        #expect(
            problems == [
                "no_plan: there is no plan", "script_error: nothing else",
                "no_plan: 5", "script_error: no", "told: in words",
            ])
    }

    /// What was done is not made undone by what follows.
    @Test func skippingAfterAnOperationKeepsItsWord() async throws {
        let report = try await run(["created": "upsert('new@acme.io', 'N') intercom.skip('enough')"])
        #expect(report.words == ["created"])
        #expect(report.results[0].reason == "enough")
        #expect(report.summary.skips.isEmpty)
    }

    @Test func errorsThatTheScriptDealsWithAreNone() async throws {
        let report = try await run([
            "skipped": "pcall(upsert, 'nobody', 'N')",
            "created": "pcall(delete, 'nobody@acme.io') upsert('n@acme.io', 'N')",
        ])
        #expect(report.words == ["skipped", "created"])
        #expect(report.summary.skips == ["the script went on after a failed operation": 1])
    }

    @Test func operationsInParallelAreTheRecords() async throws {
        let report = try await run([
            "created": "parallel({ 'a@acme.io', 'b@acme.io' }, function(email) upsert(email, 'N') end)",
            "unchanged": "parallel({ 'known@acme.io' }, function(email) upsert(email, 'Known') end)",
            "rejected": "parallel({ 'nobody' }, function(email) upsert(email, 'N') end)",
        ])
        #expect(report.words == ["created", "unchanged", "rejected"])
        #expect(report.results[2].problem?.field == "matching_value")
    }

    @Test func errorsOfTheScriptNameItsLine() async throws {
        let report = try await run([
            "index": "\n\nlocal nothing\nreturn nothing.name", "raised": "error('no such plan', 0)",
            "table": "error({ reason = 'odd' })", "nil": "error(nil)", "yield": "coroutine.yield(1)",
        ])
        #expect(report.words == Array(repeating: "rejected", count: 5))
        let problems = report.results.compactMap(\.problem)
        #expect(problems.map(\.code) == Array(repeating: "script_error", count: 5))
        #expect(problems[0].position?.hasSuffix("script.lua:11") == true, "\(problems[0].position ?? "-")")
        #expect(problems[0].message.contains("attempt to index a nil value"))
        #expect(problems[0].traceback?.contains("script.lua:11") == true)
        #expect(problems[1].message == "no such plan")
        #expect(problems[4].message.contains("yield"))
    }

    @Test func onesOwnTimeIsOnesOwn() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            """
            return function(row)
              if row.email == "loop@acme.io" then while true do pcall(function() while true do end end) end end
              intercom.upsert_contact { matching_field = "email", matching_value = row.email }
            end
            """, over: "email\na@acme.io\nloop@acme.io\nb@acme.io\n"
        ) { $0.lua.timeLimit = .milliseconds(200) }
        #expect(report.words == ["created", "rejected", "created"])
        #expect(report.results[1].problem?.code == "script_timeout")
        #expect(report.results[1].problem?.position?.hasSuffix("script.lua:2") == true)
    }

    @Test func memoryOfOneRecordIsNotTheOthers() async throws {
        let bench = try RunBench()
        let report = try await bench.run(
            """
            return function(row)
              local kept = {}
              if row.email == "hoard@acme.io" then
                while true do pcall(function() kept[#kept + 1] = ("x"):rep(1 << 20) .. #kept end) end
              end
              intercom.upsert_contact { matching_field = "email", matching_value = row.email }
            end
            """, over: "email\na@acme.io\nhoard@acme.io\nb@acme.io\nc@acme.io\n"
        ) { $0.lua.memoryLimit = 32 << 20 }
        #expect(report.words == ["created", "rejected", "created", "created"])
        #expect(report.results[1].problem?.code == "script_memory")
    }

    @Test(arguments: [
        (500, "failed"), (503, "failed"), (429, "failed"), (408, "failed"), (422, "rejected"), (409, "rejected"),
    ])
    func whatIntercomAnswersDecides(status: Int, word: String) async throws {
        let bench = try RunBench()
        bench.workspace.core.add(
            Fault(
                .status(status, code: nil, message: nil), match: .init(method: .post, path: "/contacts"),
                frequency: .init(count: nil)))
        let report = try await bench.run(upsertByEmail, over: "email\nada@acme.io\n") { configuration in
            configuration.engine.pauseAtUnknown = .zero
        }
        #expect(report.words == [word])
        #expect(report.summary.ending == .complete)
    }

    @Test func aLeadWhoseCreationIsNotKnownFailed() async throws {
        let bench = try RunBench()
        bench.workspace.core.add(
            Fault(.dropBefore, match: .init(method: .post, path: "/contacts"), frequency: .init(count: nil)))
        let report = try await bench.run(
            """
            return function(row) intercom.create_contact { mappings = { role = "lead", name = row.name } } end
            """, over: "name\nAda\n"
        ) { $0.engine.pauseAtUnknown = .zero }
        #expect(report.words == ["failed"])
        #expect(report.results[0].problem?.code == "outcome_unknown")
    }
}
