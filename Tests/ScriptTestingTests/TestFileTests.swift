import Testing

@testable import ScriptTesting

@Suite struct TestFileTests {
    @Test func everyTestHasAWorldOfItsOwn() async throws {
        let report = try await report(
            """
            local uuid
            for i = 1, 2 do
              it("run " .. i, function()
                expect(emulator.contacts()):has_length(0)
                local ids = emulator.seed { { email = "ada@acme.io" } }
                expect(ids):has_length(1)
                expect(time.now()):equals(os.time())
                expect(emulator.advance(60)):equals(time.parse("2024-03-01T12:01:00Z"))
                expect(os.time()):equals(time.now())
                uuid = uuid or hash.uuid()
                intercom.create_contact { mappings = { email = "grace@navy.mil" } }
                expect(#emulator.calls()):equals(1)
              end)
            end
            it("has the same random numbers", function() expect(hash.uuid()):equals(uuid) end)
            """)
        #expect(report.results.map(\.outcome) == [.passed, .passed, .passed])
        #expect(report.isSuccess)
    }

    @Test func whatSurroundsATestRunsInOrder() async throws {
        let report = try await report(
            """
            local order = {}
            before_each(function() order[#order + 1] = "before" end)
            after_each(function() order[#order + 1] = "after" end)
            describe("block", function()
              before_each(function() order[#order + 1] = "inner before" end)
              after_each(function() order[#order + 1] = "inner after" end)
              it("runs", function() order[#order + 1] = "test" error("no") end)
            end)
            it("is seen", function()
              expect(order):equals({ "before", "inner before", "test", "inner after", "after", "before" })
            end)
            """)
        #expect(report.results.map(\.name) == ["block runs", "is seen"])
        #expect(report.results[1].outcome == .passed)
        #expect(!report.isSuccess)
    }

    @Test func testsCanBeLeftOut() async throws {
        let report = try await report(
            """
            it("is planned")
            it("is not for today", function() intercom.skip("no time") end)
            """)
        #expect(report.results.map(\.outcome) == [.skipped("still to be written"), .skipped("no time")])
        let folder = try TestFolder([
            "a_test.lua": "it('one', print) describe('two', function() it('three', print) end)"
        ])
        #expect(await folder.run("a_test.lua") { $0.contains("two") }.results.map(\.name) == ["two three"])
    }

    @Test(arguments: [
        ("it(", "a_test.lua:1", "unexpected symbol near <eof>"),
        ("\nerror('broken')", "a_test.lua:2", "broken"),
        ("describe('x', function() nothing() end)", "a_test.lua:1", "attempt to call a nil value (global 'nothing')"),
        ("emulator.seed {}", "a_test.lua:1", "emulator.seed belongs in a test"),
        ("while true do end", "a_test.lua:1", "script timed out after 10 s"),
    ])
    func aFileThatCannotBeRunSaysWhy(_ text: String, _ position: String, _ message: String) async throws {
        let report = await (try TestFolder(["a_test.lua": text])).run("a_test.lua")
        let failure = try #require(report.failure)
        #expect(failure.position?.hasSuffix(position) == true, "\(failure)")
        #expect(failure.message.contains(message), "\(failure)")
    }

    @Test(arguments: [
        ("describe('x', print)", "describe belongs in the file or in describe, not in a test"),
        (
            "emulator.seed { { role = 'boss' } }",
            "the emulator cannot take that: contacts[0].role: is neither user nor lead"
        ),
        ("emulator.fail_next { statsu = 1 }", "a fault has no 'statsu'"),
        ("script('/etc/passwd')", "is outside of the folder in which the tests were started"),
        ("script('none.lua'):run()", "there is no script"),
    ])
    func whatMakesNoSenseIsSaid(_ code: String, _ message: String) async throws {
        let said = try await complaint(code)
        #expect(said?.contains(message) == true, "\(said ?? "nothing")")
    }

    @Test func failuresHaveTheirPlace() async throws {
        let report = try await report("it('does', function()\n  expect(1):equals(2)\nend)")
        guard case .failed(let failure) = report.results.first?.outcome else {
            Issue.record("it passed")
            return
        }
        #expect(failure.isExpectation)
        #expect(failure.position?.hasSuffix("some_test.lua:2") == true)
        #expect(failure.message == "expected 2\nfound    1")
    }

    @Test func filesAreFoundByTheirEnding() throws {
        let folder = try TestFolder(["b_test.lua": "", "a/c_test.lua": "", "a/other.lua": "", ".hidden/d_test.lua": ""])
        #expect(try TestFiles.find([folder.url.path]) == [folder.path("a/c_test.lua"), folder.path("b_test.lua")])
        #expect(try TestFiles.find([folder.path("a/other.lua")]) == [folder.path("a/other.lua")])
        #expect(throws: TestFiles.NotFound.self) { try TestFiles.find([folder.path(".hidden/none")]) }
        try folder.write("", to: "empty/x.lua")
        #expect(throws: TestFiles.NotFound.self) { try TestFiles.find([folder.path("empty")]) }
    }
}
