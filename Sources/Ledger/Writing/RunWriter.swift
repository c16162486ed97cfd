internal import Synchronization

/// Writes down what happens in one run: the only way to a ledger for what happens often.
///
/// Entries are written in the order in which they come, many in one transaction. An entry that somebody waits for is
/// written at once where nothing else is going on, and up to 30 milliseconds later where more are to be expected.
/// After the first failure nothing more is written, and everybody is told.
public final class RunWriter: Sendable {
    private struct State: Sendable {
        var groups: GroupCommit
        var entries: [LedgerBatch.Entry] = []
        /// Records whose outcome is among the entries.
        var records: [Int] = []
        /// Wait for the entries to be written.
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Wait for the commit that is on its way.
        var isCommitting = false
        var idle: [CheckedContinuation<Void, Never>] = []
        var failure: LedgerError?
    }

    /// What was last read of the inputs, by their position: those of which more was read since the last call.
    public typealias InputProgress = @Sendable () -> [Int: InputEntry.ReadPart]

    private let store: any LedgerStore
    private let run: RunIdentifier
    private let workspace: String
    private let inputs: InputProgress
    private let now: @Sendable () -> Int64
    private let patience: @Sendable () async -> Void
    private let recordsWritten: @Sendable ([Int]) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - size: entries that are not made to wait for more.
    ///   - patience: returns after as long as entries may wait for more.
    ///   - recordsWritten: told of the records whose outcomes cannot be lost any more, or never will be written: then
    ///     `failure` says why.
    public init(
        _ store: any LedgerStore, run: RunIdentifier, workspace: String, inputs: @escaping InputProgress,
        now: @escaping @Sendable () -> Int64, size: Int = 1024,
        patience: @escaping @Sendable () async -> Void = { try? await Task.sleep(for: .milliseconds(30)) },
        recordsWritten: @escaping @Sendable ([Int]) -> Void
    ) {
        self.store = store
        self.run = run
        self.workspace = workspace
        self.inputs = inputs
        self.now = now
        self.patience = patience
        self.recordsWritten = recordsWritten
        state = Mutex(State(groups: GroupCommit(size: size)))
    }

    /// Why nothing is written any more; nil while all is well.
    public var failure: LedgerError? { state.withLock { $0.failure } }

    /// A record begins that may bring entries.
    public func recordBegins() { state.withLock { $0.groups.begin() } }

    /// A record that began is done with: its outcome is written, or it has none.
    public func recordIsDone() { carryOut(state.withLock { $0.groups.end() }) }

    /// Writes an entry some time soon.
    public func add(_ entry: LedgerBatch.Entry) {
        carryOut(
            state.withLock { state in
                guard state.failure == nil else { return .wait }
                state.entries.append(entry)
                return state.groups.add(isAwaited: false)
            })
    }

    /// Writes the outcome of a record, of which `recordsWritten` will be told.
    public func add(_ record: RecordEntry) {
        let (action, failed) = state.withLock { state -> (GroupCommit.Action, Bool) in
            guard state.failure == nil else { return (.wait, true) }
            state.entries.append(.record(record))
            state.records.append(record.number)
            return (state.groups.add(isAwaited: true), false)
        }
        if failed { recordsWritten([record.number]) } else { carryOut(action) }
    }

    /// Writes an entry, and returns when it cannot be lost any more.
    public func write(_ entry: LedgerBatch.Entry) async throws(LedgerError) {
        await withCheckedContinuation { continuation in
            let (action, failed) = state.withLock { state -> (GroupCommit.Action, Bool) in
                guard state.failure == nil else { return (.wait, true) }
                state.entries.append(entry)
                state.waiting.append(continuation)
                return (state.groups.add(isAwaited: true), false)
            }
            if failed { continuation.resume() } else { carryOut(action) }
        }
        if let failure { throw failure }
    }

    /// Returns when all entries are written.
    public func flush() async throws(LedgerError) {
        while true {
            await withCheckedContinuation { continuation in
                let (action, isIdle) = state.withLock { state -> (GroupCommit.Action, Bool) in
                    if state.failure != nil || (state.entries.isEmpty && !state.isCommitting) { return (.wait, true) }
                    state.idle.append(continuation)
                    return (state.groups.flush(), false)
                }
                if isIdle { continuation.resume() } else { carryOut(action) }
            }
            if let failure { throw failure }
            if state.withLock({ $0.entries.isEmpty && !$0.isCommitting }) { return }
        }
    }

    private func carryOut(_ action: GroupCommit.Action) {
        switch action {
        case .wait: break
        case .commit: Task { await commit() }
        case .watch(let generation):
            Task {
                await patience()
                carryOut(state.withLock { $0.groups.patienceEnded(generation: generation) })
            }
        }
    }

    private func commit() async {
        let (entries, records, waiting) = state.withLock { state in
            defer {
                state.entries = []
                state.records = []
                state.waiting = []
                state.isCommitting = true
            }
            return (state.entries, state.records, state.waiting)
        }
        var failure: LedgerError?
        do throws(LedgerError) {
            // What was read is asked for after the entries were taken, so that it reaches at least as far as they do.
            try await store.write(
                LedgerBatch(run: run, workspace: workspace, entries: entries, inputs: inputs(), time: now()))
        } catch {
            failure = error
        }
        let (action, idle, late, lateRecords) = state.withLock { state in
            defer {
                state.idle = []
                state.isCommitting = false
                if state.failure != nil {
                    state.entries = []
                    state.records = []
                    state.waiting = []
                }
            }
            if let failure { state.failure = failure }
            let hasFailed = state.failure != nil
            return (
                state.groups.committed(), state.idle, hasFailed ? state.waiting : [], hasFailed ? state.records : []
            )
        }
        let told = records + lateRecords
        if !told.isEmpty { recordsWritten(told) }
        for continuation in waiting + late + idle { continuation.resume() }
        if failure == nil { carryOut(action) }
    }
}
