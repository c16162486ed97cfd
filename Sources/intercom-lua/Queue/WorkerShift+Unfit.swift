import Ledger
import PostgresLedger
import Runner

/// A run that a worker cannot begin, with the script that it had then.
struct UnfitRun: Sendable {
    var run: RunIdentifier
    var script: QueuedScript
    /// What is wrong with the script; nil where it is only not for this worker.
    var reason: String?
}

/// Runs in front of the queue that cannot be begun here: what comes later must not wait for them for ever.
extension WorkerShift {
    /// Whether a run is to be begun. Where it is known that it cannot be, leaves it aside if nobody else is at it.
    ///
    /// - Throws: `running` where others are.
    func canBegin(_ run: RunIdentifier, _ script: QueuedScript) async throws -> Bool {
        let known = state.withLock { state in
            if state.unfit?.run != run || state.unfit?.script != script { state.unfit = nil }
            return state.unfit
        }
        if let reason = known?.reason {
            try await leaveAside(run, reason)
            return false
        }
        guard QueueSettings(script.settings)?.isTrusted == true, !command.trusted else { return true }
        let message = "run \(run) was enqueued with --trusted: only a worker with --trusted carries it out"
        if command.untilEmpty { throw CommandFailure(.usage, message) }
        if known == nil { Terminal.standardError.write("intercom-lua: \(message)\n") }
        state.withLock { $0.unfit = UnfitRun(run: run, script: script) }
        await worker.waitForChange()
        return false
    }

    /// Leaves a run aside whose script went wrong before any record.
    func leaveAside(_ run: RunIdentifier, _ script: QueuedScript, for fault: ScriptFault) async throws {
        Terminal.standardError.write("intercom-lua: run \(run) cannot be begun: \(fault.message)\n")
        state.withLock { $0.unfit = UnfitRun(run: run, script: script, reason: fault.reason) }
        note(.scriptError)
        try await leaveAside(run, fault.reason)
    }

    private func leaveAside(_ run: RunIdentifier, _ reason: String) async throws {
        try await worker.ledger.failQueue(run, reason: reason, at: LedgerTime.now)
        state.withLock { $0.unfit = nil }
        Terminal.standardError.write("It is left aside with its records. \(goingOn(run))")
    }

    /// What a person is told of a run whose other records are left.
    func goingOn(_ run: RunIdentifier) -> String {
        "The queue goes on; to put the run back: intercom-lua retry \(run)\(command.ledger.argument)\n"
    }
}
