import ArgumentParser
import Foundation
import Ledger
import PostgresLedger
import Runner

/// Takes up again what a run did not get done.
struct RetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Take up the failed records of a run again, as a new run.",
        discussion: """
            The script runs as it did then, in the same folder, over the records as they were read then: the input is not read \
            again. Options given here overrule those of then. A run of a queue that ended before all of its records were done is \
            put back into the queue, with the script as it is now. RUN is a run's name, as many letters of it as tell it from the \
            others, or last.
            """)

    @OptionGroup(title: "Workspace options") var connection: ConnectionOptions
    @OptionGroup(title: "Ledger options") var ledger: LedgerOptions
    @OptionGroup var metrics: MetricsOptions
    @OptionGroup var carrying: CarryingOutOptions

    @Argument(help: "The run.") var run: String

    @Flag(help: "Take up the rejected records too: after the script, or the workspace, was mended.")
    var rejected = false

    @Flag(name: [.customShort("n"), .long], help: "List the records that would be taken up, and do nothing.")
    var dryRun = false

    mutating func validate() throws {
        if ledger.isOff { throw ValidationError("The records are in the ledger: --ledger off has none.") }
    }

    func run() async throws {
        do {
            let store = try await ledger.openThere(for: run)
            let parent = try await store.run(named: run)
            if parent.leftInQueue > 0, let database = store as? PostgresLedger {
                try await QueueReturn(parent, database).carryOut(self)
                return
            }
            let selection = try await RetrySelection(of: parent, takesRejected: rejected, in: store)
            let records = try await RetryText(selection)
            if dryRun || records.count == 0 {
                try await records.list(isJSON: carrying.json)
                return
            }
            if let hint = records.unreadable { Terminal.standardError.write(hint) }
            try await retry(parent, in: store)
        } catch {
            throw CommandFailure(explaining: error)
        }
    }

    private func retry(_ parent: RunEntry, in store: any LedgerStore) async throws {
        if parent.workspace.kind == .embedded {
            throw CommandFailure(
                .usage, "run \(parent.id) worked on an embedded emulator, which is gone: start it anew")
        }
        guard let then = Invocation(parent.invocation) else {
            throw CommandFailure(.badInput, "how run \(parent.id) was started is not known: start it anew")
        }
        // What was written about that run stays what it is, and how this one is told of is said now.
        let kept = then.dropping(
            options: ["--results", "--report", "--metrics", "--limit"],
            flags: ["--json", "--quiet", "-q", "--verbose", "-v"])
        let invocation = Invocation(folder: then.folder, arguments: kept.arguments + overruling)
        try invocation.enterFolder(of: parent)
        let command = try RunCommand.parse(invocation.arguments)
        if try command.script.configuration(isTransform: false, pipeIsInput: false).scriptDigest()
            != parent.scriptDigest
        {
            Terminal.standardError.write(
                "The script \"\(parent.script)\" has changed since run \(parent.id): the records go through it as it is now.\n"
            )
        }
        try await command.run(.retry(parent, takesRejected: rejected, store, invocation))
    }

    /// What this command line says about how to run.
    private var overruling: [String] {
        var arguments = Invocation.current.arguments
        arguments.removeAll { $0 == "--rejected" }
        if let index = arguments.firstIndex(of: run) { arguments.remove(at: index) }
        return arguments
    }
}
