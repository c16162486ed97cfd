import ArgumentParser
import Foundation
import Intercom
import Ledger
import Runner

extension RunCommand {
    /// Where the run is to be written down; nil for nowhere.
    func runLedger(_ connection: Connection, _ start: RunStart) async throws -> RunLedger? {
        guard !ledger.isOff, !dryRun || carrying.incremental else { return nil }
        let purpose: RunLedger.Purpose
        let store: any LedgerStore
        var invocation = Invocation.current
        switch start {
        case .begin:
            purpose = .begin
            do { store = try await ledger.open() } catch let failure as CommandFailure {
                guard ledger.ledger == nil, connection.isEmbedded else { throw failure }
                // With nothing at stake, trying things out works anywhere.
                if !carrying.quiet {
                    Terminal.standardError.write("This run is not written down: \(failure.message).\n")
                }
                return nil
            }
        case .resume(let run, let ledger):
            store = ledger
            do { purpose = .resume(run, try await store.claim(run.id)) } catch {
                throw CommandFailure(explaining: error)
            }
        case .retry(let parent, let takesRejected, let ledger, let how):
            store = ledger
            purpose = .retry(parent, takesRejected: takesRejected)
            invocation = how
        }
        var written = RunLedger(store, purpose, invocation: invocation.withoutPasswords.text) {
            () async throws(IntercomError) in
            try await connection.workspace()
        }
        written.isIncremental = carrying.incremental
        return written
    }

    // MARK: Going on

    /// Goes on with a run that ended early.
    func goOn(_ word: String) async throws {
        if ledger.isOff || dryRun { throw CommandFailure(.usage, "--resume needs a ledger, and is no dry run") }
        let store = try await ledger.open()
        let run: RunEntry
        var command = self
        do {
            if script.path == nil, script.code == nil {
                run = try await store.run(named: word.isEmpty ? "last" : word)
                command = try self.command(of: run)
            } else {
                run = try await unfinishedRun(word, in: store)
            }
        } catch {
            throw CommandFailure(explaining: error)
        }
        try command.checkResumable(run)
        command.resume = nil
        try await command.run(.resume(run, store))
    }

    private func checkResumable(_ run: RunEntry) throws {
        if run.state == .running {
            throw CommandFailure(.usage, "run \(run.id) is still going on in another process")
        }
        if run.leftInQueue > 0 {
            throw CommandFailure(
                .usage, "run \(run.id) is one of the queue: intercom-lua retry \(run.id) puts it back there")
        }
        if run.state == .queued {
            throw CommandFailure(.usage, "run \(run.id) is in the queue: intercom-lua worker goes on with it")
        }
        guard run.state.isResumable, run.waiting == nil else {
            throw CommandFailure(.usage, "run \(run.id) is complete: there is nothing left of it to do")
        }
        if run.workspace.kind == .embedded {
            throw CommandFailure(
                .usage, "run \(run.id) worked on an embedded emulator, which is gone: start it anew, without --resume")
        }
        if run.inputs.contains(where: { $0.path == nil }), !StandardInput.hasData {
            throw CommandFailure(
                .inputMissing,
                "run \(run.id) read standard input: feed it the same again, … | intercom-lua run --resume \(run.id)")
        }
    }

    /// The command that a run was started with, overruled by what this one says.
    private func command(of run: RunEntry) throws -> RunCommand {
        guard let invocation = Invocation(run.invocation) else {
            throw CommandFailure(.badInput, "how run \(run.id) was started is not known: give script and input too")
        }
        try invocation.enterFolder(of: run)
        var overruling = Invocation.current.arguments
        if let index = overruling.firstIndex(where: { $0 == "--resume" || $0.hasPrefix("--resume=") }) {
            let takesNext = overruling[index] == "--resume" && resume?.isEmpty == false
            overruling.removeSubrange(index...(takesNext ? index + 1 : index))
        }
        return try RunCommand.parse(invocation.arguments + overruling)
    }

