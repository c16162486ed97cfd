import IntercomScripting
import JSON
import Lua
import ScriptTesting
import Testing

@testable import Reference

@Suite struct TypeDefinitionsTests {
    private static let files = TypeDefinitions(
        .standard, testing: .testing,
        attributes: [
            .init(name: "plan", type: "string", summary: "What they pay for."),
            .init(name: "company size", type: "\"1-10\"|\"11-50\"", summary: "two\nlines"),
        ]
    ).files

    private func file(_ name: String) throws -> String { try #require(Self.files.first { $0.name == name }).text }

    @Test func everyFileIsLua() throws {
        let executor = LuaExecutor()
        let files = Self.files
        try executor.sync {
            let lua = try LuaState(executor: executor)
            for (name, text) in files { _ = try lua.load(text, name: "=" + name) }
        }
        #expect(files.allSatisfy { $0.text.hasPrefix("---@meta ") })
    }

    @Test func everyFunctionIsThereWithItsParameters() throws {
        for module in ScriptLibrary.standard.modules {
            let text = try file(module.name + ".lua")
            for function in module.functions {
                let parameters = function.parameters.map(\.name).joined(separator: ", ")
                #expect(text.contains("\nfunction \(module.name).\(function.name)(\(parameters)) end"))
            }
        }
        #expect(try file("globals.lua").contains("\nfunction parallel(items, fn, options) end"))
        #expect(try file("testing.lua").contains("\n---@return expectation expectation "))
    }

    @Test func mappingsAndAttributesAreTyped() throws {
        let text = try file("intercom.lua")
        #expect(text.contains("---@class (exact) intercom.mappings\n"))
        #expect(text.contains("\n---@field email? string|null The e-mail address."))
        #expect(
            text.contains(
                "---@class (exact) intercom.custom_mappings\n---@field plan? string|null What they pay for.\n"))
        #expect(text.contains("---@field [\"company size\"] \"1-10\"|\"11-50\"|null|nil two lines\n"))
        #expect(text.contains("---@alias intercom.matching_field\n---| \"email\" # "))
        #expect(
            text.contains(
                "---@class (exact) intercom.upsert_contact.arguments\n---@field matching_field intercom.matching_field "
            ))
        #expect(text.contains("\n---@param arguments intercom.upsert_contact.arguments "))
    }

    @Test func withoutAWorkspaceEveryAttributePasses() throws {
        let files = TypeDefinitions(.standard, testing: .testing, attributes: nil).files
        let text = try #require(files.first { $0.name == "intercom.lua" }).text
        #expect(text.contains("---@class intercom.custom_mappings\n---@field [string] any"))
    }

    @Test func settingsKeepWhatIsThere() throws {
        let new = EditorSettings.new(definitions: ".intercom-lua")
        #expect(new["workspace.library"] == [".intercom-lua"])
        let object = try #require(new.object)
        #expect(EditorSettings.adding(definitions: ".intercom-lua", to: object) == nil)
        let changed = EditorSettings.adding(
            definitions: ".intercom-lua", to: ["Lua.workspace.library": ["other"], "x": 1])
        #expect(changed == ["Lua.workspace.library": ["other", ".intercom-lua"], "x": 1])
    }
}
