import Testing

@testable import REPL

@Suite struct CompletionContextTests {
    @Test func names() {
        #expect(CompletionContext("") == .name("", locals: []))
        #expect(CompletionContext("pri") == .name("pri", locals: []))
        #expect(CompletionContext("x + pri") == .name("pri", locals: ["x"]))
        #expect(CompletionContext("local count, t = 1, a.b\nco") == .name("co", locals: ["count", "t", "a"]))
        #expect(CompletionContext("x ") == .name("", locals: ["x"]))
        #expect(CompletionContext("a..b") == .name("b", locals: ["a"]))
    }

    @Test func members() {
        #expect(CompletionContext("a.") == .member(path: ["a"], typed: "", isMethod: false))
        #expect(CompletionContext("print(a . b.c") == .member(path: ["a", "b"], typed: "c", isMethod: false))
        #expect(CompletionContext("s:up") == .member(path: ["s"], typed: "up", isMethod: true))
        #expect(CompletionContext("\"x\":up") == .stringMethod("up"))
        #expect(CompletionContext("f().x") == .nothing)
        #expect(CompletionContext("t[1].x") == .nothing)
        #expect(CompletionContext("1.5") == .nothing)
    }

    @Test func keys() {
        #expect(CompletionContext("f{ mappings = {") == .key("", of: .field("mappings"), taken: []))
        #expect(
            CompletionContext("desk.ask { matching_field = \"email\", mappings = { name = a(1, 2), em")
                == .key("em", of: .field("mappings"), taken: ["name"]))
        #expect(CompletionContext("desk.ask({ ma") == .key("ma", of: .call(["desk", "ask"]), taken: []))
        #expect(
            CompletionContext("desk.ask {\n  mappings = { a = 1 },\n  ")
                == .key("", of: .call(["desk", "ask"]), taken: ["mappings"]))
        #expect(CompletionContext("f{ mappings = { name = x") == .name("x", locals: ["f", "mappings", "name"]))
        #expect(CompletionContext("f(a, b") == .name("b", locals: ["f", "a"]))
    }

    @Test func strings() {
        #expect(CompletionContext("f{ matching_field = \"em") == .value("em", of: "matching_field"))
        #expect(CompletionContext("if r.matching_field == 'em") == .value("em", of: "matching_field"))
        #expect(CompletionContext("row[\"first n") == .index(path: ["row"], typed: "first n"))
        #expect(
            CompletionContext("{ custom_mappings = { [\"pl") == .key("pl", of: .field("custom_mappings"), taken: []))
        #expect(CompletionContext("open(\"fi") == .string("fi"))
        #expect(CompletionContext("x = \"a\\\"b") == .value("a\\\"b", of: "x"))
    }

    @Test func comments() {
        #expect(CompletionContext("x -- com") == .nothing)
        #expect(CompletionContext("--[[ a\n b") == .nothing)
        #expect(CompletionContext("-- a\nb") == .name("b", locals: []))
        #expect(CompletionContext("--[==[ ]] ]==] b") == .name("b", locals: []))
        #expect(CompletionContext("[==[ x ]==] .. b") == .name("b", locals: []))
    }
}
