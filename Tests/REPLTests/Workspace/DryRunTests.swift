import EmulatorTesting
import IntercomScripting
import Testing

@testable import REPL

@Suite struct DryRunTests {
    private let ada: String = """
        intercom.upsert_contact { matching_field = "email", matching_value = "ada@example.com", mappings = { name = "Ada" } }
        """

    private func live(_ configuration: inout REPLConfiguration) {
        configuration.workspace = "live"
        configuration.place = "the live workspace"
        configuration.isLive = true
    }

    @Test func aLiveWorkspaceBeginsWithADryRun() async throws {
        let workspace = try EmulatedWorkspace()
        let text = try await said(ada, workspace.client, live)
        #expect(
            text.hasPrefix(
                """
                | dry run, not sent:
                | + create ada@example.com
                |     email: "ada@example.com"
                |     name: "Ada"
                contact new-1 (user)

                """))
        #expect(text.hasSuffix("\"created\"\n"))
        #expect(workspace.core.contacts.isEmpty)
    }

    @Test func thePromptSaysWhatWritesDo() async throws {
        var configuration = configuration()
        let client = try EmulatedWorkspace().client
        #expect(try await open(configuration, client).prompt.text == "emulator>")
        live(&configuration)
        let session = try await open(configuration, client)
        #expect(await session.prompt.text == "live dry>")
        _ = await session.submit(":commit on")
        #expect(await session.prompt.text == "live>")
        _ = await session.submit(":dry")
        #expect(await session.prompt.text == "live dry>")
        _ = await session.submit("x = {")
        #expect(await session.prompt.text == "      ...")
    }

    @Test func committingIsAskedForWhereSomebodyIsThere() async throws {
        let workspace = try EmulatedWorkspace()
        let question = "? Write to the live workspace for real from now on? (yes) \n"
        #expect(
            try await said(":commit on\n:commit", workspace.client, answers: ["y"], live)
                == question + "| It stays a dry run.\n| Writes go to a dry run; :commit on makes them real.\n")
        let text = try await said("\(ada)\n:commit on\n:changes\n\(ada)", workspace.client, answers: ["yes"], live)
        #expect(
            text.contains(
                question + """
                    | From now on writes to the live workspace are real. What the dry run wrote (1 write) is dropped, not sent.
                    | Nothing was written.
                    contact
                    """))
        #expect(try workspace.person("ada@example.com").name == "Ada")
    }

    @Test func committingIsNotAbbreviated() async throws {
        let client = try EmulatedWorkspace().client
        #expect(try await said(":com on", client, answers: [], live) == "| error: Type :commit in full.\n")
        #expect(try await said(":dry maybe", client) == "| error: :dry on or :dry off?\n")
        #expect(try await said(":dry") == "| error: There is no workspace here to write to.\n")
    }

    @Test func aDryRunSeesItsOwnWrites() async throws {
        let workspace = try EmulatedWorkspace()
        let find = #"intercom.find_contact({ matching_field = "email", matching_value = "ada@example.com" })"#
        let text = try await said(":dry\n\(ada)\n\(find).name\n:undo\n\(find)\n:undo", workspace.client)
        #expect(
            text.hasSuffix(
                """
                "created"
                "Ada"
                | Undone: create ada@example.com (new-1).
                nil
                | error: Nothing was written that could be undone.

                """))
        #expect(workspace.calls["POST /contacts"] == nil)
    }

    @Test func everythingADryRunDidCanBeUndone() async throws {
        let workspace = try EmulatedWorkspace()
        let id = try workspace.seed(["email": "ada@example.com", "name": "Ada Lovelace"])[0]
        let text = try await said(
            """
            :dry
            \(ada)
            intercom.delete_contact { matching_field = "email", matching_value = "ada@example.com" }
            :undo
            intercom.find_contact({ matching_field = "email", matching_value = "ada@example.com" }).name
            intercom.archive_contact("\(id)")
            :undo 3
            intercom.find_contact({ matching_field = "email", matching_value = "ada@example.com" }).name
            """, workspace.client)
        #expect(
            text.hasSuffix(
                """
                | Undone: delete ada@example.com (\(id)).
                "Ada"
                | dry run, not sent:
                | - archive ada@example.com (\(id))
                true
                | Undone: archive ada@example.com (\(id)).
                | Undone: update ada@example.com (\(id)).
                | Nothing was written before that.
                "Ada Lovelace"

                """))
    }

    @Test func eachShowsWhatItSends() async throws {
        let workspace = try EmulatedWorkspace()
        let lines = """
            :load FOLDER/sync.lua
            :open FOLDER/people.csv
            :dry
            :each
            :dry off
            :each
            :each
            :next
            :each
            """
        let script = """
            return function(row)
              if not row.email then intercom.skip("no e-mail") end
              local _, outcome = intercom.upsert_contact {
                matching_field = "email", matching_value = row.email, mappings = { name = row.name } }
              return outcome
            end
            """
        let text = try await saidInFolder(
            lines, ["sync.lua": script, "people.csv": "email,name\nada@example.com,Ada\n,Nobody\n"], workspace.client)
        let request = """
            | + create ada@example.com
            |     POST /contacts {"email":"ada@example.com","name":"Ada"}

            """
        #expect(text.contains("| dry run, not sent:\n\(request)\"created\"\n"))
        #expect(text.contains("| sent:\n\(request)\"created\"\n| Nothing to send.\n\"unchanged\"\n"))
        #expect(text.hasSuffix("{ name = \"Nobody\" }\n| Nothing to send.\n| skipped: no e-mail\n"))
        #expect(workspace.calls["POST /contacts"] == 1)
    }

    @Test func aMergeIsRehearsedAndTakenBack() async throws {
        let workspace = try EmulatedWorkspace()
        let ids = try workspace.seed(
            ["email": "ada@example.com", "role": "lead"], ["email": "ada@example.com", "role": "user"])
        let text = try await said(
            """
            :dry
            _ = intercom.merge_contacts("\(ids[0])", "\(ids[1])")
            intercom.find_contact({ matching_field = "intercom_id", matching_value = "\(ids[0])" }).role
            :undo
            intercom.find_contact({ matching_field = "intercom_id", matching_value = "\(ids[0])" }).role
            """, workspace.client)
        #expect(
            text.hasSuffix(
                """
                | dry run, not sent:
                | - merge ada@example.com into \(ids[1]) (\(ids[0]))
                "user"
                | Undone: merge ada@example.com (\(ids[0])).
                "lead"

                """))
        #expect(workspace.calls["POST /contacts/merge"] == nil)
    }

    @Test func manyWritesAreShownInPart() async throws {
        let lines = """
            :dry
            for i = 1, 25 do intercom.create_contact { mappings = { email = i .. "@example.com" } } end
            :changes 2
            """
        let text = try await said(lines, EmulatedWorkspace().client)
        #expect(
            text.contains(
                "| + create 20@example.com\n|     email: \"20@example.com\"\n| … 5 more; :changes 25 shows them all\n"))
        #expect(
            text.hasSuffix(
                """
                | the last 2 of 25
                | + create 24@example.com
                |     email: "24@example.com"
                | + create 25@example.com
                |     email: "25@example.com"

                """))
    }

    @Test func aDeletionNeedsMoreThanACommitAtALiveWorkspace() async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.seed(["email": "ada@example.com"])
        let delete = #"intercom.delete_contact { matching_field = "email", matching_value = "ada@example.com" }"#
        let transcript = Transcript()
        var configuration = configuration(transcript)
        configuration.library = .standard
        live(&configuration)
        let session = try await REPLSession.open(configuration) {
            let services = ScriptServices(client: workspace.client, log: { _ in }, now: { 0 })
            services.allowsDelete = false
            return services
        }
        _ = await session.submit(delete)
        #expect(transcript.text.contains("- delete ada@example.com"))
        _ = await session.submit(":commit on")
        _ = await session.submit(delete)
        #expect(transcript.text.contains("start the prompt with --allow-delete"))
        #expect(try workspace.person("ada@example.com").state == .active)
    }
}
