import IntercomScripting
import Testing

@testable import REPL

@Suite struct DocumentationTests {
    @Test func aFunction() async throws {
        let text = """
            | desk.ask(arguments) -> answer
            |   Asks the desk. It answers away from Lua.
            |   arguments: table
            |       What to ask.
            |       matching_field: string
            |           By what.
            |       mappings: {a: string}?
            |           Own fields.
            |       custom_mappings: table<string, any>?
            |           Others.
            |   -> answer: string
            |       What it says.
            |     desk.ask { matching_field = "email" }

            """
        #expect(try await said("?desk.ask") == text)
        #expect(try await said("? ask") == text)
    }

    @Test func aModule() async throws {
        #expect(
            try await said("?desk") == """
                | desk
                |   Answers after a while.
                |   ask     Asks the desk.
                |   refuse  Never answers.
                |   null    Nothing, said aloud.

                """)
    }

    @Test func valuesAndFields() async throws {
        #expect(try await said("?null") == "| desk.null: userdata\n|   Nothing, said aloud.\n")
        #expect(try await said("?phone") == "| phone\n|   The number.\n")
        #expect(try await said("?plan") == "| plan\n|   A custom attribute. The plan.\n")
        #expect(try await said("?seat count") == "| seat count\n|   A custom attribute.\n")
        #expect(try await said("?external_id") == "| external_id\n|   Your own id.\n")
    }

    @Test func functionsOfLua() async throws {
        #expect(
            try await said("?table.concat") == """
                | table.concat(list [, sep [, i [, j]]])
                |   The strings and numbers of a list joined to one string.

                """)
    }

    @Test func everyFunctionOfTheSandboxIsKnown() async throws {
        let missing = try await said(
            """
            for name, value in pairs(_G) do
              if type(value) == "table" and value ~= _G and name ~= "desk" then
                for inner in pairs(value) do print(name .. "." .. inner) end
              elseif name:find("^%l") and type(value) == "function" then print(name) end
            end
            """
        ).split(separator: "\n").map(String.init).filter { LuaManual.entry($0) == nil }
        // What Debian's Lua keeps of older versions, and the manual leaves out.
        let old: Set = ["frexp", "ldexp", "pow", "log10", "cosh", "sinh", "tanh", "atan2"]
        #expect(Set(missing).isSubset(of: old.map { "math." + $0 }))
    }

    @Test func whatThereIs() async throws {
        #expect(
            try await said("?")
                == "|   desk  Answers after a while.\n| ?NAME tells about a module, a function or a field.\n")
        #expect(try await said("?fus") == "| Nothing is called \"fus\". There is desk.refuse.\n")
        #expect(try await said("?xyz") == "| Nothing is known of \"xyz\"; ? lists the modules.\n")
    }
}
