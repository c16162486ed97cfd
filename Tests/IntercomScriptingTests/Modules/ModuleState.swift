import Lua
import Records

@testable import IntercomScripting

/// What a script in a test printed and logged.
struct ModuleOutput: Sendable {
    var lines: [String] = []
    var log: [ScriptLogEntry] = []
}

/// Records of a CSV in memory, as the input of a script.
final class CSVInput: ScriptInput {
    let sources = ["people.csv"]
    private let reader: RecordReader

    init(_ text: String) throws {
        reader = try RecordReader(ByteSource(bytes: Array(text.utf8), name: "people.csv"), format: .csv)
    }

    func next() throws(RecordsError) -> RecordItem? { try reader.next() }
}

/// Runs scripts, one after the other, in a new sandboxed state with all modules, at noon of a day in 2024.
///
/// - Parameter input: the CSV that `input` reads; nil for none.
func runScript(
    _ sources: (name: String, text: String)..., input: String? = "email,name\nada@acme.io,Ada\ngrace@navy.mil,Grace\n"
) throws -> ModuleOutput {
    let executor = LuaExecutor()
    return try executor.sync {
        let recorder = Recorder()
        let lua = try LuaState(executor: executor)
        let services = ScriptServices(
            input: try input.map { try CSVInput($0) }, log: { recorder.output.log.append($0) }, now: { 1_709_296_200.9 }
        )
        // The scripts run outside of coroutines.
        services.canWait = false
        lua.output = { recorder.output.lines.append($0) }
        try lua.install(
            ScriptLibrary(modules: ModuleDeclaration.standard, globals: ScriptLibrary.standard.globals),
            services: services)
        for (name, text) in sources { try lua.evaluate(text, name: "=\(name)") }
        return recorder.output
    }
}

/// Collects on the one thread of the state.
private final class Recorder {
    var output = ModuleOutput()
}
