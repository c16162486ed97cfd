import Foundation
import Records
import Runner
import ScriptCheck
import Testing

@Suite struct RecordCheckTests {
    private func check(
        _ script: String, _ csv: String, workspace: String? = nil
    ) async throws -> RecordCheck.Outcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("script.lua")
        try Data(script.utf8).write(to: file)
        var attributes: AttributeFile?
        if let workspace {
            let path = folder.appendingPathComponent("workspace.json")
            try Data(workspace.utf8).write(to: path)
            attributes = try AttributeFile(path: path.path)
        }
        let configuration = RunConfiguration(
            script: .file(file.path), inputs: [.bytes(Array(csv.utf8), name: "people.csv")])
        return try await RecordCheck(configuration, workspace: attributes).run()
    }

    private static let upsert = """
        return function(row)
          if not row.email then intercom.skip("no email") end
          return intercom.upsert_contact {
            matching_field = "email", matching_value = row.email,
            custom_mappings = { seats = math.tointeger(row.seats) or row.seats },
          }
        end
        """

    @Test func saysWhichRecordsWouldBeRejected() async throws {
        let outcome = try await check(Self.upsert, "email,seats\nada@acme.io,3\nwho,4\n,5\nbob@acme.io,many\n")
        #expect(outcome.summary.outcomes == [.created: 1, .rejected: 2, .skipped: 1])
        let codes = outcome.summary.groups.map(\.problem.code).sorted()
        // Nobody knows the attribute, so its first value says what it holds.
        #expect(codes == ["attribute_type", "invalid_argument"])
    }

    @Test func knowsTheAttributesOfAWorkspace() async throws {
        let outcome = try await check(
            Self.upsert, "email,seats\nada@acme.io,3\n",
            workspace: #"{"data_attributes": [{"name": "mrr", "data_type": "float"}]}"#)
        // The emulator's own attributes are there besides.
        #expect(outcome.summary.outcomes == [.created: 1])
        let other = try await check(
            Self.upsert.replacing("seats =", with: "sets ="), "email,seats\nada@acme.io,3\n",
            workspace: #"{"data_attributes": [{"name": "mrr", "data_type": "float"}]}"#)
        #expect(other.summary.groups.first?.problem.code == "unknown_attribute")
    }

    @Test func namesTheArchivedAttributesThatWouldBeWritten() async throws {
        let outcome = try await check(
            Self.upsert.replacing("seats =", with: "chairs ="), "email,seats\nada@acme.io,3\nbob@acme.io,4\n",
            workspace: #"{"data_attributes": [{"name": "chairs", "data_type": "integer", "archived": true}]}"#)
        #expect(outcome.summary.outcomes == [.created: 2])
        #expect(outcome.archivedAttributes.map(\.name) == ["chairs"])
    }

    @Test func doesNotJudgeWhoIsThereUnlessItIsTold() async throws {
        let update = """
            return function(row)
              return intercom.update_contact { matching_field = "email", matching_value = row.email, mappings = { name = "x" } }
            end
            """
        let csv = "email\nada@acme.io\ngrace@navy.mil\n"
        let outcome = try await check(update, csv)
        #expect(outcome.unknownContacts == 2 && outcome.summary.problems == 0)
        let told = try await check(update, csv, workspace: #"{"contacts": [{"email": "ada@acme.io"}]}"#)
        #expect(told.unknownContacts == 0 && told.summary.outcomes == [.updated: 1, .rejected: 1])
    }

    @Test func deletionsAreLookedAtToo() async throws {
        let delete = """
            return function(row) return intercom.delete_contact { matching_field = "email", matching_value = row.email } end
            """
        let outcome = try await check(delete, "email\nada@acme.io\nx\n")
        #expect(outcome.unknownContacts == 1 && outcome.summary.outcomes == [.rejected: 1])
    }

    @Test func fieldsAreThoseOfTheHeaderOrOfTheDocuments() throws {
        #expect(
            try RecordCheck.fields(of: [.bytes(Array("a,b\n1,\n".utf8), name: "x.csv")], options: .init()) == [
                "a", "b",
            ])
        let documents = RecordInput.bytes(Array("{\"a\":1}\n{\"c\":2}\n".utf8), name: "x.ndjson")
        #expect(try RecordCheck.fields(of: [documents], options: .init()) == ["a", "c"])
        #expect(try RecordCheck.fields(of: [.bytes([], name: "x.ndjson")], options: .init()) == nil)
        #expect(try RecordCheck.fields(of: [.standardInput], options: .init()) == nil)
    }

    @Test(arguments: [("", "not JSON"), ("[]", "not an object")])
    func aWorkspaceThatIsNoneIsSaidToBe(_ text: String, _ message: String) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("workspace-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = #expect(throws: AttributeFile.Unreadable.self) { try AttributeFile(path: file.path) }
        #expect(error?.description.contains(message) == true)
    }
}
