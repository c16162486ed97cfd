internal import Intercom
internal import Ledger
internal import Records

/// Writes down one run as it goes, and knows what was done of it before.
final class RunRecorder {
    let id: RunIdentifier
    let watch: InputWatch
    let writer: RunWriter
    private let store: any LedgerStore
    private let workspace: String
    /// Milliseconds since 1970.
    private let now: @Sendable () -> Int64
    /// Held as long as the run goes on.
    private let claim: RunClaim
    private let past: PastRecords?
    /// The runs whose operations count as earlier attempts at this one's, the latest first.
    private let lineage: [RunIdentifier]
    /// The records of another run that this one takes up; nil where it reads its own.
    private let taken: RetrySelection?
    /// Whether it takes any up: asked for each record, for which `taken` is too large to be taken out of its place.
    private let takesRecords: Bool
    private let attempts = KeptRecords.Attempts()
    private let untold = UntoldEnds()
    /// The records, where others take them too.
    let shared: SharedRecords?
    /// What earlier runs pushed; nil where nobody wants to know.
    private let pushed: PushedPayloads?

    /// Enters a new run in the ledger, or takes up one that is in it.
    ///
    /// - Parameter recordsWritten: see `RunWriter`.
    /// - Throws: `LedgerError`; `ResumeRefusal` where script, input or workspace are not those that the run was begun with;
    ///   `IntercomError` where the workspace cannot be reached.
    static func open(
        _ ledger: RunLedger, _ configuration: RunConfiguration, recordsWritten: @escaping @Sendable ([Int]) -> Void
    ) async throws -> RunRecorder {
        switch ledger.purpose {
        case .begin:
            let run = try await entry(ledger, configuration)
            return RunRecorder(ledger, run, try await ledger.store.begin(run), recordsWritten)
        case .resume(let run, let claim):
            do {
                try check(run, configuration, try await ledger.workspace())
                let past = try await PastRecords(ledger.store, run.id)
                let taken = try await RetrySelection(of: run, in: ledger.store)
                let lineage = [run.id] + (try await taken?.lineage() ?? [])
                try await ledger.store.reopen(run.id)
                return RunRecorder(ledger, run, claim, past: past, taken: taken, lineage: lineage, recordsWritten)
            } catch {
                claim.release()
                throw error
            }
        case .retry(let parent, let takesRejected):
            // So long as this is held, nobody else takes records of it up, or goes on with it.
            let claim = try await ledger.store.claim(parent.id)
            defer { claim.release() }
            let taken = try await RetrySelection(of: parent, takesRejected: takesRejected, in: ledger.store)
            if let refusal = taken.refusal { throw refusal }
            var run = try await entry(ledger, configuration)
            guard run.workspace.key == parent.workspace.key else { throw otherWorkspace(parent, run.workspace) }
            run.parent = parent.id
            run.selection = taken.text
            let lineage = try await taken.lineage()
            return RunRecorder(
                ledger, run, try await ledger.store.begin(run), taken: taken, lineage: lineage, recordsWritten)
        case .share(let run, let claim, let share):
            return RunRecorder(ledger, run, claim, shared: SharedRecords(share), lineage: [run.id], recordsWritten)
        }
    }

    /// A run that begins.
    private static func entry(_ ledger: RunLedger, _ configuration: RunConfiguration) async throws -> RunEntry {
        try RunEntry(
            configuration, in: try await ledger.workspace(), invocation: ledger.invocation, at: ledger.now())
    }

    private static func otherWorkspace(_ run: RunEntry, _ workspace: RunEntry.Workspace) -> ResumeRefusal {
        ResumeRefusal("Run \(run.id) works on \(run.workspace.name), and this is \(workspace.name).")
    }

    private static func check(
        _ run: RunEntry, _ configuration: RunConfiguration, _ workspace: RunEntry.Workspace
    ) throws {
        guard try configuration.scriptDigest() == run.scriptDigest else {
            throw ResumeRefusal(
                "The script \"\(run.script)\" has changed since run \(run.id) was begun. Start a new run, or bring the "
                    + "script back to what it was.")
        }
        guard workspace.key == run.workspace.key else { throw otherWorkspace(run, workspace) }
        // The records that it takes up are in the ledger.
        if run.parent != nil { return }
        guard configuration.inputs.count == run.inputs.count else {
            throw ResumeRefusal("Run \(run.id) was begun with other inputs: \(listed(run.inputs.map(\.name))).")
        }
        guard configuration.selection == run.selection else {
            throw ResumeRefusal(
                "Run \(run.id) took of its input \(run.selection), and this would take \(configuration.selection).")
        }
        for (entry, input) in zip(run.inputs, configuration.inputs) { try entry.check(input) }
    }

