import Foundation
import Lua
import Testing

/// What sandboxed scripts can `require`, and whose globals a module sees.
@Suite struct RequireTests {
    /// A folder with these files, which is gone after `body`.
    private func withModules<Result: Sendable>(
        _ files: [String: String], _ body: @escaping @Sendable (LuaState, URL) throws -> Result
    ) throws -> Result {
        // Lua shortens the names of long paths.
        let outer = FileManager.default.temporaryDirectory.appendingPathComponent(String(UUID().uuidString.prefix(8)))
        let folder = outer.appendingPathComponent("scripts")
        defer { try? FileManager.default.removeItem(at: outer) }
        for (name, text) in files {
            let file = folder.appendingPathComponent(name).standardizedFileURL
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try withState(LuaConfiguration(modules: folder.path)) { try body($0, folder) }
    }

    @Test func aModuleIsLoadedOnce() throws {
        let files = [
            "counter.lua": "#!/usr/bin/lua\nloads = (loads or 0) + 1\nreturn {name = ..., file = select(2, ...)}"
        ]
        try withModules(files) { lua, folder in
            let source = """
                local first, file = require "counter"
                local second, nothing = require "counter"
                assert(first == second and nothing == nil and loads == 1)
                return first.name, file, first.file
                """
            let values = try lua.evaluate(source)
            let path = folder.path + "/counter.lua"
            #expect(values.map { "\($0)" } == ["counter", path, path].map { "\(LuaValue.string($0))" })
        }
    }

    @Test func whatReturnsNothingIsTrue() throws {
        let isTrue = try withModules(["a/b.lua": "x = 1"]) { lua, _ in
            try lua.evaluate("return require 'a.b' == true and x == 1", as: Bool.self)
        }
        #expect(isTrue)
    }

    @Test func theStandardLibrariesAreModules() throws {
        let source = """
            for _, name in ipairs {"string", "table", "math", "utf8", "coroutine", "os", "_G"} do
              assert(require(name) == _G[name], name)
            end
            return true
            """
        try withModules([:]) { lua, _ in
            #expect(try lua.evaluate(source, as: Bool.self))
            let environment = try lua.makeEnvironment()
            #expect(try lua.call(try lua.load(source, environment: environment), as: Bool.self))
        }
    }

    /// As in Lua a module sees the globals of the script that requires it, and those are its environment.
    @Test func aScriptWithAnEnvironmentOfItsOwnHasModulesOfItsOwn() throws {
        try withModules(["spoil.lua": "string.upper = 'spoilt' mark = (mark or 0) + 1 return {}"]) { lua, _ in
            let source = "module = require 'spoil' return string.upper, mark, _G.mark"
            for _ in 1...2 {
                let chunk = try lua.load(source, environment: try lua.makeEnvironment())
                #expect(try lua.call(chunk).map { "\($0)" } == ["string(\"spoilt\")", "integer(1)", "integer(1)"])
            }
            #expect(try lua.evaluate("return ('x'):upper() .. string.upper('x')", as: String.self) == "XX")
            #expect(try lua.evaluate("return mark == nil and module == nil", as: Bool.self))
            #expect(try lua.evaluate("require 'spoil' return mark", as: Int.self) == 1)
        }
    }

    @Test func modulesOfTheHostAreEverybodys() throws {
        try withModules(["greeting.lua": "return require('host').greeting .. '!'"]) { lua, _ in
            try lua.provide(module: "host", ["greeting": "hello"])
            let chunk = try lua.load("return require 'greeting'", environment: try lua.makeEnvironment())
            #expect(try lua.call(chunk, as: String.self) == "hello!")
            #expect(try lua.evaluate("return require 'greeting'", as: String.self) == "hello!")
        }
        try withState { lua in
            try lua.provide(module: "host", 7)
            #expect(try lua.evaluate("return require 'host'", as: Int.self) == 7)
        }
    }

    @Test(arguments: [
        ("missing", "script:1: module 'missing' not found:\n\tno file 'FOLDER/missing.lua'"),
        ("../outside", "script:1: invalid module name '../outside'"),
        ("..outside", "script:1: invalid module name '..outside'"),
        ("/etc/passwd", "script:1: invalid module name '/etc/passwd'"),
        ("a\\b", "script:1: invalid module name 'a\\b'"),
        ("", "script:1: invalid module name ''"),
        (
            "link",
            "script:1: module 'link' is outside of the script's folder: 'FOLDER/link.lua' leads to 'OUTSIDE/outside.lua'"
        ),
        (
            "unfinished",
            "script:1: error loading module 'unfinished' from file 'FOLDER/unfinished.lua':\n\t"
                + "FOLDER/unfinished.lua:2: unexpected symbol near '='"
        ),
        ("failing", "FOLDER/failing.lua:3: on purpose"),
    ])
    func anErrorNamesTheFile(_ name: String, _ message: String) throws {
        let files = [
            "../outside.lua": "return 1", "unfinished.lua": "return\n =", "failing.lua": "\n\nerror 'on purpose'",
        ]
        try withModules(files) { lua, folder in
            try FileManager.default.createSymbolicLink(
                at: folder.appendingPathComponent("link.lua"),
                withDestinationURL: folder.deletingLastPathComponent().appendingPathComponent("outside.lua"))
            let require = try lua.load("local name = ... require(name)")
            let error = #expect(throws: LuaError.self) { try lua.call(require, name) }
            let real = folder.deletingLastPathComponent().resolvingSymlinksInPath().path
            let expected = message.replacingOccurrences(of: "FOLDER", with: folder.path)
                .replacingOccurrences(of: "OUTSIDE", with: real)
            #expect(error?.message == expected)
        }
    }

    @Test func aModuleMayWaitAndMayBeEnded() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("return wait(20) + 1".utf8).write(to: folder.appendingPathComponent("waits.lua"))
        try Data("while true do end".utf8).write(to: folder.appendingPathComponent("endless.lua"))
        let configuration = LuaConfiguration(timeLimit: .milliseconds(50), modules: folder.path)
        try await Host().with(configuration) { _, lua in
            try lua.set(
                "wait",
                LuaHostFunction.async("wait") { (number: Int) in
                    await Task.yield()
                    return number * 2
                })
            let number = try await lua.run(try lua.load("return require 'waits'"), as: Int.self)
            #expect(number == 41)
            var failure: LuaError?
            do throws(LuaError) { _ = try await lua.run(try lua.load("pcall(require, 'endless')")) } catch {
                failure = error
            }
            #expect(failure?.kind == .timeout)
        }
    }
}
