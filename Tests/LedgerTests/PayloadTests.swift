import Ledger
import Testing

/// What a ledger knows of what contacts hold.
@Suite struct PayloadTests {
    private let folder: TemporaryFolder
    private let key = MatchedValue(field: "email", value: "a@b.c")

    init() throws { folder = try TemporaryFolder() }

    private func pushed(_ payload: [UInt8]) -> LedgerBatch.Entry {
        .identity(IdentityEntry(key: key, contactID: "c1", seenAt: 5), holding: payload)
    }

    /// A ledger with these entries, one batch after the other.
    private func store(_ backend: Backend, _ batches: [LedgerBatch.Entry]...) async throws -> any LedgerStore {
        let store = try await backend.open(in: folder)
        let claim = try await store.begin(run("bcd1"))
        for entries in batches { try await store.write(batch("bcd1", entries)) }
        claim.release()
        return store
    }

    private func holds(_ payload: [UInt8], _ store: any LedgerStore) async throws -> Bool {
        try await store.contact(key, holding: payload, in: workspace.key) == "c1"
    }

    @Test(arguments: Backend.available) func whatWasPushedIsHeld(_ backend: Backend) async throws {
        let store = try await store(backend, [pushed([1]), pushed([2])])
        #expect(try await holds([1], store))
        #expect(try await holds([2], store))
        #expect(try await !holds([3], store))
        #expect(try await store.contact(key, holding: [1], in: "live another") == nil)
        let other = MatchedValue(field: "email", value: "b@b.c")
        #expect(try await store.contact(other, holding: [1], in: workspace.key) == nil)
    }

    @Test(arguments: Backend.available) func aWriteForgetsWhatWasHeldBefore(_ backend: Backend) async throws {
        let update = operation(1, 1, "update", contact: "c1")
        let held: [LedgerBatch.Entry] = [pushed([1]), pushed([2])]
        let later = try await store(backend, held, [.intent(update)])
        #expect(try await !holds([1], later))
    }

    @Test(arguments: Backend.available) func inOneBatchToo(_ backend: Backend) async throws {
        let update = operation(1, 1, "update", contact: "c1")
        let store = try await store(
            backend, [pushed([1]), pushed([2])],
            // The second one is pushed anew.
            [pushed([3]), .intent(update), pushed([2])])
        #expect(try await !holds([1], store))
        #expect(try await holds([2], store))
        #expect(try await !holds([3], store))
    }

    @Test(arguments: Backend.available) func anOperationThatWritesNothingForgetsNothing(_ backend: Backend) async throws
    {
        let nothing = operation(1, 1, OperationEntry.nothing, contact: "c1")
        let store = try await store(backend, [pushed([1])], [.intent(nothing)])
        #expect(try await holds([1], store))
    }

    @Test(arguments: Backend.available) func soDoesWhatIsNoOperation(_ backend: Backend) async throws {
        let store = try await store(backend, [pushed([1])], [.contactChanged("c1")])
        #expect(try await !holds([1], store))
        #expect(try await store.identity(key, in: workspace.key)?.contactID == "c1")
    }

    @Test(arguments: Backend.available) func whoeverIsGoneHoldsNothing(_ backend: Backend) async throws {
        let deletion = operation(1, 1, "delete", contact: "c1", email: "other@b.c")
        let gone = WrittenContact(id: "c1", email: nil, externalID: nil, updatedAt: nil, isGone: true)
        let end = OperationEntry.End(outcome: "deleted", endedAt: 1600, contact: gone)
        let store = try await store(
            backend, [pushed([1])],
            [.intent(deletion), .operationEnded(deletion.place, end)])
        #expect(try await !holds([1], store))
    }
}