    private init(
        _ ledger: RunLedger, _ run: RunEntry, _ claim: RunClaim, past: PastRecords? = nil,
        taken: RetrySelection? = nil, shared: SharedRecords? = nil, lineage: [RunIdentifier] = [],
        _ recordsWritten: @escaping @Sendable ([Int]) -> Void
    ) {
        id = run.id
        store = ledger.store
        now = ledger.now
        workspace = run.workspace.key
        self.claim = claim
        pushed = ledger.isIncremental ? PushedPayloads(store: ledger.store, workspace: run.workspace.key) : nil
        self.past = past
        self.taken = taken
        takesRecords = taken != nil
        self.shared = shared
        self.lineage = lineage
        // A file has been looked through by now; anything else is looked at as it comes.
        let watch = InputWatch(run.inputs.map(\.read)) { run.inputs[$0].path != nil }
        self.watch = watch
        writer = RunWriter(
            store, run: run.id, workspace: run.workspace.key, inputs: { watch.progress() }, now: now,
            recordsWritten: recordsWritten)
    }

    /// What was written to the workspace's contacts so short a while ago that its search may not show it.
    func recentWrites(
        within lag: Duration, isolation: isolated (any Actor)? = #isolation
    ) async throws(LedgerError) -> [RecentWrite] {
        let since = now() - lag.components.seconds * 1000
        return try await store.contactsWritten(since: since, in: workspace).map(RecentWrite.init)
    }

    // MARK: Records

    /// How a record ended that was done before; nil where it is to be done now. To be asked in ascending order.
    func past(
        _ item: RecordItem, isolation: isolated (any Actor)? = #isolation
    ) async throws(LedgerError) -> RecordResult? {
        guard let past, past.isDone(item.index), let entry = try await past.entry(item.index) else { return nil }
        return RecordResult(entry, source: item.source)
    }

    /// Whether a record is among those of this run that an earlier process had begun.
    private func wasBegunBefore(_ record: Int) -> Bool { past.map { record <= $0.last } ?? false }

    /// Whether a record may have been begun before.
    func isPast(_ record: Int) -> Bool {
        if let shared { return shared.wasBegun(record) }
        return takesRecords || wasBegunBefore(record)
    }

    /// What keeps track of the operations of a record that was not begun before.
    func journal(for record: Int) -> RecordJournal {
        RecordJournal(record: record, writer: writer, untold: untold, pushed: pushed, earlier: [], now: now)
    }

    /// What keeps track of the operations of a record that may have been begun before.
    func journal(
        forPast record: Int, isolation: isolated (any Actor)? = #isolation
    ) async throws(LedgerError) -> RecordJournal {
        let record = record == 0 ? shared?.numberAroundRecords ?? 0 : record
        var earlier: [OperationEntry] = []
        for run in lineage { earlier += try await store.operations(of: run, record: record) }
        return RecordJournal(
            record: record, writer: writer, untold: untold, pushed: pushed,
            earlier: earlier.filter { $0.end?.outcome != OperationEntry.End.refused }, now: now)
    }

    /// Writes down how a record ended. `recordsWritten` will tell.
    func add(_ result: RecordResult, _ journal: RecordJournal?, _ item: RecordItem) {
        let wasBegun = shared?.wasBegun(item.index) ?? wasBegunBefore(item.index)
        let attempts = (takesRecords ? attempts.take(item.index) : 0) + (wasBegun ? 2 : 1)
        writer.add(
            RecordEntry(
                result, journal?.last ?? RecordJournal.Last(), attempts: attempts, original: item, at: now()))
        journal?.recordHasEnded()
    }

    /// The records, where they come from the ledger; nil where the run reads its own.
    var takenRecords: (any RecordSource)? { shared ?? taken.map { KeptRecords($0, attempts: attempts) } }

    /// The records of an input, each as soon as it is certain that there is nothing wrong with it.
    func source(_ reader: RecordReader, names: [String]) -> any RecordSource {
        let watch = watch
        reader.watch = { watch.read($1, ofInput: $0) }
        guard let past, !watch.isVerified else { return reader }
        let (last, open) = (past.last, past.open)
        return VerifyingSource(reader, watch: watch, names: names) { $0 <= last && !open.contains($0) }
    }

    /// Writes all that is left, and why the run ended. It can be gone on with by others after that.
    func end(_ ending: String, isolation: isolated (any Actor)? = #isolation) async throws(LedgerError) {
        defer { claim.release() }
        try await writer.flush()
        try await store.end(id, ending: ending, at: now())
    }
}

extension RecordItem {
    var source: String {
        switch self {
        case .record(let record): record.source
        case .rejected(let rejected): rejected.source
        }
    }
}
