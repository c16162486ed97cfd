import Testing

@testable import ScriptTesting

@Suite struct TestedScriptTests {
    private static let sync = """
        local M = {}
        return {
          setup = function() log.info("begun") return { count = 0 } end,
          each = function(row, ctx, state)
            if not row.email then intercom.skip("no email") end
            print(ctx.index, row.email)
            return intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { name = row.name } }
          end,
        }
        """

    @Test func runsAsTheCommandDoes() async throws {
        let folder = try TestFolder([
            "sync.lua": Self.sync,
            "sync_test.lua": """
            it("runs", function()
              emulator.seed { { email = "ada@acme.io", name = "Ada" } }
              local sync = script("sync.lua")
              local run = sync:run { { email = "ada@acme.io", name = "Ada King" }, { name = "Nobody" }, { email = "who" } }
              expect(run.records):equals(3)
              expect(run.outcomes):equals({ updated = 1, skipped = 1, rejected = 1 })
              expect(run.results[1]):contains({ record = 1, outcome = "updated" })
              expect(run.results[1].error):is_nil()
              expect(run.results[2].reason):equals("no email")
              expect(run.results[3].error):contains({ code = "invalid_argument" })
              expect(run.errors[1]):contains({ count = 1, first_record = 3 })
              expect(run.output):equals({ "1\\tada@acme.io", "3\\twho" })
              expect(run.log):equals({ { level = "info", message = "begun", fields = {} } })
              expect(emulator.contacts { email = "ada@acme.io" }[1].name):equals("Ada King")
              expect(sync:run({ email = "ada@acme.io", name = "Ada King" }).outcomes):equals({ unchanged = 1 })
              expect(sync:run("rows.csv").outcomes):equals({ updated = 1 })
              expect(sync:run({ { email = "x@acme.io" } }, { dry_run = true }).results[1].changes[1].action):equals("create")
              expect(emulator.contacts()):has_length(1)
              expect(function() sync:run({}, { dry = true }) end):raises("there is no option dry = true")
              expect(function() sync:run({ 1 }) end):raises("rows are tables of named fields")
            end)
            """,
            "rows.csv": "email,name\nada@acme.io,Ada\n",
        ])
        let report = await folder.run("sync_test.lua")
        #expect(report.results.map(\.outcome) == [.passed])
    }

    @Test func transformsAsMapDoes() async throws {
        let folder = try TestFolder([
            "double.lua": "return function(row) return { twice = row.n * 2 } end",
            "double_test.lua": """
            it("maps", function()
              local records, rejected = script("double.lua"):map { { n = 1 }, { n = 2.5 }, { n = {} } }
              expect(records):equals({ { twice = 2 }, { twice = 5.0 } })
              expect(rejected):has_length(1)
              expect(rejected[1].error.message):contains("arithmetic")
            end)
            """,
        ])
        #expect(await folder.run("double_test.lua").results.map(\.outcome) == [.passed])
    }

    @Test func deletesOnlyWhereThatIsAllowed() async throws {
        let folder = try TestFolder([
            "purge.lua": """
            return function(row) return intercom.delete_contact { matching_field = "email", matching_value = row.email } end
            """,
            "purge_test.lua": """
            it("deletes", function()
              emulator.seed { { email = "ada@acme.io" } }
              local purge = script("purge.lua")
              expect(purge:run({ { email = "ada@acme.io" } }).results[1].error.code):equals("forbidden")
              expect(purge:run({ { email = "ada@acme.io" } }, { allow_delete = true }).outcomes):equals({ deleted = 1 })
              expect(emulator.contacts()):has_length(0)
              expect(emulator.contacts({ state = "deleted" })):has_length(1)
            end)
            it("gives up on Intercom's trouble", function()
              emulator.fail_next { status = 503, count = 100 }
              local run = script("purge.lua"):run({ { email = "ada@acme.io" } }, { allow_delete = true })
              expect(run.outcomes):equals({ failed = 1 })
              expect(run.results[1].error.status):equals(503)
            end)
            """,
        ])
        #expect(await folder.run("purge_test.lua").results.map(\.outcome) == [.passed, .passed])
    }
}
