import EmulatorTesting
import JSON
import Lua
import Records
import Runner
import Testing

/// Scripts that are called once a record.
struct RecordScriptTests {
    @Test func aFunctionIsCalledForEachRecord() async throws {
        let bench = try RunBench()
        let report = try await bench.run(upsertByEmail, over: "email,name\nada@acme.io,Ada\ngrace@navy.mil,Grace\n")
        #expect(report.failure == nil)
        #expect(report.words == ["created", "created"])
        #expect(report.summary.records == 2)
        #expect(report.summary.count(.created) == 2)
        #expect(report.results.map(\.record) == [1, 2])
        #expect(report.results.map(\.line) == [2, 3])
        #expect(try bench.workspace.person("grace@navy.mil").name == "Grace")
        #expect(report.results[1].contactID == (try bench.workspace.person("grace@navy.mil").id))
        #expect(report.summary.calls == bench.workspace.core.statistics.total)
    }

    @Test func aTableHasSetupEachAndFinish() async throws {
        let report = try await RunBench().run(
            """
            return {
              setup = function() return { count = 0 } end,
              each = function(row, ctx, state)
                state.count = state.count + 1
                print(row.email, ctx.index, ctx.line, ctx.source)
              end,
              finish = function(state) print("finished", state.count) end,
            }
            """, over: "email\na@b.c\n\"d\ne@f.g\"\nh@i.j\n")
        #expect(report.words == ["skipped", "skipped", "skipped"])
        #expect(
            report.output == [
                "a@b.c\t1\t2\tpeople.csv", "d\ne@f.g\t2\t3\tpeople.csv", "h@i.j\t3\t5\tpeople.csv", "finished\t3",
            ])
        #expect(report.summary.skips == ["no operation": 3])
    }

    @Test func operationsOutsideOfRecordsAreCountedApart() async throws {
        let report = try await RunBench().run(
            """
            local function create(email) intercom.create_contact { mappings = { email = email } } end
            return {
              setup = function() create("setup@acme.io") end, each = function(row) create(row.email) end,
              finish = function() create("finish@acme.io") end,
            }
            """, over: "email\na@b.c\n")
        #expect(report.failure == nil)
        #expect(report.summary.outcomes == [.created: 1])
        #expect(report.summary.operations == [.created: 2])
    }

    @Test func modulesBesideTheScriptAreFound() async throws {
        for isTrusted in [false, true] {
            let bench = try RunBench()
            try bench.file("naming.lua", "return { full = function(row) return row.first .. ' ' .. row.last end }")
            let report = try await bench.run(
                """
                local naming, text, json = require "naming", require "text", require "json"
                return function(row) print(text.upper(naming.full(row)), json.null == intercom.null) end
                """, over: "first,last\nAda,Lovelace\n"
            ) { $0.lua.isTrusted = isTrusted }
            #expect(report.output == ["ADA LOVELACE\ttrue"], "trusted: \(isTrusted)")
        }
    }

    @Test(arguments: [
        (
            "return 5",
            "a script returns nothing, a function for each record, or a table { setup, each, finish, options }"
        ),
        ("return { finish = print }", #"the table that the script returns has no function "each""#),
        (
            "return { each = print, eahc = print }",
            #"the table that the script returns has "eahc"; did you mean "each"?"#
        ),
        ("return { each = 5 }", "each: function expected, got number"),
        ("return function(", "<eof>"), ("error('no such luck')", "script.lua:1: no such luck"),
        ("return { setup = function() error('setup') end, each = print }", "setup"),
    ])
    func whatCannotBeRunIsSaid(script: String, message: String) async throws {
        let report = try await RunBench().run(script, over: "email\na@b.c\n")
        let failure = try #require(report.failure)
        #expect("\(failure)".contains(message), "\(failure)")
        #expect(report.summary.records == 0)
    }

    @Test func anErrorInFinishKeepsWhatWasDone() async throws {
        let report = try await RunBench().run(
            "return { each = function() intercom.skip('x') end, finish = function() error('late') end }",
            over: "email\na@b.c\nd@e.f\n")
        #expect("\(try #require(report.failure))".contains("late"))
        #expect(report.summary.records == 2)
        #expect(report.results.count == 2)
    }

    @Test func aMissingScriptIsNamed() async throws {
        let bench = try RunBench()
        for path in ["/nowhere/script.lua", bench.folder.path] {
            let report = await RunBench.run(RunConfiguration(script: .file(path)))
            let failure = try #require(report.failure as? ScriptSource.ReadError)
            #expect(failure.isMissing)
            #expect(failure.description.contains(path))
        }
    }

    @Test func aScriptOfTheShellKeepsItsLines() async throws {
        let report = try await RunBench().run(
            "#!/usr/bin/env intercom-lua run\nreturn function(row) error('here') end", over: "email\na@b.c\n")
        #expect(report.results.first?.problem?.position?.hasSuffix("script.lua:2") == true)
    }

    /// The reader is on a thread of its own by then.
    @Test func inputIsNotForRecordScripts() async throws {
        let report = try await RunBench().run(
            """
            local rest = input.rows()
            return function(row)
              print(pcall(rest))
              print(pcall(input.rows()))
            end
            """, over: "email\na@b.c\nd@e.f\n")
        #expect(report.summary.records == 2)
        #expect(report.output.count == 4)
        #expect(report.output.allSatisfy { $0.hasPrefix("false") && $0.contains("the records go to each") })
    }
}
