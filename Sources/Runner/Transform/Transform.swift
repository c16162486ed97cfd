internal import Intercom
internal import Lua
public import Records
internal import Synchronization

/// Runs a script over all records without network and writes what it returns for each: a record, a list of records, or
/// nothing. What comes out is in the order of what went in, however many jobs there are.
public final class Transform: Sendable {
    private let configuration: TransformConfiguration
    private let hosts: [ScriptHost]
    private let stopSign = StopSign()
    /// Nil before it begins.
    private let line = Mutex<TransformLine?>(nil)

    public init(_ configuration: TransformConfiguration) {
        self.configuration = configuration
        var run = configuration.run
        run.client = nil
        run.isTransform = true
        hosts = (0..<configuration.jobs).map { number in
            ScriptHost(run, executor: LuaExecutor(name: configuration.jobs == 1 ? "script" : "script \(number + 1)"))
        }
    }

    /// Ends it after the records at work.
    public func stop() { stopSign.raise() }

    /// How far into its input it has read, in records. From any thread.
    public var inputProgress: InputProgress { line.withLock { $0 }?.meter.progress ?? InputProgress() }

    /// What became of the records so far. From any thread, which waits while the output cannot be written.
    public var outcomes: [RecordOutcome: Int] { line.withLock { $0 }?.outcomes ?? [:] }

    /// Transforms all records.
    ///
    /// - Parameters:
    ///   - output: receives the records; finished when all went well, and also when some were left out.
    ///   - rejects: receives each record that was left out, as NDJSON: its fields, and what was wrong in `_error`.
    ///   - rejected: told of each of these, in order.
    /// - Throws: `ScriptSource.ReadError`, `LuaError`, `LoadedScript.ShapeError`, `MissingInput`, `RecordsError`,
    ///   ``TransformFailure``.
    public func run(
        to output: sending ByteSink, rejects: sending ByteSink? = nil,
        rejected: @escaping @Sendable (RecordResult) -> Void = { _ in }
    ) async throws -> RunSummary {
        guard !configuration.run.inputs.isEmpty else { throw MissingInput() }
        let began = ContinuousClock.now
        let line = TransformLine(
            configuration,
            output: TransformOutput(output, rejects: rejects, configuration: configuration, rejected: rejected))
        self.line.withLock { $0 = line }
        stopSign.whenUp { line.stop() }
        await withTaskGroup(of: Void.self) { group in
            for (job, host) in hosts.enumerated() {
                group.addTask {
                    do { try await host.transform(line, job: job) } catch { line.fail(error) }
                }
            }
        }
        var summary = try line.finish()
        if stopSign.isUp { summary.ending = .interrupted }
        let (seconds, attoseconds) = (ContinuousClock.now - began).components
        summary.seconds = Double(seconds) + Double(attoseconds) / 1e18
        return summary
    }
}
