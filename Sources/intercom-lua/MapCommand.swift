import ArgumentParser
import Foundation
import IntercomScripting
import JSON
import Records
import Runner
import Synchronization

struct MapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "Transform records with a script; no network. Writes one JSON object a line.",
        usage: """
            intercom-lua map SCRIPT [INPUT ...] [options]
            intercom-lua map -e CODE [INPUT ...] [options]
            """)

    @OptionGroup(title: "Script options") var script: ScriptOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    @Option(help: "Write csv, tsv, ndjson or json. By default the extension of the output says, or else ndjson.")
    var to: RecordFormat?

    @Flag(name: .shortAndLong, help: "Print errors only.")
    var quiet = false

    func run() async throws {
        var configuration = script.configuration(isTransform: true, pipeIsInput: true)
        let level: ScriptLogEntry.Level = quiet ? .warning : .info
        configuration.log = { entry in if entry.level >= level { Terminal.standardError.write(entry.line) } }
        let sink: TransformOutput
        do {
            sink = try TransformOutput(path: output, format: to)
        } catch {
            throw CommandFailure(explaining: error)
        }
        let host = ScriptHost(configuration)
        let interrupts = Interrupts { host.stop() }
        defer { interrupts.cancel() }
        do {
            let summary = try await host.map(write: { try sink.write($0) }, rejected: { Self.complain($0) })
            try sink.finish()
            if summary.ending == .interrupted { throw CommandFailure(.interrupted) }
            if summary.count(.rejected) > 0 { throw CommandFailure(.someRejected, Self.rejectedText(summary)) }
        } catch let error as RecordsError where error.kind == .closedOutput {
            return  // whoever read has had enough
        } catch {
            throw CommandFailure(explaining: error)
        }
    }

    private static func rejectedText(_ summary: RunSummary) -> String {
        "\(summary.count(.rejected)) of \(SummaryText.count(summary.records, "record")) left out, see above"
    }

    private static func complain(_ result: RecordResult) {
        guard let problem = result.problem else { return }
        let place = "\(result.source):\(result.line): record \(result.record)"
        Terminal.standardError.write("\(place): \(problem.message)\n")
    }
}

/// Where a transform writes.
private final class TransformOutput: Sendable {
    private let writer: Mutex<RecordWriter>

    init(path: String?, format: RecordFormat?) throws(RecordsError) {
        let format = format ?? path.flatMap { RecordFormat(fileName: $0) } ?? .ndjson
        let isFile = path != nil && path != "-"
        let sink = try isFile ? ByteSink(path: path ?? "") : ByteSink.standardOutput
        writer = Mutex(RecordWriter(to: sink, format: format))
    }

    func write(_ value: JSONValue) throws(RecordsError) {
        try writer.withLock { (writer) throws(RecordsError) in try writer.write(value) }
    }

    func finish() throws(RecordsError) {
        try writer.withLock { (writer) throws(RecordsError) in try writer.finish() }
    }
}
