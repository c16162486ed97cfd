import EmulatorTesting
import Testing

@testable import REPL

@Suite struct UndoTests {
    private func upsert(_ rest: String) -> String {
        "_, outcome = intercom.upsert_contact { matching_field = 'email', matching_value = 'ada@example.com', \(rest) }"
    }

    @Test func anUpdateGetsItsOldValuesBack() async throws {
        let workspace = try EmulatedWorkspace()
        let id = try workspace.seed(["email": "ada@example.com", "name": "Ada", "phone": "+353871234567"])[0]
        let text = try await said(
            "\(upsert("mappings = { name = 'Countess', phone = intercom.null }"))\noutcome\n:undo\n:undo",
            workspace.client)
        #expect(
            text == """
                "updated"
                | Undone: update ada@example.com (\(id)).
                |     phone: nothing → "+353871234567"
                |     name: "Countess" → "Ada"
                | error: Nothing was written that could be undone.

                """)
        #expect(try workspace.person("ada@example.com").name == "Ada")
        #expect(try workspace.person("ada@example.com").phone == "+353871234567")
    }

    @Test func severalWritesAreUndoneTheLastOneFirst() async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(["email": "ada@example.com", "name": "Ada"])
        let lines = [upsert("mappings = { name = 'B' }"), upsert("mappings = { name = 'C' }"), ":undo 2"]
        let text = try await said(lines.joined(separator: "\n"), workspace.client)
        #expect(text.contains("|     name: \"C\" → \"B\"\n"))
        #expect(text.hasSuffix("|     name: \"B\" → \"Ada\"\n"))
        #expect(try workspace.person("ada@example.com").name == "Ada")
    }

    @Test func theNextWriteKnowsOfTheUndoneOne() async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(["email": "ada@example.com", "name": "Ada"])
        let write = upsert("mappings = { name = 'B' }")
        #expect(
            try await said("\(write)\n:undo\n\(write)\noutcome\n\(write)\noutcome", workspace.client)
                .hasSuffix("\"updated\"\n\"unchanged\"\n"))
    }

    @Test(arguments: [("a", "archived"), ("d", "deleted"), ("", "active")])
    func whatBecomesOfACreatedContactIsAsked(answer: String, state: String) async throws {
        let workspace = try EmulatedWorkspace()
        let text = try await said("\(upsert("mappings = {}"))\n:undo", workspace.client, answers: [answer])
        let id = workspace.core.contacts[0].id
        let question = "? ada@example.com (\(id)) was created: [a]rchive it, [d]elete it for good, or keep it? \n"
        let end =
            switch answer {
            case "a":
                "| Undone: create ada@example.com (\(id)). It is archived; intercom.unarchive_contact(\"\(id)\") brings it back.\n"
            case "d": "| Undone: create ada@example.com (\(id)). It is deleted.\n"
            default: "| It is kept.\n"
            }
        #expect(text == question + end)
        #expect("\(workspace.core.contacts[0].state)" == state)
    }

    @Test func aContactThatIsKeptCanStillBeUndone() async throws {
        let workspace = try EmulatedWorkspace()
        let text = try await said(
            "\(upsert("mappings = {}"))\n:undo\n:undo", workspace.client, answers: [nil, "archive"])
        #expect(text.contains("| It is kept.\n"))
        #expect(text.contains("It is archived"))
    }

    @Test func whereNobodyCanBeAskedACreatedContactStays() async throws {
        let text = try await said("\(upsert("mappings = {}"))\n:undo", EmulatedWorkspace().client)
        #expect(text.hasSuffix("stays: nobody is there to say whether to archive or to delete it.\n"))
    }

    @Test func archivingIsTurnedRound() async throws {
        let workspace = try EmulatedWorkspace()
        let id = try workspace.seed(["email": "ada@example.com"])[0]
        let text = try await said("intercom.archive_contact '\(id)'\n:undo", workspace.client)
        #expect(
            text == "true\n| Undone: archive \(id).\n" || text.hasSuffix("| Undone: archive ada@example.com (\(id)).\n")
        )
        #expect(try workspace.person("ada@example.com").id == id)
    }

    @Test func whatCannotBeUndoneIsNamedAndPassedOver() async throws {
        let workspace = try EmulatedWorkspace()
        let id = try workspace.seed(["email": "ada@example.com", "name": "Ada"], ["email": "b@example.com"])[0]
        let lines = """
            \(upsert("mappings = { name = 'B' }"))
            _ = intercom.delete_contact { matching_field = "email", matching_value = "b@example.com" }
            _ = pcall(intercom.add_note, "\(id)", "met at the fair")
            :undo 3
            """
        let text = try await said(lines, workspace.client)
        #expect(
            text.hasPrefix(
                "| error: add_note of contact \(id) cannot be undone from here.\n| error: delete b@example.com ("))
        #expect(text.contains(" cannot be undone: deleting is for good.\n| Undone: update ada@example.com"))
        #expect(try workspace.person("ada@example.com").name == "Ada")
    }

    @Test func changesAreListed() async throws {
        let workspace = try EmulatedWorkspace()
        let id = try workspace.seed(["email": "ada@example.com", "name": "Ada"])[0]
        #expect(
            try await said("\(upsert("mappings = { name = 'B' }"))\n:changes", workspace.client) == """
                | ~ update ada@example.com (\(id))
                |     name: "Ada" → "B"

                """)
    }
}
