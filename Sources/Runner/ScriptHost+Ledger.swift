internal import Intercom
internal import IntercomScripting
internal import Ledger
internal import Records

extension ScriptHost {
    /// Opens the ledger where the run is to be in one.
    func openRecorder() async throws {
        guard let ledger = configuration.ledger, !configuration.isDryRun else { return }
        let recorder = try await RunRecorder.open(ledger, configuration) { numbers in
            Task { await self.recordsWritten(numbers) }
        }
        self.recorder = recorder
        progress?.summary.run = recorder.id
        engine?.note(try await recorder.recentWrites(within: configuration.engine.indexLag))
        recorder.shared?.whenOthersWrote { [engine] in engine?.noteOthers($0) }
        if recorder.shared != nil { shareLimit() }
        // What is not on its way is left to whoever goes on with the run.
        stopSign.whenUp { [engine, client = configuration.client] in
            engine?.stopWaiting()
            client?.stopSending()
        }
    }

    /// What earlier runs pushed, where this is a dry run that leaves it out.
    func openRehearsedPushes() async throws -> PushedPayloads? {
        guard configuration.isDryRun, let ledger = configuration.ledger, ledger.isIncremental else { return nil }
        return PushedPayloads(store: ledger.store, workspace: try await ledger.workspace().key)
    }

    /// What a script does before and after the records of a run.
    func activity(partOf around: ScriptActivity) async throws(LedgerError) -> ScriptActivity {
        guard let recorder else { return around }
        return ScriptActivity(partOf: around, contributor: nil, journal: try await recorder.journal(forPast: 0))
    }

    /// Whether an outcome stands, so that a run that goes on leaves the record alone: not where it was the run that ended it.
    private func stands(_ result: RecordResult) -> Bool {
        // A script that goes on after a refused call has not done what it was to do.
        if result.outcome == .skipped, configuration.client?.refusal != nil || stopSign.isUp { return false }
        guard let problem = result.problem else { return true }
        return !problem.endsRun && problem.code != IntercomError.Code.interrupted.rawValue
    }

    /// Counts a record that has ended, when that cannot be lost any more.
    func conclude(_ result: RecordResult, _ journal: RecordJournal?, _ item: RecordItem) {
        guard let recorder else { return finish(result, isCounted: true) }
        guard stands(result) else {
            let failure = recorder.writer.failure
            if let failure { endRun(for: failure) }
            recorder.writer.recordIsDone()
            // What was cut off is neither done nor failed: it is still to do.
            let isCutOff = result.problem?.code == IntercomError.Code.interrupted.rawValue
            if isCutOff, recorder.shared != nil, !stopSign.isUp { endRun(for: .cutOff(result)) }
            return finish(result, isCounted: failure == nil && !isCutOff)
        }
        settling[result.record] = result
        recorder.add(result, journal, item)
    }

    /// The outcomes of records are in the ledger, or will never be.
    private func recordsWritten(_ numbers: [Int]) {
        let failure = recorder?.writer.failure
        if let failure { endRun(for: failure) }
        noteWritten(numbers)
        for number in numbers {
            guard let result = settling.removeValue(forKey: number) else { continue }
            recorder?.writer.recordIsDone()
            finish(result, isCounted: failure == nil)
        }
        if settling.isEmpty {
            settledWaiter?.resume()
            settledWaiter = nil
        }
    }

    func endRun(for failure: LedgerError) {
        if progress?.isOver == false { progress?.summary.ending = .ledgerFailed(failure) }
        feed?.stop()
    }

    /// Returns when all outcomes are in the ledger, or will never be.
    func settle() async {
        while !settling.isEmpty { await withCheckedContinuation { settledWaiter = $0 } }
        if let failure = recorder?.shared?.failure { endRun(for: failure) }
    }

    /// Notes in the ledger why the run ended.
    ///
    /// - Parameter failure: what kept it from going on.
    func closeRecorder(_ failure: (any Error)?) async {
        guard let recorder else { return }
        configuration.client?.resumeSending()
        var ending = progress?.summary.ending.word ?? RunEntry.complete
        if failure != nil { ending = RunEntry.failed }
        do throws(LedgerError) { try await recorder.end(ending) } catch { endRun(for: error) }
    }
}

extension LedgerError {
    /// What a worker ends with that cannot do a record it has taken: only when it gives it back can others do it.
    fileprivate static func cutOff(_ result: RecordResult) -> LedgerError {
        let reason = (result.problem?.message ?? "it was interrupted").trimmingSuffix(".")
        return LedgerError(
            .lost, "record \(result.record) was not done: \(reason)", advice: "it is left to other workers")
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
