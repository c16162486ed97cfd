import JSON
import Records
import Runner
import Synchronization

/// The file of `--results`: a line of JSON a record, in the order of the records.
final class ResultsFile: Sendable {
    private struct State {
        var writer: RecordWriter
        var failure: RecordsError?
    }

    private let state: Mutex<State>
    private let failed: @Sendable (RecordsError) -> Void

    /// - Parameter failed: told of the first write that fails.
    /// - Throws: `RecordsError` where it cannot be created.
    init(path: String, failed: @escaping @Sendable (RecordsError) -> Void) throws(RecordsError) {
        self.failed = failed
        let sink = try path == "-" ? ByteSink.standardOutput : ByteSink(path: path)
        state = Mutex(State(writer: RecordWriter(to: sink, format: .ndjson)))
    }

    func add(_ result: RecordResult) {
        let failure = state.withLock { state -> RecordsError? in
            guard state.failure == nil else { return nil }
            do throws(RecordsError) { try state.writer.write(result.json) } catch { state.failure = error }
            return state.failure
        }
        if let failure { failed(failure) }
    }

    /// Completes the file.
    ///
    /// - Throws: the first error of any write.
    func finish() throws(RecordsError) {
        let failure = state.withLock { state -> RecordsError? in
            if state.failure == nil {
                do throws(RecordsError) { try state.writer.finish() } catch { state.failure = error }
            }
            return state.failure
        }
        if let failure { throw failure }
    }
}
