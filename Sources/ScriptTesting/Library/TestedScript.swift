internal import Seeded
internal import IntercomScripting
internal import JSON
internal import Lua
internal import Records
internal import Runner

/// What `script(path)` gives: a script that is run within a test, as `run` and `map` do it.
final class TestedScript: LuaObject {
    let path: String
    let bench: TestBench

    init(path: String, bench: TestBench) {
        self.path = path
        self.bench = bench
    }

    static let luaClass = LuaClass("tested_script", methods: methods.map { $0.function() })

    static let declaration = TypeDeclaration(
        "tested_script", "What `script(path)` gives. Each run has a Lua state of its own.",
        .fields(methods.map(\.field)))

    private static let options = ["allow_delete", "create_attributes", "dry_run", "limit"]

    private static let methods: [MethodDeclaration] = [
        .waiting(
            "run",
            "fun(self: tested_script, rows?: table|string, options?: {allow_delete?: boolean, create_attributes?: boolean, dry_run?: boolean, limit?: integer}): script_run",
            """
            Runs the script over rows, as `intercom-lua run` does, against the emulator of the test: a list of tables, one table, \
            the path of an input, or a list of paths. The options are those of the command line.
            """
        ) { call in
            let script = try call.argument(1, as: TestedScript.self)
            let run = ScriptRun(try script.configuration(call))
            return LuaPendingOperation { PlainTable(json: try await run.run()) }
        },
        .waiting(
            "map", "fun(self: tested_script, rows: table|string): table[], table[]",
            "Transforms rows, as `intercom-lua map` does. Gives the records, and the results of those that were rejected."
        ) { call in
            let script = try call.argument(1, as: TestedScript.self)
            var configuration = try script.configuration(call)
            configuration.client = nil
            let run = ScriptRun(configuration)
            return LuaPendingOperation {
                let (records, rejected) = try await run.map()
                return LuaResults(PlainTable(json: .array(records)), PlainTable(json: .array(rejected)))
            }
        },
    ]

    /// What the script is run with, by the arguments of the call.
    private func configuration(_ call: LuaCall) throws -> RunConfiguration {
        guard let world = bench.world else {
            throw LuaError(.runtime, "a script is run in a test: every test has an emulator of its own")
        }
        var configuration = RunConfiguration(script: .file(path), inputs: try inputs(call))
        configuration.client = world.client
        configuration.time = world.time
        configuration.random = SeededGenerator(seed: TestWorld.seed)
        configuration.lua.determinism = .init(seed: Int64(TestWorld.seed), time: world.core.now)
        for (name, value) in try call.argument(3, as: JSONObject?.self) ?? [:] {
            switch (name, value) {
            case ("allow_delete", .bool(let flag)): configuration.allowsDelete = flag
            case ("create_attributes", .bool(let flag)): configuration.createsMissingAttributes = flag
            case ("dry_run", .bool(let flag)): configuration.isDryRun = flag
            case ("limit", .integer(let limit)): configuration.options.limit = Int(clamping: limit)
            default:
                throw call.error(
                    3, "there is no option \(name) = \(value.text), only \(Self.options.joined(separator: ", "))")
            }
        }
        return configuration
    }

    private func inputs(_ call: LuaCall) throws -> [RecordInput] {
        if call[2].isNil { return [] }
        if let name = call[2].string { return [.file(try TestPath(name, from: bench.folder).path)] }
        let value = try call.argument(2, as: JSONValue.self)
        if let paths = value.array?.map(\.string), !paths.isEmpty, !paths.contains(nil) {
            return try paths.compactMap(\.self).map { .file(try TestPath($0, from: bench.folder).path) }
        }
        let rows = value.array ?? (value.object?.isEmpty == true ? [] : [value])
        guard rows.allSatisfy({ $0.object != nil }) else { throw call.error(2, "rows are tables of named fields") }
        return [.bytes(rows.flatMap { $0.encoded() + [UInt8(ascii: "\n")] }, name: "rows.ndjson")]
    }
}

extension FunctionDeclaration {
    /// `script`, of test files.
    static let script = FunctionDeclaration(
        "script", "A script that is to be run within the test.",
        parameters: [ParameterDeclaration("path", "string", "Seen from the folder of the test file.")],
        results: [ParameterDeclaration("script", "tested_script", "`run` and `map` run it.")],
        example: """
            it("skips rows without an address", function()
              local run = script("sync_leads.lua"):run { { First = "Ada" }, { Email = "grace@navy.mil" } }
              expect(run.outcomes):equals({ skipped = 1, created = 1 })
              expect(run.results[1].reason):equals("no e-mail")
            end)
            """
    ) { services, call in
        let bench = try services.bench("script")
        let path = try TestPath(try call.argument(1, as: String.self), from: bench.folder).path
        call.return(TestedScript(path: path, bench: bench))
    }
}
