import EmulatorTesting
import Foundation
import Intercom
import Ledger
import Records
import Runner

/// Tests of runs that are written down in a ledger of their own.
protocol RunsInLedger {
    var bench: RunBench { get }
    var store: SQLiteLedger { get }
}

extension RunsInLedger {
    static var workspace: RunEntry.Workspace {
        RunEntry.Workspace(kind: .emulator, key: "emulator 1", name: "Emulator")
    }

    static func ledger(in bench: RunBench) throws -> SQLiteLedger {
        try SQLiteLedger(path: bench.folder.path + "/state/ledger.sqlite")
    }

    /// `people.csv` with so many rows.
    func people(_ count: Int) throws -> RecordInput {
        try file("email,name\n" + (1...count).map { "p\($0)@acme.io,P\($0)\n" }.joined())
    }

    func file(_ text: String) throws -> RecordInput { .file(try bench.file("people.csv", text)) }

    func configuration(
        _ script: String, _ input: RecordInput?, _ purpose: RunLedger.Purpose = .begin,
        workspace: RunEntry.Workspace = Self.workspace
    ) throws -> RunConfiguration {
        var configuration = try bench.configuration(script, nil)
        configuration.inputs = input.map { [$0] } ?? []
        configuration.ledger = RunLedger(store, purpose, invocation: "{}") { () async throws(IntercomError) in
            workspace
        }
        // The emulator's clock stands still.
        configuration.ledger?.now = { EmulatedWorkspace.start * 1000 }
        configuration.recordsInFlight = 10
        configuration.engine.indexLag = .zero
        configuration.engine.pauseAtUnknown = .zero
        return configuration
    }

    func lastRun() async throws -> RunEntry { try await store.run(named: "last") }

    func resumption() async throws -> RunLedger.Purpose {
        let run = try await lastRun()
        return .resume(run, try await store.claim(run.id))
    }
}
