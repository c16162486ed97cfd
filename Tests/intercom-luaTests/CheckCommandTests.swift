import Foundation
import Testing

extension EndToEnd {
    /// `check` and `types`.
    @Suite struct CheckCommandTests {
        private static let script = """
            local unused = 1
            return {
              each = function(row)
                return intercom.upsert_contact {
                  matching_field = "email", matching_value = text.trimm(row.Emial),
                  mappings = { emial = row.Email }, custom_mappings = { plna = row.Plan },
                }
              end,
            }
            """

        @Test func mistakesAreShownWithTheirPlace() async throws {
            let folder = try TemporaryFolder()
            try folder.write(Self.script, to: "sync.lua")
            try folder.write("Email,Plan\nada@acme.io,pro\n", to: "people.csv")
            let workspace = Project.root.appendingPathComponent("scripts/examples/workspace.json").path
            let result = try await Program.run(
                "check", "sync.lua", "--workspace", workspace, "--input", "people.csv", folder: folder.url)
            #expect(result.status == 78)
            try Golden.expect(result.output + "---\n" + result.errors, "check.txt")
            let json = try await Program.run("check", "sync.lua", "--json", "--quiet", folder: folder.url)
            #expect(json.status == 78 && json.errors == "")
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            let found = object?["diagnostics"] as? [[String: Any]] ?? []
            #expect(found.compactMap { $0["code"] as? String } == ["unused_local", "unknown_field", "unknown_field"])
            #expect(found.first?["line"] as? Int == 1 && found.first?["column"] as? Int == 7)
        }

        @Test func whatWasFoundBeforeTheScriptFailsCounts() async throws {
            let folder = try TemporaryFolder()
            try folder.write("local unused = 1\nreturn { eech = print }\n", to: "sync.lua")
            try folder.write("Email\na@b.c\n", to: "people.csv")
            let result = try await Program.run("check", "sync.lua", "--input", "people.csv", folder: folder.url)
            #expect(result.status == 78, "\(result.errors)")
            #expect(result.output.contains("unused") && result.errors.contains("intercom-lua: "), "\(result.errors)")
            let json = try await Program.run(
                "check", "sync.lua", "--input", "people.csv", "--json", folder: folder.url)
            #expect(json.status == 78 && json.output.contains("unused_local"))
        }

        @Test func theExamplesAreInOrder() async throws {
            let examples = Project.root.appendingPathComponent("scripts/examples")
            let scripts = try FileManager.default.contentsOfDirectory(atPath: examples.path).sorted()
                .filter { $0.hasSuffix(".lua") }
            let result = try await Program.run(
                ["check"] + scripts + ["--workspace", "workspace.json"], folder: examples)
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output == "" && result.errors == "\(scripts.count) scripts: nothing wrong found.\n")
        }

        @Test func recordsThatWouldBeRejectedAreSaid() async throws {
            let examples = Project.root.appendingPathComponent("scripts/examples")
            let result = try await Program.run(
                "check", "sync_leads.lua", "--input", "leads.csv", "--workspace", "workspace.json", folder: examples)
            #expect(result.status == 78)
            try Golden.expect(result.output + "---\n" + result.errors, "check-records.txt")
        }

        @Test func archivedAttributesAreWarnedAboutAndNoMistake() async throws {
            let folder = try TemporaryFolder()
            let attributes = #"[{"name": "old", "archived": true}, {"name": "older", "archived": true}]"#
            try folder.write(#"{"data_attributes": \#(attributes)}"#, to: "workspace.json")
            let script = """
                return function(row)
                  local values = { old = row.plan }
                  values.older = row.plan
                  intercom.upsert_contact { matching_field = "email", matching_value = row.email, custom_mappings = values }
                  return intercom.update_contact {
                    matching_field = "email", matching_value = row.email, custom_mappings = { old = row.plan },
                  }
                end
                """
            try folder.write(script, to: "sync.lua")
            try folder.write("email,plan\na@b.c,x\nb@b.c,y\n", to: "people.csv")
            let arguments = ["check", "sync.lua", "--workspace", "workspace.json", "--input", "people.csv"]
            let result = try await Program.run(arguments, folder: folder.url)
            #expect(result.status == 0)
            try Golden.expect(result.output + "---\n" + result.errors, "check-archived.txt")
            let json = try await Program.run(arguments + ["--json"], folder: folder.url)
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            let found = object?["diagnostics"] as? [[String: Any]] ?? []
            #expect(json.status == 0 && found.map { $0["severity"] as? String } == ["warning"])
            #expect(found.first?["code"] as? String == "archived_attribute")
            let records = object?["records"] as? [String: Any]
            #expect(records?["archived_attributes"] as? [String] == ["old", "older"])
        }

        @Test func aScriptThatIsNotThereIsSaid() async throws {
            #expect(try await Program.run("check", "none.lua").status == 66)
            #expect(try await Program.run("check").status == 64)
        }

        @Test func typesAreWrittenAndCheckGoesByThem() async throws {
            let folder = try TemporaryFolder()
            try folder.write(Self.script, to: "sync.lua")
            let workspace = Project.root.appendingPathComponent("scripts/examples/workspace.json").path
            let types = try await Program.run("types", "--workspace", workspace, "--quiet", folder: folder.url)
            #expect(types.status == 0 && types.output == "" && types.errors == "")
            #expect(
                try folder.contents(of: ".intercom-lua/intercom.lua").contains("---@field lifecycle_stage? string|null")
            )
            #expect(try folder.contents(of: ".luarc.json").contains("\".intercom-lua\""))
            let check = try await Program.run("check", "sync.lua", folder: folder.url)
            #expect(check.output.contains("the workspace has no custom attribute \"plna\". Did you mean \"plan\"?"))
            // What somebody else wrote stays.
            try folder.write("{\"workspace.library\": [\"other\"]}", to: ".luarc.json")
            #expect(try await Program.run("types", folder: folder.url).errors.contains("There is no access token"))
            #expect(try folder.contents(of: ".luarc.json").contains("other"))
            try folder.write("{ // mine\n}", to: ".luarc.json")
            #expect(try await Program.run("types", folder: folder.url).errors.contains("it was left alone"))
        }
    }
}
