internal import Foundation
internal import IntercomScripting
internal import JSON
internal import Lua
internal import Records
internal import Runner
internal import Synchronization

/// One run of a script within a test, and what comes of it as scripts see it.
final class ScriptRun: RunObserver {
    private struct State {
        var results: [JSONValue] = []
        var output: [JSONValue] = []
        var log: [JSONValue] = []
        var rejected: [JSONValue] = []
    }

    private let state: Mutex<State>
    private let configuration: RunConfiguration

    init(_ configuration: RunConfiguration) {
        self.configuration = configuration
        state = Mutex(State())
    }

    func recordEnded(_ result: RecordResult) { state.withLock { $0.results.append(result.json) } }

    /// The configuration, with what the script prints and logs kept.
    private var observed: RunConfiguration {
        var configuration = self.configuration
        configuration.output = { line in self.state.withLock { $0.output.append(.string(line)) } }
        configuration.log = { entry in self.state.withLock { $0.log.append(entry.json) } }
        return configuration
    }

    /// - Throws: `LuaError` that says what kept the script from running.
    func run() async throws(LuaError) -> JSONValue {
        let summary: RunSummary
        do { summary = try await ScriptHost(observed).run(observer: self) } catch { throw Self.plain(error.error) }
        var object = summary.json.object ?? JSONObject()
        // How long it took is not the same in any two runs.
        object["seconds"] = nil
        state.withLock { state in
            object["results"] = .array(state.results)
            object["output"] = .array(state.output)
            object["log"] = .array(state.log)
        }
        return .object(object)
    }

    /// - Throws: as ``run()``.
    func map() async throws(LuaError) -> (records: [JSONValue], rejected: [JSONValue]) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("transform-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            let transform = Transform(TransformConfiguration(observed))
            _ = try await transform.run(to: try ByteSink(path: file.path)) { result in
                self.state.withLock { $0.rejected.append(result.json) }
            }
            let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
            return (try lines.map { try JSONValue(parsing: [UInt8]($0)) }, state.withLock { $0.rejected })
        } catch {
            throw Self.plain(error)
        }
    }

    /// The error as one of the test's own state: what it holds belongs to the state of the script.
    private static func plain(_ error: any Error) -> LuaError { LuaError(.runtime, "\(error)") }
}

extension ScriptLogEntry {
    fileprivate var json: JSONValue {
        var values = JSONObject()
        for field in fields { values[field.name] = .string(field.text) }
        return ["level": .string(level.rawValue), "message": .string(message), "fields": .object(values)]
    }
}

extension TestedScript {
    /// What `run` gives.
    static let runDeclaration = TypeDeclaration(
        "script_run", "What became of a run.",
        .fields([
            ParameterDeclaration("records", "integer", "How many records there were."),
            ParameterDeclaration(
                "outcomes", "table<string, integer>", "How many ended how: `{ created = 2, skipped = 1 }`."),
            ParameterDeclaration("operations", "table<string, integer>", "What the script did apart from records."),
            ParameterDeclaration("calls", "integer", "How many calls of the API it took."),
            ParameterDeclaration(
                "results", "table[]",
                "One a record, as `--results` has them: `record`, `outcome`, `contact_id`, `error` with `code`, `message`, `field`."
            ),
            ParameterDeclaration(
                "errors", "table[]", "What was wrong, each kind once, with `count` and `first_record`."),
            ParameterDeclaration("output", "string[]", "What the script printed."),
            ParameterDeclaration("log", "table[]", "What it logged: `level`, `message`, `fields`."),
        ]))
}
