import Foundation
import Ledger
import PostgresLedger
import Runner

/// Puts a run back into its queue that ended before all of its records were done.
struct QueueReturn {
    private let run: RunEntry
    private let database: PostgresLedger

    init(_ run: RunEntry, _ database: PostgresLedger) {
        self.run = run
        self.database = database
    }

    func carryOut(_ command: RetryCommand) async throws {
        let left = SummaryText.count(run.leftInQueue, "record")
        if command.dryRun {
            Terminal.standardError.write("\(left) of run \(run.id) would be put back into the queue.\n")
            return
        }
        let carrying = command.carrying
        if command.rejected || carrying.incremental || carrying.results != nil || carrying.report != nil {
            throw CommandFailure(
                .usage,
                "run \(run.id) is put back into the queue, for workers: --rejected, --incremental, --results and --report are "
                    + "not for that")
        }
        let (script, digest) = try await script(overruledBy: carrying)
        try await database.putBack(run.id, script, digest: digest)
        if !carrying.quiet {
            Terminal.standardError.write(
                "\(left) of run \(run.id) in the queue again, in front of what came later.\n"
                    + command.ledger.workerHint)
        }
    }

    /// The script as it is now, or as it was where it is not here.
    private func script(overruledBy carrying: CarryingOutOptions) async throws -> (QueuedScript, digest: [UInt8]) {
        let kept = try await database.queuedScript(of: run.id)
        var (script, digest) = (kept, run.scriptDigest)
        if let command = enqueued, let now = try await scriptNow(command) {
            if now.digest != digest {
                Terminal.standardError.write(
                    "The script \"\(run.script)\" has changed since run \(run.id): the records go through it as it is now.\n"
                )
            }
            (script, digest) = now
        } else {
            Terminal.standardError.write(
                "The script \"\(run.script)\" is not here: the records go through it as it was enqueued.\n")
        }
        script.settings = try settings(of: script, overruledBy: carrying).text
        return (script, digest)
    }

    private func settings(
        of script: QueuedScript, overruledBy carrying: CarryingOutOptions
    ) throws -> QueueSettings {
        guard var settings = QueueSettings(script.settings) else {
            throw CommandFailure(.badInput, "how run \(run.id) is to be carried out is not known to this version")
        }
        settings.maximumFailures = carrying.maxFailures ?? settings.maximumFailures
        settings.allowsDelete = settings.allowsDelete || carrying.writing.allowDelete
        settings.createsAttributes = settings.createsAttributes || carrying.writing.createAttributes
        settings.alwaysUpdates = settings.alwaysUpdates || carrying.writing.alwaysUpdate
        return settings
    }

    /// The command that enqueued the run, in the folder where it was started; nil where that is not here.
    private var enqueued: EnqueueCommand? {
        guard let invocation = Invocation(run.invocation),
            let command = try? EnqueueCommand.parse(invocation.arguments),
            FileManager.default.changeCurrentDirectoryPath(invocation.folder)
        else { return nil }
        return command
    }

    private func scriptNow(_ command: EnqueueCommand) async throws -> (QueuedScript, digest: [UInt8])? {
        do {
            let configuration = try await command.configuration()
            return (try command.queuedScript(configuration), try configuration.scriptDigest())
        } catch let error as ScriptSource.ReadError where error.isMissing {
            return nil
        }
    }
}