    /// The last unfinished run of this very script and input.
    private func unfinishedRun(_ word: String, in store: any LedgerStore) async throws -> RunEntry {
        if !word.isEmpty { return try await store.run(named: word) }
        let configuration = try script.configuration(isTransform: false, pipeIsInput: pipeIsInput)
        let name = configuration.script.name
        let inputs = configuration.runInputs
        let candidates = try await store.runs(RunFilter()).filter { run in
            run.state != .complete && run.script == name && run.inputs.map(\.place) == inputs.map(\.place)
        }
        let digest = try configuration.scriptDigest()
        let same = candidates.filter { $0.scriptDigest == digest }
        if let run = same.first(where: { $0.selection == configuration.selection }) ?? same.first { return run }
        let over = inputs.isEmpty ? "" : " over \(inputs.map(\.name).joined(separator: ", "))"
        if let other = candidates.first {
            throw CommandFailure(
                .badInput, "the script \"\(name)\" has changed since run \(other.id) was begun: start a new run")
        }
        throw CommandFailure(.usage, "there is no unfinished run of \"\(name)\"\(over): start it without --resume")
    }
}

/// How a run comes about.
enum RunStart {
    case begin
    /// Going on with one that ended early.
    case resume(RunEntry, any LedgerStore)
    /// Taking up the failed records of one, and maybe the rejected ones: started so, as it is kept.
    case retry(RunEntry, takesRejected: Bool, any LedgerStore, Invocation)

    /// Whether the records come from the ledger.
    var takesKeptRecords: Bool {
        switch self {
        case .begin: false
        case .resume(let run, _): run.parent != nil
        case .retry: true
        }
    }
}

extension InputEntry {
    /// What the same input has in common, however it was named.
    fileprivate var place: String { path ?? "standard input" }
}

extension Connection {
    /// What the ledger knows the workspace by.
    func workspace() async throws(IntercomError) -> RunEntry.Workspace {
        if case .embedded = kind {
            return RunEntry.Workspace(kind: .embedded, key: "embedded \(UUID())", name: "an embedded emulator")
        }
        let base = client.configuration.baseURL
        let kind: RunEntry.Workspace.Kind = isLive ? .live : .emulator
        do throws(IntercomError) {
            let me = try await client.me()
            let name = me.workspaceName.map { "\($0) (\(me.workspaceID ?? ""))" } ?? me.workspaceID ?? "\(base)"
            // One port may have a different emulator every day.
            let key = isLive ? me.workspaceID ?? "\(base)" : "\(base) \(me.workspaceID ?? "")"
            return RunEntry.Workspace(kind: kind, key: "\(kind.rawValue) \(key)", name: name)
        } catch {
            // Where whoever answers does not know the question, the address must do.
            guard error.code == .notFound || error.status == 400 || error.status == 403 else { throw error }
            return RunEntry.Workspace(kind: kind, key: "\(kind.rawValue) \(base)", name: "\(base)")
        }
    }

    var isEmbedded: Bool { if case .embedded = kind { true } else { false } }
}

extension RunCommand {
    /// A word after `--resume` that can be no run is the script.
    mutating func settleResume() {
        guard let word = resume, !word.isEmpty, word != "last", !RunIdentifier.isPossible(word) else { return }
        resume = ""
        script.inputs = [script.path].compactMap(\.self) + script.inputs
        script.path = word
    }

    /// What a person is told who may want to go on with a run that ended early, or take up what failed; nil where there is
    /// nothing of the kind.
    func goingOn(_ summary: RunSummary, _ configuration: RunConfiguration, _ workspace: Connection) -> String? {
        guard let run = summary.run, !workspace.isEmbedded else { return nil }
        guard summary.ending != .complete else {
            return summary.count(.failed) > 0
                ? "To take up those that failed: intercom-lua retry \(run)\(ledger.argument)" : nil
        }
        let command = "intercom-lua run --resume \(run)\(ledger.argument)"
        if configuration.inputs.contains(.standardInput) {
            return "To go on, feed it the same input again: … | \(command)"
        }
        return "To go on: \(command)"
    }
}
