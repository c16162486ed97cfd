import Foundation
import Testing

@testable import IntercomScripting

/// Runs the Lua test file of every module.
struct ModuleScriptTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Lua")

    private static func file(_ name: String) throws -> (name: String, text: String) {
        (name, try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }

    @Test(arguments: ModuleDeclaration.standard.map(\.name) + ScriptLibrary.standard.globals.map(\.name))
    func theTestFileOfEachModulePasses(module: String) throws {
        _ = try runScript(try Self.file("support.lua"), try Self.file("\(module)_test.lua"))
    }

    @Test func logKeepsLevelsFieldsAndTheirOrder() throws {
        let output = try runScript(
            (
                "log",
                """
                log.debug("a") log.info(1) log.warn({ x = { 1, "b" } }) log.error(json.null)
                local e = setmetatable({}, { __tostring = function() return "E" end })
                log.info("fields", { b = 2.0, a = true, c = { 1 }, d = json.null, e = e })
                log.info(setmetatable({}, { __tostring = function() return "shown" end }))
                """
            ))
        #expect(output.log.map(\.level) == [.debug, .info, .warning, .error, .info, .info])
        #expect(output.log.map(\.message) == ["a", "1", #"{"x":[1,"b"]}"#, "null", "fields", "shown"])
        #expect(output.log[4].fields.map { "\($0.name)=\($0.text)" } == ["a=true", "b=2.0", "c=[1]", "d=null", "e=E"])
    }

    @Test func inputSkipsWhatCannotBeReadOnlyWhenToldTo() throws {
        let csv = "a,b\n1,2\n3\n4,5\n"
        let output = try runScript(
            (
                "input",
                """
                for row, meta in input.rows({ rejected = "skip" }) do print(row.a, meta.index, meta.line, meta.source) end
                """
            ), input: csv)
        #expect(output.lines == ["1\t1\t2\tpeople.csv", "4\t3\t4\tpeople.csv"])
        #expect(output.log.map(\.level) == [.warning])
        #expect(output.log.first?.message.hasPrefix("skipped: people.csv:3: record 2: expected 2 cells") == true)

        let raising = try runScript(
            (
                "input",
                """
                local next = input.rows()
                print(next().a)
                local ok, e = pcall(next)
                print(ok, e.code, e.line, e.record, e.source, e.message)
                print(next().a, next())
                """
            ), input: csv)
        #expect(
            raising.lines == [
                "1", "false\tmalformed\t3\t2\tpeople.csv\texpected 2 cells as in the header, found 1", "4\tnil",
            ])
    }

    @Test func withoutAnInputItSaysSo() throws {
        let output = try runScript(
            ("input", "print(#input.sources(), select(2, pcall(input.rows)))"), input: nil)
        #expect(
            output.lines == ["0\tthere is no input to read: name a file, or - for standard input, behind the script"])
    }
}
