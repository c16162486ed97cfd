import Ledger
import PostgresTesting
import Testing

@testable import PostgresLedger

/// Tests of the queue in a database of their own.
protocol QueueInDatabase {
    var url: String { get }
}

extension QueueInDatabase {
    var script: QueuedScript {
        QueuedScript(
            chunkName: "@sync.lua", text: Array("return 1".utf8), modules: ["people": Array("return 2".utf8)],
            settings: #"{"allow_delete":true}"#)
    }

    func ledger() async throws -> PostgresLedger { try await PostgresLedger(PostgresAddress(url)) }

    /// Puts a run with so many records into the queue, in as many lanes as are asked for.
    func enqueue(_ id: String, _ records: Int, lanes: Int = 4, at time: Int64 = 1000) async throws {
        let ledger = try await ledger()
        let claim = try await ledger.beginQueue(run(id, at: time), script)
        let all = (0..<records).map { number in
            QueuedRecord(
                number: number + 1, line: number + 2, source: "people.csv", lane: number % lanes, content: "{}")
        }
        try await ledger.enqueue(all, in: RunIdentifier(id))
        try await ledger.openQueue(RunIdentifier(id), at: time)
        claim.release()
    }

    func worker(_ name: String, lost: @escaping @Sendable (LedgerError) -> Void = { _ in }) async throws
        -> QueueWorker
    {
        try await QueueWorker(
            try await ledger(), name: name, workspace: workspace.key, lease: .seconds(600), lost: lost)
    }

    func join(_ id: String, _ worker: QueueWorker) async throws -> (share: QueueShare, claim: RunClaim) {
        try await worker.join(RunIdentifier(id), lag: .seconds(180))
    }

    /// Takes so many records.
    func take(_ count: Int, _ share: QueueShare) throws -> [SharedRecord] {
        try (0..<count).map { _ in try #require(try share.next()) }
    }

    /// Writes down that records have ended.
    func end(_ records: [SharedRecord], _ id: String, _ share: QueueShare) async throws {
        let entries = records.map { record in
            LedgerBatch.Entry.record(
                RecordEntry(number: record.record.number, line: record.record.line, outcome: "created", endedAt: 1))
        }
        try await share.write(batch(id, entries))
    }

    @discardableResult func query(_ sql: String) throws -> [String] {
        try PostgresServer.query("SET search_path = intercom_lua; \(sql)", in: url)
    }
}
