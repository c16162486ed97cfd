import Ledger
import Synchronization
import Testing

@Suite struct RunWriterTests {
    private let store = BatchStore()

    private func writer(_ told: @escaping @Sendable ([Int]) -> Void = { _ in }) -> RunWriter {
        RunWriter(
            store, run: RunIdentifier("bcd1"), workspace: "w", inputs: { [:] }, now: { 7 }, size: 4,
            patience: { await Task.yield() }, recordsWritten: told)
    }

    @Test func whoAloneWritesIsBackWhenItIsWritten() async throws {
        let writer = writer()
        writer.recordBegins()
        try await writer.write(.intent(operation(1)))
        #expect(store.batches.map(\.entries.count) == [1])
        #expect(store.batches[0].time == 7)
    }

    @Test func entriesKeepTheirOrder() async throws {
        let writer = writer()
        for _ in 1...100 { writer.recordBegins() }
        await withTaskGroup(of: Void.self) { group in
            for number in 1...100 {
                writer.add(.intent(operation(number)))
                group.addTask {
                    try? await writer.write(.identityLost(MatchedValue(field: "email", value: "\(number)")))
                }
            }
        }
        try await writer.flush()
        let records = store.batches.flatMap(\.entries).compactMap { entry in
            if case .intent(let operation) = entry { operation.place.record } else { nil }
        }
        #expect(records == Array(1...100))
        #expect(store.batches.count < 100)
    }

    @Test func recordsAreToldWhenTheyAreWritten() async throws {
        let told = Told()
        let writer = writer { told.add($0) }
        for number in 1...10 {
            writer.recordBegins()
            writer.add(RecordEntry(number: number, line: 1, outcome: "created", endedAt: 1))
        }
        try await writer.flush()
        #expect(told.numbers.sorted() == Array(1...10))
    }

    @Test func afterAFailureNothingIsWrittenAnyMore() async throws {
        let told = Told()
        let writer = writer { told.add($0) }
        store.fail(LedgerError(.full, "no room"))
        writer.add(RecordEntry(number: 1, line: 1, outcome: "created", endedAt: 1))
        let error = await ledgerError { try await writer.write(.intent(operation(1))) }
        #expect(error?.kind == .full)
        writer.add(RecordEntry(number: 2, line: 1, outcome: "created", endedAt: 1))
        let again = await ledgerError { try await writer.flush() }
        #expect(again?.kind == .full)
        #expect(writer.failure?.kind == .full)
        #expect(told.numbers == [1, 2])
        #expect(store.batches.isEmpty)
    }
}

private final class Told: Sendable {
    private let all = Mutex<[Int]>([])
    var numbers: [Int] { all.withLock { $0 } }
    func add(_ numbers: [Int]) { all.withLock { $0 += numbers } }
}

/// Keeps batches, or fails.
private final class BatchStore: LedgerStore {
    private struct State {
        var batches: [LedgerBatch] = []
        var failure: LedgerError?
    }

    private let state = Mutex(State())
    let name = "a test"
    var batches: [LedgerBatch] { state.withLock { $0.batches } }

    func fail(_ error: LedgerError) { state.withLock { $0.failure = error } }

    func write(_ batch: LedgerBatch) async throws(LedgerError) {
        await Task.yield()
        let failure = state.withLock { state in
            if state.failure == nil { state.batches.append(batch) }
            return state.failure
        }
        if let failure { throw failure }
    }

    func begin(_ run: RunEntry) async throws(LedgerError) -> RunClaim { RunClaim {} }
    func reopen(_ id: RunIdentifier) async throws(LedgerError) {}
    func claim(_ id: RunIdentifier) async throws(LedgerError) -> RunClaim { RunClaim {} }
    func end(_ id: RunIdentifier, ending: String, at time: Int64) async throws(LedgerError) {}
    func runs(_ filter: RunFilter) async throws(LedgerError) -> [RunEntry] { [] }
    func remove(_ id: RunIdentifier) async throws(LedgerError) {}
    func records(
        of run: RunIdentifier, after number: Int, outcomes: [String]?, limit: Int
    ) async throws(LedgerError) -> [RecordEntry] { [] }
    func operations(of run: RunIdentifier, record: Int) async throws(LedgerError) -> [OperationEntry] { [] }
    func lastRecord(of run: RunIdentifier) async throws(LedgerError) -> Int { 0 }
    func openRecords(of run: RunIdentifier, upTo last: Int) async throws(LedgerError) -> [Int] { [] }
    func identity(_ key: MatchedValue, in workspace: String) async throws(LedgerError) -> IdentityEntry? { nil }
    func contact(_ key: MatchedValue, holding payload: [UInt8], in workspace: String) -> String? { nil }
    func contactsWritten(since time: Int64, in workspace: String) async throws(LedgerError) -> [WrittenContact] { [] }
}
