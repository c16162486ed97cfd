import EmulatorTesting
import Foundation
import Testing

@testable import REPL

@Suite struct PromptCommandTests {
    /// Runs the lines with `leads.csv` and `script.lua` in a folder that `FOLDER` stands for.
    private func saidAmongLeads(_ lines: String) async throws -> String {
        let leads = "email,first name,n\nada@example.com,Ada,1\nalan@example.com,,2\nbad\ngrace@example.com,Grace,3\n"
        let script = """
            #!/usr/bin/env intercom-lua
            loaded = (loaded or 0) + 1
            return {
              setup = function() return { seen = 0 } end,
              each = function(row, ctx, state) state.seen = state.seen + 1 return row.email, ctx.index, state.seen end,
            }
            """
        return try await saidInFolder(lines, ["leads.csv": leads, "script.lua": script])
    }

    @Test func goingThroughAnInput() async throws {
        #expect(
            try await saidAmongLeads(":open FOLDER/leads.csv\nrow.email\n:next\nrow[\"first name\"]\n:prev\n:prev")
                == """
                | record 1, line 2 of FOLDER/leads.csv
                { email = "ada@example.com", ["first name"] = "Ada", n = "1" }
                "ada@example.com"
                | record 2, line 3 of FOLDER/leads.csv
                { email = "alan@example.com", n = "2" }
                nil
                | record 1, line 2 of FOLDER/leads.csv
                { email = "ada@example.com", ["first name"] = "Ada", n = "1" }
                | error: There is no record before this one to go back to.

                """)
    }

    @Test func aRecordThatCannotBeReadIsShownAsSuch() async throws {
        let text = try await saidAmongLeads(":open FOLDER/leads.csv\n:next 2\nrow\n:next\n:next")
        #expect(text.contains("| error: FOLDER/leads.csv:4"))
        #expect(text.contains("\nnil\n"))
        #expect(text.hasSuffix("| That was the last record of FOLDER/leads.csv.\n"))
    }

    @Test func goingOnToARecord() async throws {
        let text = try await saidAmongLeads(":open FOLDER/leads.csv\n:where row.n == \"3\"\n:where true")
        #expect(text.contains("email = \"grace@example.com\""))
        #expect(text.hasSuffix("| No further record of FOLDER/leads.csv is like that; row is where it was.\n"))
    }

    @Test func callingEach() async throws {
        let lines = ":load FOLDER/script.lua\n:open FOLDER/leads.csv\n:each\n:each\n:reload\n:each\nloaded"
        #expect(
            try await saidAmongLeads(lines) == """
                | FOLDER/script.lua is loaded; :each calls it with the record in row.
                | record 1, line 2 of FOLDER/leads.csv
                { email = "ada@example.com", ["first name"] = "Ada", n = "1" }
                "ada@example.com"
                1
                1
                "ada@example.com"
                1
                2
                | FOLDER/script.lua is loaded; :each calls it with the record in row.
                "ada@example.com"
                1
                1
                2

                """)
    }

    @Test func theScriptAndTheInputOfTheConfiguration() async throws {
        let text = try await said(":each") {
            $0.script = "/nowhere/script.lua"
            $0.input = .bytes(Array("[{\"a\": {\"b\": [1, 2.5, null]}}]".utf8), name: "inline.json")
        }
        #expect(
            text == """
                | error: there is no script "/nowhere/script.lua"
                | record 1, line 1 of inline.json
                { a = { b = { 1, 2.5, null } } }
                | error: No script is loaded; :load FILE does.

                """)
    }

    @Test func whatCannotBeDoneIsSaid() async throws {
        #expect(
            try await said(":nex\n:xyz\n:re\n:open\n:each\n:full\n:reload\n:next 0\n:time") == """
                | error: No input is open; :open FILE does.
                | error: There is no command :xyz. See :help.
                | error: :re could be :reload or :record.
                | error: Which file?
                | error: No script is loaded; :load FILE does.
                | error: There are no values yet.
                | error: No script was loaded; :load FILE does.
                | error: No input is open; :open FILE does.
                | error: Which code? As in :time text.trim(" x ")

                """)
    }

    @Test func aScriptThatDoesNotCompile() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "x = = 1\n".write(toFile: folder + "/bad.lua", atomically: false, encoding: .utf8)
        let text = try await said(":load \(folder)/bad.lua")
        #expect(text.hasPrefix("| error: "))
        #expect(text.contains("bad.lua:1: unexpected symbol near '='"))
    }

    @Test func timing() async throws {
        #expect(try await said(":time 1 + 1") == "2\n| 0 µs\n")
        #expect(Duration.nanoseconds(1_520_000_000).readable == "1.52 s")
        #expect(Duration.microseconds(20_400).readable == "20.40 ms")
        #expect(Duration.nanoseconds(35_400).readable == "35 µs")
    }

    @Test func callsAreCountedByEndpoint() async throws {
        let create = "for i = 1, 2 do intercom.create_contact { mappings = { email = i .. '@b.c' } } end"
        #expect(
            try await said("\(create)\n:contacts 1\n:calls", EmulatedWorkspace().client).hasSuffix(
                "| 3 API calls\n|   2  POST /contacts\n|   1  GET /contacts\n"))
        #expect(try await said(":time \(create)", EmulatedWorkspace().client) == "| 0 µs, 2 API calls\n")
        #expect(try await said(":calls") == "| There is no API here to call.\n")
    }

    @Test func listingContacts() async throws {
        let module = """
            intercom = { list_contacts = function(options)
              local next = 0
              return function()
                next = next + 1
                if next <= 3 then return { type = "contact", id = "id" .. next, role = "user", per_page = options.per_page } end
              end
            end }
            """
        #expect(
            try await said(module + "\n:contacts\n:contacts 1\n_[1].per_page\n:contacts x") == """
                { contact id1 (user), contact id2 (user), contact id3 (user) }
                { contact id1 (user) }
                1
                | error: How many? A number from 1.

                """)
        #expect(try await said(":contacts") == "| error: There is no intercom.list_contacts here.\n")
        #expect(
            try await said("intercom = { list_contacts = function() return function() end end }\n:contacts")
                == "| There are no contacts.\n")
    }

    @Test func savingWhatWasEntered() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/session.lua"
        let text = try await said("x = 1\nfoo.bar\nfunction f()\nend\n:save \(path)\n:save \(path)")
        #expect(text.contains("| 2 entries written to \(path).\n"))
        #expect(text.hasSuffix("cannot be created: File exists.\n"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "x = 1\nfunction f()\nend\n")
    }

    @Test func helpListsEveryCommand() async throws {
        let text = try await said(":help")
        for command in PromptCommand.all { #expect(text.contains(command.usage + " ")) }
    }

    @Test func aLabelIsNoCommand() async throws {
        #expect(try await said("::start:: x = 1\nx") == "1\n")
    }

    @Test func quitting() async throws {
        let session = try await open(configuration())
        #expect(await session.submit(":quit") == .init(prompt: Prompt("emulator>"), entry: ":quit", end: .leave))
    }
}
