import EmulatorTesting
import Lua
import Testing

@testable import REPL

@Suite struct REPLSessionTests {
    @Test func showsTheValuesOfExpressions() async throws {
        #expect(try await said("1 + 1") == "2\n")
        #expect(try await said("1, nil, \"a\"") == "1\nnil\n\"a\"\n")
        #expect(try await said("math.max") == "function math.max\n")
    }

    @Test func runsStatements() async throws {
        #expect(try await said("x = 20\nx * 2") == "40\n")
        #expect(try await said("for i = 1, 2 do print(i) end") == "1\n2\n")
        #expect(try await said("print(nil)") == "nil\n")
    }

    @Test func keepsTheLastValue() async throws {
        #expect(try await said("21\n_ * 2\n_ + 1") == "21\n42\n43\n")
        #expect(try await said("21\nnil\n_") == "21\nnil\n21\n")
    }

    @Test func theGlobalTableOfAStrictScriptIsNoObstacle() async throws {
        let strict =
            "setmetatable(_G, { __newindex = function() error('strict') end, __index = function() error('strict') end })"
        #expect(try await said("do \(strict) end\n21\n_ * 2") == "21\n42\n")
    }

    @Test func localsEndWithTheirEntry() async throws {
        #expect(
            try await said("local x = 1\nlocal y = 2\nx") == """
                | A local ends with its entry; without "local" the name is kept.
                nil

                """)
    }

    @Test func emptyLinesAndCommentsAreNothing() async throws {
        #expect(try await said("\n   \n-- a comment\n") == "")
    }

    @Test func waitsForFunctionsThatWait() async throws {
        #expect(try await said("desk.ask {}") == "\"yes\"\n\"answered\"\n")
        #expect(try await said("answer = desk.ask {}\nanswer .. \"!\"") == "\"yes!\"\n")
    }

    @Test func itemsRunInParallel() async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(["email": "1@b.c", "name": "A"], ["email": "2@b.c", "name": "B"])
        let find = "intercom.find_contact { matching_field = 'email', matching_value = n .. '@b.c' }"
        #expect(
            try await said("parallel({ 1, 2 }, function(n) return (\(find)).name end)", workspace.client)
                == "{ \"A\", \"B\" }\n")
    }

    // MARK: Several lines

    @Test func unfinishedInputGoesOn() async throws {
        #expect(try await said("function double(x)\n  return x * 2\nend\ndouble(21)") == "42\n")
        #expect(try await said("{\n  1,\n  2\n}") == "{ 1, 2 }\n")
        #expect(try await said("1 +\n\n2") == "3\n")
        #expect(try await said("[[a\nb]]") == "\"a\\nb\"\n")
        #expect(try await said("desk.ask {\n}") == "\"yes\"\n\"answered\"\n")
    }

    @Test func unfinishedInputIsNotRun() async throws {
        #expect(try await said("n = 0\nfunction count() n = n + 1 return n end\ncount() +\n0\nn") == "1\n1\n")
    }

    @Test func thePromptShowsTheWorkspaceAndWhatIsUnfinished() async throws {
        let session = try await open(configuration())
        #expect(await session.prompt == Prompt("emulator>"))
        #expect(await session.submit("if true then") == .init(prompt: Prompt("      ...")))
        #expect(await session.submit("end") == .init(prompt: Prompt("emulator>"), entry: "if true then\nend"))
    }

    @Test func aLivePromptHasTheColourOfAWarning() async throws {
        var live = configuration()
        live.workspace = "live"
        live.isLive = true
        live.palette.isColoured = true
        let session = try await open(live)
        #expect(await session.prompt == Prompt("live>", colour: "\u{1B}[1;31m"))
    }

    @Test func givingUpForgetsTheEntry() async throws {
        let transcript = Transcript()
        let session = try await open(configuration(transcript))
        _ = await session.submit("x = {")
        #expect(await session.cancel())
        #expect(await !session.cancel())
        _ = await session.submit("x")
        #expect(transcript.text == "nil\n")
    }

    // MARK: Errors

    @Test func aMessageWithoutThePositionOfTheOnlyLine() async throws {
        #expect(try await said("foo.bar") == "| error: attempt to index a nil value (global 'foo')\n")
        #expect(try await said("error \"no\"") == "| error: no\n")
    }

    @Test func aMessageWithThePositionInSeveralLines() async throws {
        #expect(
            try await said("do\nfoo.bar = 1\nend") == "| error: prompt:2: attempt to index a nil value (global 'foo')\n"
        )
    }

    @Test func theComplaintIsAboutWhatWasMeant() async throws {
        #expect(try await said("1 + * 2") == "| error: unexpected symbol near '*'\n")
        #expect(try await said("x = * 2") == "| error: unexpected symbol near '*'\n")
        #expect(try await said("if x the") == "| error: 'then' expected near 'the'\n")
        #expect(try await said("\"abc") == "| error: unfinished string near <eof>\n")
    }

    @Test func aTracebackOfTheCallsInBetween() async throws {
        #expect(
            try await said("function f() error 'deep' end\nfunction g() f() return 1 end\ng()") == """
                | error: deep
                |     prompt:1: in function 'f'
                |     prompt:1: in function 'g'

                """)
    }

    @Test func anErrorOfTheHostWithAdvice() async throws {
        #expect(
            try await said("desk.refuse()") == """
                | error: The desk is closed.
                |   Come back tomorrow.
                |   code = "not_now", status = 503, contact_ids = { "a", "b" }, retryable = true

                """)
    }

    @Test func anErrorThatWasCaughtIsShownWithItsFields() async throws {
        #expect(
            try await said("ok, e = pcall(desk.refuse)\ne") == """
                not_now: The desk is closed.
                  code = "not_now"
                  status = 503
                  contact_ids = { "a", "b" }
                  retryable = true

                """)
    }

    @Test func aTableThatWasRaised() async throws {
        #expect(try await said("error { code = 7 }") == "| error: { code = 7 }\n")
    }

    @Test func anUnfinishedEntryAtTheEndIsAnError() async throws {
        let transcript = Transcript()
        let session = try await open(configuration(transcript))
        _ = await session.submit("x = {")
        #expect(await session.failures == 0)
        await session.end()
        #expect(transcript.text.hasPrefix("| error: "))
        #expect(await session.failures == 1)
    }

    @Test func aScriptThatTakesTooLongIsEnded() async throws {
        let text = try await said("while true do end\n1") { $0.lua.timeLimit = .milliseconds(50) }
        #expect(text.contains("timed out"))
        #expect(text.hasSuffix("\n1\n"))
    }

    @Test func cancellingInterruptsTheScript() async throws {
        let transcript = Transcript()
        var endless = configuration(transcript)
        endless.lua.timeLimit = nil
        let session = try await open(endless)
        let work = Task { await session.submit("while true do end") }
        work.cancel()
        _ = await work.value
        _ = await session.submit("1")
        #expect(transcript.text.contains("interrupted"))
        #expect(transcript.text.hasSuffix("\n1\n"))
    }
}
