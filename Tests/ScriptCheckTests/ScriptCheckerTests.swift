import Foundation
import Intercom
import IntercomScripting
import LuaSyntax
import ScriptCheck
import ScriptTesting
import Testing

@Suite struct ScriptCheckerTests {
    private static let attributes = [
        DataAttribute(name: "plan", dataType: .string), DataAttribute(name: "seats", dataType: .integer),
        DataAttribute(name: "tier", dataType: .string, options: ["gold", "silver"]),
        DataAttribute(name: "old", dataType: .string, isArchived: true),
    ]

    private func checker() -> ScriptChecker {
        var checker = ScriptChecker()
        checker.attributes = Self.attributes
        checker.recordFields = ["Email", "First", "Last", "Plan"]
        return checker
    }

    /// What is said of each piece of code, as a person reads it.
    private func complaints(_ cases: [String]) -> String {
        var text = ""
        for code in cases {
            let source = SourceText(code)
            let found = checker().check(source)
            text += found.map { DiagnosticText().text($0, file: "s.lua", source: source) }.joined()
            if found.isEmpty { text += "nothing wrong: \(code)\n" }
            text += "\n"
        }
        return text
    }

    @Test func whatALineWouldTellTheTerminalIsShown() {
        let shown = complaints(["\tprint('\u{1B}[31m\u{9B}\u{7F}ü', undefind)"])
        #expect(
            shown.contains("| \tprint('␛[31m\u{FFFD}␡ü', undefind)\n      | \t\(String(repeating: " ", count: 18))^^^^")
        )
    }

    @Test func names() throws {
        try expectGolden(
            complaints([
                "print(undefind)", "local counter = 1\nprint(conter, counter)", "io.write('x')", "unpack({})",
                "prnt('x')", "text = nil", "local function f() total = 1 end f() print(total)",
                "function helper() end helper()", "local count = 0\nreturn function() cuont = 1 return count end",
                "text.trimm('x')", "text.parse('x')", "string.trim('x')", "math.floot(1)", "local t = text t.lowr('x')",
                "('x'):uper()", "('a' .. 'b'):trim()", "local j = require 'json' j.encod({})", "intercom.upsert {}",
                "json.nul()", "string.trim = text.trim string.trim('x')", "math.pow(2, 3)",
            ]), "names.txt")
    }

    @Test func arguments() throws {
        try expectGolden(
            complaints([
                "text.trim()", "text.trim('a', 'b')", "text.split('a')", "text.split('a', nil)", "text.trim(true)",
                "text.lower('x', 'de')", "csv.parse('', { header = false })", "csv.parse('', { delimiter = ';' })",
                "json.encode({}, { pretty = 'yes' })", "time.add(0, 'day')", "text.split(f())",
                "local function f() end text.split(f())",
                "time.days('soon')", "hash.sha256({})", "parallel({}, print, { concurency = 2 })", "parallel({})",
                "pcall(text.split, 'a')",
                "intercom.search_contacts { feild = 'email', operator = '=', value = 'a@b.c' }",
                "intercom.search_contacts { field = 'email', operator = '==', value = who }",
                "intercom.search_contacts { query = { field = 'email', value = who }, per_pag = 5 }",
                "intercom.search_contacts { query = { field = 'email', value = 'a@b.c' }, per_pag = 5 }",
                "intercom.search_contacts { operator = 'NOT', value = { { field = 'role', value = 'lead' } } }",
                "intercom.search_contacts { { field = 'email', operator = '~', value = 'acme' }, { field = name } }",
                "intercom.search_contacts { field = field, operator = '==', value = 1 }",
                "intercom.upsert_contact()", "intercom.upsert_contact('ada@acme.io')", "intercom.upsert_contact({})",
                "intercom.upsert_contact { matching_field = 'emial', matching_value = 'a' }",
                "intercom.upsert_contact { matching_field = 'Email', matching_value = nil }",
                "intercom.upsert_contact { matching_feild = 'email', matching_value = 'a@b.c' }",
                "intercom.upsert_contact { matching_field = 'email', matching_value = 'a@b.c', email = 'x' }",
                "intercom.upsert_contact { matching_field = 'email', matching_value = {}, on_multiple = 'first' }",
                "intercom.upsert_contact { matching_field = 'email', matching_value = 'a@b.c', mappings = 'x' }",
                "intercom.upsert_contact { 'email', 'a@b.c' }",
                "local args = {} args.matching_field = 'email' intercom.find_contact(args)",
                "intercom.delete_contact { matching_field = 'email', matching_value = 'a@b.c', mappings = {} }",
                "pcall(intercom.update_contact, { matching_field = 'emial', matching_value = 'a' })",
                "local upsert = intercom.upsert_contact upsert { matching_field = 'mail', matching_value = 1 }",
                "intercom.create_data_attribute { name = 'x', type = 'text' }",
                "intercom.list_contacts { perpage = 50 }",
            ]), "arguments.txt")
    }

    @Test func mappings() throws {
        let calls = [
            "mappings = { emial = row.Email }", "mappings = { language_override = 'de' }", "mappings = { plan = 'x' }",
            "mappings = { email = 'ada' }", "mappings = { email = 1, avatar = 'x.png' }",
            "mappings = { avatar = 'https://acme.io/x.png' }", "mappings = { role = 'usr' }",
            "mappings = { unsubscribed_from_emails = 'yes' }",
            "mappings = { signed_up_at = true }", "mappings = { name = intercom.null, role = intercom.null }",
            "mappings = { name = {} }", "mappings = { name = 1, phone = nil, owner_id = 12 }",
            "mappings = { name = 'a', name = 'b' }",
            "mappings = { ['name'] = 'x', [key] = 'y', ['nmae'] = 'z' }", "mappings = make()",
            "custom_mappings = { plna = 'x' }", "custom_mappings = { email = 'x' }",
            "custom_mappings = { seats = 'twelve' }",
            "custom_mappings = { seats = 1.5, plan = 5, tier = 'bronze', old = 'x' }",
            "custom_mappings = { seats = row.Plan, plan = intercom.null, tier = 'gold' }",
        ]
        try expectGolden(
            complaints(
                calls.map { call in
                    "local key, make = 'k', print\nreturn function(row) print(key, make, row) intercom.create_contact { \(call) } end"
                }), "mappings.txt")
    }

    @Test func shapesAndRecords() throws {
        try expectGolden(
            complaints([
                "return { eech = function() end }", "return { setup = function() end }",
                "return { each = print, finnish = print }",
                "return { each = print, options = { max_failure = 3, concurrency = 'many', empty = 'none' } }",
                "return { trim = text.trim, upper = text.upper }",
                "return function(row, ctx) print(row.Emial, row.Email, ctx.indx, ctx.index) end",
                "return { each = function(row) local email = row.email return email end }",
                "local function each(row) return row.Frist end\nreturn each",
                "local function each(row) return row.Frist end\nreturn { each = each }",
                "for row in input.rows() do print(row.Name) end", "return function(row) row = {} return row.any end",
                "local c = intercom.find_contact { matching_field = 'email', matching_value = 'a@b.c' }\nif c then print(c.emial, c.name, c.tags) end",
                "for c in intercom.list_contacts() do print(c.externalid) end",
                "return function(row) return row['Zip Code'] end",
            ]), "shapes.txt")
    }

    @Test func locals() throws {
        try expectGolden(
            complaints([
                "local a = 1", "local a, b = 1, 2 print(b)", "local a, b = 1, 2 print(a)", "local _, b = f, 2 print(b)",
                "local _unused = 1",
                "local function f() end", "local a = 1 a = 2", "for k, v in pairs({}) do print(k) end",
                "for k, v in pairs({}) do print(v) end",
                "for i = 1, 3 do print() end", "local x <close> = nil", "return function(row, ctx) return 1 end",
                "local t = {} t.x = 1",
                "local function f() return f() end", "local a = 1 do local a = 2 end print(a)",
            ]), "locals.txt")
    }

    @Test func syntax() throws {
        try expectGolden(
            complaints([
                "local x = = 1", "return {\n  each = function(row)\n\treturn row.Email ..\n  end\n}", "if x then",
                "print('é' 'ü)", "x = 'a\\q'", "break",
            ]), "syntax.txt")
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func scripts(_ folder: String) throws -> [(name: String, source: SourceText)] {
        let url = root.appendingPathComponent(folder)
        return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted().filter { $0.hasSuffix(".lua") }
            .map { ($0, SourceText([UInt8](try Data(contentsOf: url.appendingPathComponent($0))))) }
    }

    @Test func nothingIsWrongWithTheExamples() throws {
        let workspace = Self.root.appendingPathComponent("scripts/examples/workspace.json").path
        for (name, source) in try Self.scripts("scripts/examples") {
            var checker = ScriptChecker(name.hasSuffix("_test.lua") ? .standard.adding(.testing) : .standard)
            checker.attributes = try AttributeFile(path: workspace).attributes
            #expect(checker.check(source).map(\.message) == [], "\(name)")
        }
    }

    @Test func nothingIsWrongWithTheDocumentation() {
        let functions = ScriptLibrary.standard.globals + ScriptLibrary.standard.modules.flatMap(\.functions)
        for function in functions {
            // An example may show what a wrong argument leads to, through pcall.
            guard let example = function.example, !example.contains("pcall") else { continue }
            #expect(ScriptChecker().check(SourceText(example)).map(\.message) == [], "\(function.name)")
        }
    }

    @Test func whateverItIsGivenItEnds() throws {
        for (_, source) in try Self.scripts("scripts/examples") + Self.scripts("Tests/LuaTests/Differential") {
            for end in stride(from: 0, to: source.bytes.count, by: 97) {
                _ = checker().check(SourceText(Array(source.bytes[..<end])))
            }
        }
        let deep = "return " + String(repeating: "{a=", count: 150) + "1" + String(repeating: "}", count: 150)
        #expect(checker().check(SourceText(deep)).count <= 1)
        #expect(checker().check(SourceText("return 1" + String(repeating: " + 1", count: 5000))).isEmpty)
    }

    @Test func modulesOfTheScriptCount() {
        let definitions = ScriptChecker.definitions(
            in: SourceText(
                "local a = require 'cleanup.names'\nfunction shout(x) return a(x) end\nlocal b = require(name)"))
        #expect(definitions.globals == ["shout"] && definitions.modules == ["cleanup.names"])
        var checker = ScriptChecker()
        #expect(checker.check(SourceText("shout('x')")).count == 1)
        checker.foreignGlobals = definitions.globals
        #expect(checker.check(SourceText("shout('x')")).isEmpty)
    }
}

/// Texts that a person sees, as files in the folder Golden. `UPDATE_GOLDEN=1` writes what is said now.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(text.utf8).write(to: file) }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(
        text == expected, "Golden/\(name) differs; UPDATE_GOLDEN=1 makes it this text", sourceLocation: sourceLocation)
}
