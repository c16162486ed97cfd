import Foundation
import Ledger
import PostgresLedger
import PostgresTesting
import Synchronization
import Testing

/// A folder that goes with the test.
final class TemporaryFolder: Sendable {
    let path: String
    private let url = Mutex<String?>(nil)

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// The URL of a database that is empty at first.
    func database() throws -> String {
        try url.withLock { url in
            let made = try url ?? #require(PostgresServer.shared).makeDatabase()
            url = made
            return made
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A database that the tests of every ledger run over.
enum Backend: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    /// Those that are there on this machine.
    static let available = allCases.filter { $0 != .postgres || PostgresServer.shared != nil }

    /// An empty ledger; asked again for the same folder, what opens it a second time, as another process would.
    func open(in folder: TemporaryFolder) async throws -> any LedgerStore {
        switch self {
        case .sqlite: try SQLiteLedger(path: folder.path + "/ledger.sqlite")
        case .postgres: try await PostgresLedger(PostgresAddress(try folder.database()))
        }
    }
}

let workspace = RunEntry.Workspace(kind: .live, key: "live w1", name: "Acme (w1)")

func run(
    _ id: String, parent: String? = nil, workspace: RunEntry.Workspace = workspace, script: String = "sync.lua",
    digest: [UInt8] = [1], at time: Int64 = 1000
) -> RunEntry {
    RunEntry(
        id: RunIdentifier(id), parent: parent.map(RunIdentifier.init), workspace: workspace, script: script,
        scriptDigest: digest, inputs: [InputEntry(name: "people.csv", path: "/data/people.csv", size: 10)],
        invocation: "{}", startedAt: time)
}

func batch(
    _ run: String, _ entries: [LedgerBatch.Entry], inputs: [Int: InputEntry.ReadPart] = [:], at time: Int64 = 2000,
    in workspace: RunEntry.Workspace = workspace
) -> LedgerBatch {
    LedgerBatch(run: RunIdentifier(run), workspace: workspace.key, entries: entries, inputs: inputs, time: time)
}

func operation(
    _ record: Int, _ number: Int = 1, _ action: String = "create", contact: String? = nil, email: String = "a@b.c"
) -> OperationEntry {
    OperationEntry(
        place: .init(record: record, number: number), fingerprint: [UInt8(record), UInt8(number)], action: action,
        key: MatchedValue(field: "email", value: email), contactID: contact, startedAt: 1500)
}

/// The error that the body throws.
func ledgerError(_ body: () async throws -> Void) async -> LedgerError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? LedgerError
    }
}
