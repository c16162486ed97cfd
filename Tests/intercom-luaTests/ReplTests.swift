import Testing

extension EndToEnd {
    /// `repl` with its input from a pipe: what is typed is carried out line by line, without prompts.
    @Suite struct ReplTests {
        @Test func expressionsStatementsAndUnfinishedInput() async throws {
            let result = try await Program.run(
                "repl", "--emulator",
                input: """
                    1 + 1
                    "text", nil, 2.5
                    people = { ada = { born = 1815 }, list = { 1, 2, "three" } }
                    people
                    function double(n)
                      return n * 2
                    end
                    double(21)
                    text.title("ada lovelace")

                    """)
            #expect(result.status == 0)
            #expect(result.errors == "")
            try Golden.expect(result.output, "repl-values.txt")
        }

        @Test func contactsOfTheEmulator() async throws {
            let result = try await Program.run(
                "repl", "--emulator", "--workspace", "scripts/examples/workspace.json",
                input: """
                    person = intercom.find_contact { matching_field = "email", matching_value = "fergus.oneill@example.com" }
                    person.name, person.custom_attributes.seats
                    person, outcome = intercom.upsert_contact { matching_field = "intercom_id", matching_value = person.id, custom_mappings = { seats = 7 } }
                    outcome, person.custom_attributes.seats
                    intercom.find_contact { matching_field = "email", matching_value = "nobody@example.com" }

                    """)
            #expect(result.status == 0)
            #expect(
                result.output == """
                    "Fergus O'Neill"
                    6
                    "updated"
                    7
                    nil

                    """)
        }

        @Test func anErrorIsShownAndTheNextLineRuns() async throws {
            let result = try await Program.run(
                "repl", "--emulator",
                input: """
                    nothing.here
                    intercom.create_contact { mappings = { nme = "Ada" } }
                    1 + 1

                    """)
            #expect(result.output == "2\n")
            #expect(result.status == 70)
            try Golden.expect(result.errors, "repl-errors.txt")
        }

        @Test func anInputAlone() async throws {
            let result = try await Program.run(
                "repl", "scripts/examples/leads.csv", "--emulator", input: ":next\nrow.First\n:open -\n")
            #expect(result.output.hasSuffix("\"Blessing\"\n"))
            #expect(result.errors.hasSuffix("error: Standard input holds no records here.\n"))
        }

        @Test func standardInputIsEitherRecordsOrTyped() async throws {
            for arguments in [["-"], ["--token-stdin", "-"]] {
                let result = try await Program.run(["repl"] + arguments, input: "a\n1\n")
                #expect(result.status == 64 && result.output == "", "\(result)")
            }
        }

        @Test func aScriptAndItsInput() async throws {
            let result = try await Program.run(
                "repl", "scripts/examples/sync_leads.lua", "scripts/examples/leads.csv", "--emulator",
                input: """
                    row.Email
                    :where row.First == "Zoë"
                    row.Zip

                    """)
            #expect(result.status == 0)
            #expect(result.output.contains("\"amelie.durand@example.com\"\n"))
            #expect(result.output.hasSuffix("\"8001\"\n"))
        }
    }
}
