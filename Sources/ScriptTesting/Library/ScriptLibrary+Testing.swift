public import IntercomScripting
internal import Lua

extension ScriptLibrary {
    /// What test files find besides what every script finds.
    public static let testing = ScriptLibrary(
        modules: [.emulator], globals: [describe, it, beforeEach, afterEach, expect, .script],
        types: [Expectation.declaration, TestedScript.declaration, TestedScript.runDeclaration])

    private static let describe = FunctionDeclaration(
        "describe", "Groups tests under a name. Blocks may stand in blocks.",
        parameters: [
            ParameterDeclaration("name", "string", "What is described."),
            ParameterDeclaration("body", "fun()", "Called at once; it says what tests there are."),
        ],
        example: """
            describe("text.trim", function()
              it("removes white space", function() expect(text.trim(" Ada ")):equals("Ada") end)
            end)
            """
    ) { services, call in
        let (bench, outer) = try services.block("describe")
        let name = try call.argument(1, as: String.self)
        let body = try call.argument(2, as: LuaFunction.self)
        bench.block = TestBlock(name, in: outer)
        defer { bench.block = outer }
        try call.state.call(body)
    }

    private static let it = FunctionDeclaration(
        "it", "A test. Each has an emulator of its own; without a function it is one that is still to be written.",
        parameters: [
            ParameterDeclaration("name", "string", "What is to be true."),
            ParameterDeclaration("body", "fun()?", "Fails where it raises an error, as `expect` does."),
        ],
        example: """
            it("knows the time", function() expect(time.iso(time.now())):equals("2024-03-01T12:00:00Z") end)
            """
    ) { services, call in
        let (bench, block) = try services.block("it")
        bench.add(try call.argument(1, as: String.self), try call.argument(2, as: LuaFunction?.self), to: block)
    }

    private static let beforeEach = FunctionDeclaration(
        "before_each", "Runs a function before each test of the block, and of blocks within.",
        parameters: [ParameterDeclaration("body", "fun()", "What to do.")],
        example: """
            before_each(function() emulator.seed { { email = "ada@acme.io" } } end)
            it("finds Ada", function() expect(#emulator.contacts()):equals(1) end)
            """
    ) { services, call in
        let (_, block) = try services.block("before_each")
        block.before.append(try call.argument(1, as: LuaFunction.self))
    }

    private static let afterEach = FunctionDeclaration(
        "after_each", "Runs a function after each test of the block, also after one that failed.",
        parameters: [ParameterDeclaration("body", "fun()", "What to do.")],
        example: """
            after_each(function() expect(#emulator.calls("DELETE /contacts/{id}")):equals(0) end)
            it("deletes nothing", function() end)
            """
    ) { services, call in
        let (_, block) = try services.block("after_each")
        block.after.append(try call.argument(1, as: LuaFunction.self))
    }

    private static let expect = FunctionDeclaration(
        "expect", "Says what a value is expected to be; what is not so fails the test and shows the difference.",
        parameters: [ParameterDeclaration("value", "any", "What was found.")],
        results: [ParameterDeclaration("expectation", "expectation", "Its methods say what is expected.")],
        example: """
            it("compares", function()
              expect({ name = "Ada", tags = { "vip" } }):equals({ name = "Ada", tags = { "vip" } })
              expect("ada@acme.io"):matches("@acme%.io$"):contains("ada")
              expect({ id = "1", email = "ada@acme.io" }):contains({ email = "ada@acme.io" })
              expect(function() error("no email") end):raises("no email")
              expect(text.email("ada")).never:equals("ada")
            end)
            """
    ) { services, call in
        call.return(Expectation(try call[1].read(as: LuaValue.self), of: try services.bench("expect").file))
    }
}
