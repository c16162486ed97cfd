import Foundation
import JSON
import Records
import Runner
import Testing

/// A transform from memory to files of its own, for tests.
struct TransformRun {
    var output: String
    var rejects: String
    /// What was said of the records that were left out, in order.
    var rejected: [RecordResult]
    var summary: RunSummary

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Runs a configuration.
    ///
    /// - Parameter started: gets the transform before it runs.
    init(_ configuration: TransformConfiguration, started: (Transform) -> Void = { _ in }) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("transform-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appendingPathComponent("output")
        let rejects = folder.appendingPathComponent("rejects")
        let rejected = Results()
        let transform = Transform(configuration)
        started(transform)
        summary = try await transform.run(
            to: try ByteSink(path: output.path), rejects: try ByteSink(path: rejects.path),
            rejected: { rejected.recordEnded($0) })
        self.rejected = rejected.all
        self.output = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        self.rejects = (try? String(contentsOf: rejects, encoding: .utf8)) ?? ""
    }

    /// Runs code from the command line over an input, the name of which says its format.
    init(
        _ code: String, over input: String, name: String = "in.ndjson",
        _ configure: (inout TransformConfiguration) -> Void = { _ in }
    ) async throws {
        try await self.init(.recordCode(code), over: input, name: name, configure)
    }

    /// The same for a script.
    init(
        script: String, over input: String, name: String = "in.ndjson",
        _ configure: (inout TransformConfiguration) -> Void = { _ in }
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("script-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("script.lua")
        try Data(script.utf8).write(to: file)
        try await self.init(.file(file.path), over: input, name: name, configure)
    }

    private init(
        _ source: ScriptSource, over input: String, name: String, _ configure: (inout TransformConfiguration) -> Void
    ) async throws {
        let run = RunConfiguration(script: source, inputs: [.bytes(Array(input.utf8), name: name)])
        var configuration = TransformConfiguration(run)
        configure(&configuration)
        try await self.init(configuration)
    }
}

/// Records `{"n":1}`, `{"n":2}` and so on, a line each.
func numbered(_ range: ClosedRange<Int>) -> String { range.map { "{\"n\":\($0)}\n" }.joined() }
