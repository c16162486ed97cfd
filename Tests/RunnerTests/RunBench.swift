import EmulatorTesting
import Foundation
import Intercom
import IntercomScripting
import JSON
import Records
import Runner
import Synchronization
import Testing

/// Runs scripts over records in memory against an emulated workspace.
final class RunBench: Sendable {
    let workspace: EmulatedWorkspace
    /// Where scripts are; it goes with the bench.
    let folder: URL

    init(_ workspace: EmulatedWorkspace? = nil) throws {
        self.workspace = try workspace ?? EmulatedWorkspace()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("runner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes a file beside the scripts and returns its path.
    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    func configuration(_ script: String, _ input: String?, name: String = "people.csv") throws -> RunConfiguration {
        var configuration = RunConfiguration(
            script: .file(try file("script.lua", script)),
            inputs: input.map { [.bytes(Array($0.utf8), name: name)] } ?? [])
        configuration.client = workspace.client
        return configuration
    }

    /// Runs a script over an input, the name of which says its format.
    func run(
        _ script: String, over input: String? = nil, name: String = "people.csv",
        _ configure: (inout RunConfiguration) -> Void = { _ in }
    ) async throws -> RunReport {
        var configuration = try configuration(script, input, name: name)
        configure(&configuration)
        return await Self.run(configuration)
    }

    /// - Parameters:
    ///   - whenRecordEnds: called with each result in the order of the records.
    ///   - meanwhile: goes on beside the run.
    static func run(
        _ configuration: RunConfiguration,
        whenRecordEnds: @escaping @Sendable (ScriptHost, RecordResult) -> Void = { _, _ in },
        meanwhile: @escaping @Sendable (ScriptHost) async throws -> Void = { _ in }
    ) async -> RunReport {
        var configuration = configuration
        let printed = Lines()
        configuration.output = { printed.add($0) }
        let host = ScriptHost(configuration)
        let results = Results { whenRecordEnds(host, $0) }
        let other = Task { try await meanwhile(host) }
        defer { other.cancel() }
        do throws(RunFailure) {
            let summary = try await host.run(observer: results)
            return RunReport(summary: summary, results: results.all, output: printed.all)
        } catch {
            return RunReport(summary: error.summary, results: results.all, output: printed.all, failure: error.error)
        }
    }
}

/// What a run came to.
struct RunReport {
    var summary: RunSummary
    var results: [RecordResult]
    var output: [String]
    var failure: (any Error)?

    /// The outcomes of the records in order.
    var words: [String] { results.map(\.outcome.rawValue) }

    /// Sum of the outcomes.
    var total: Int { summary.outcomes.values.reduce(0, +) }
}

final class Results: RunObserver {
    private let collected = Mutex<[RecordResult]>([])
    private let action: @Sendable (RecordResult) -> Void

    init(_ action: @escaping @Sendable (RecordResult) -> Void = { _ in }) { self.action = action }

    var all: [RecordResult] { collected.withLock { $0 } }

    func recordEnded(_ result: RecordResult) {
        collected.withLock { $0.append(result) }
        action(result)
    }
}

final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// A script that most tests can do with.
let upsertByEmail = """
    return function(row)
      return intercom.upsert_contact { matching_field = "email", matching_value = row.email, mappings = { name = row.name } }
    end
    """

/// A value that a closure gets to know later.
final class Held<Value: Sendable>: Sendable {
    private let held = Mutex<Value?>(nil)

    var value: Value? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
