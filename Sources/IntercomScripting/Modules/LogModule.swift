internal import JSON
internal import Lua
internal import Records

extension ModuleDeclaration {
    /// `log`: messages for the person who runs the script.
    public static let log = ModuleDeclaration(
        "log", "Messages for the person who runs the script. They never mix with the data on standard output.",
        functions: [
            logFunction("debug", .debug, "Logs what helps to understand a script; shown only when asked for."),
            logFunction("info", .info, "Logs what is good to know."),
            logFunction("warn", .warning, "Logs what somebody should look at."),
            logFunction("error", .error, "Logs what went wrong. It raises nothing: `error` does that."),
        ])

    private static func logFunction(
        _ name: String, _ level: ScriptLogEntry.Level, _ summary: String
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, summary,
            parameters: [
                ParameterDeclaration("message", "any", "What to say; tables are shown as JSON."),
                ParameterDeclaration("fields", "table<string, any>?", "Named values to show beside it."),
            ],
            example: #"log.\#(name)("seats look wrong", { email = "ada@acme.io", seats = -1 })"#
        ) { services, call in
            guard call.count > 0 else { throw call.error(1, "message expected, got no value") }
            let message = try text(of: try call[1].read(as: LuaValue.self), in: call.state)
            services.log(ScriptLogEntry(level: level, message: message, fields: try fields(of: call)))
        }
    }

    /// The fields, sorted by name. They are all read before the first is made text, which may run code of the script.
    private static func fields(of call: LuaCall) throws -> [ScriptLogEntry.Field] {
        guard !call[2].isNil else { return [] }
        guard call[2].kind == .table else { throw call.error(2, "table expected, got \(call[2].typeName)") }
        var values: [(name: String, value: LuaValue)] = []
        try call[2].forEachPair { (key, value) throws(LuaArgumentError) in
            guard let name = try? String.read(key), let value = try? LuaValue.read(value) else {
                throw call.error(2, "names of fields must be strings")
            }
            values.append((name, value))
        }
        values.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return try values.map { ScriptLogEntry.Field(name: $0.name, text: try text(of: $0.value, in: call.state)) }
    }

    /// A table as JSON where it can be, anything else as `tostring` has it.
    private static func text(of value: LuaValue, in state: LuaState) throws(LuaError) -> String {
        if case .null = value { return "null" }
        guard case .table(let table) = value else { return try state.text(of: value) }
        let plain = try state.text(of: table)
        guard plain.hasPrefix("table: ") || plain.hasPrefix("array: ") else { return plain }
        let json = try? state.read(table) { value throws(LuaMismatch) in
            var reader = LuaJSONReader()
            return try reader.read(value)
        }
        return json?.text ?? plain
    }
}
