import Lua
import Testing

@testable import REPL

@Suite struct LuaCompleterTests {
    /// What Tab finds after these lines, of which the last is not finished.
    private func found(_ lines: String) async throws -> [String] {
        try await completion(lines).candidates.map { $0.text + $0.ending }
    }

    private func completion(_ lines: String) async throws -> Completion {
        let session = try await open(configuration())
        let lines = lines.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for line in lines.dropLast() { _ = await session.submit(line) }
        return session.completeNow(lines.last ?? "")
    }

    @Test func globalsAndWords() async throws {
        #expect(try await found("pri") == ["print("])
        #expect(try await found("unt") == ["until"])
        #expect(try await found("pears = 1\nx = pea") == ["pears"])
        #expect(try await found("function f(parameter)\n  return para") == ["parameter"])
    }

    @Test func fieldsAndMethods() async throws {
        #expect(try await found("string.up") == ["upper("])
        #expect(try await found("t = { size = 1, sort = print, [\"a b\"] = 2 }\nt.s") == ["size", "sort("])
        #expect(try await found("t = { size = 1, sort = print }\nt:s") == ["sort("])
        #expect(try await found("s = 'x'\ns:upp") == ["upper("])
        #expect(try await found("a = { b = { c = { deep = 1 } } }\na.b.c.") == ["deep"])
        #expect(try await found("nothing.here.") == [])
    }

    @Test func inheritance() async throws {
        let classes = """
            Base = { greet = print } Base.__index = Base
            Derived = setmetatable({ run = print }, Base) Derived.__index = Derived
            object = setmetatable({ name = 1 }, Derived)

            """
        #expect(try await found(classes + "object.") == ["__index", "greet(", "name", "run("])
        #expect(try await found(classes + "object:g") == ["greet("])
    }

    @Test func noMetamethodRuns() async throws {
        let session = try await open(configuration())
        _ = await session.submit("ran = 0")
        _ = await session.submit(
            "t = setmetatable({ a = 1 }, { __index = function() ran = ran + 1 end, __pairs = function() ran = ran + 1 end })"
        )
        #expect(session.completeNow("t.").candidates.map(\.text) == ["a"])
        #expect(session.completeNow("t.missing.").candidates == [])
        _ = await session.submit("setmetatable(_G, { __index = function() ran = ran + 1 end })")
        #expect(session.completeNow("missing.x").candidates == [])
        #expect(await session.rawGlobal("ran") == 0)
    }

    @Test func wordsOfTheWorkspace() async throws {
        #expect(try await found("desk.a") == ["ask { "])
        #expect(try await found("desk.ask { ma") == ["matching_field = ", "mappings = "])
        #expect(try await found("desk.ask { mappings = {}, ma") == ["matching_field = "])
        #expect(try await found("desk.ask { matching_field = \"ex") == ["external_id\""])
        #expect(try await found("desk.ask { mappings = { ") == ["email = ", "name = ", "phone = "])
        #expect(try await found("desk.ask { mappings = { name = 1, ") == ["email = ", "phone = "])
        #expect(try await found("desk.ask { custom_mappings = { ") == ["plan = ", "[\"seat count\"] = "])
        #expect(try await found("desk.ask {\nmappings = {\nna") == ["name = "])
    }

    @Test func keysThatAreNoNames() async throws {
        let row = "row = { [\"first name\"] = 1, [\"a\\\"b\"] = 2, fax = 3, last = 4 }\n"
        #expect(try await found(row + "row.fi") == ["[\"first name\"]"])
        #expect(try await completion(row + "row.f").typed == ".f")
        #expect(try await found(row + "row.f") == [".fax", "[\"first name\"]"])
        #expect(try await found(row + "row.l") == ["last"])
        #expect(try await completion(row + "row.fi").edit(of: "row.fi")?.deleted == 3)
    }

    @Test func keysWithinBrackets() async throws {
        #expect(try await found("row = { [\"first name\"] = 1, last = 2 }\nrow[\"fi") == ["first name\"]"])
    }

    @Test func commandsAndQuestions() async throws {
        #expect(try await found(":re") == [":record", ":reload"])
        #expect(try await found(":ti") == [":time "])
        #expect(try await found(":time string.upp") == ["upper("])
        #expect(try await found("?desk.as") == ["desk.ask"])
        #expect(try await found("?pho") == ["phone"])
        #expect(try await found(":where row.") == [])
    }
}

extension REPLSession {
    /// A global that is an integer.
    func rawGlobal(_ name: String) -> Int64? {
        guard let globals = try? lua.globals, case .integer(let value) = raw.get(globals, .string(name)) else {
            return nil
        }
        return value
    }
}
