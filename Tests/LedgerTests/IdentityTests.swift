import Ledger
import Testing

/// What a ledger remembers of contacts from one run to the next.
@Suite struct IdentityTests {
    private let folder: TemporaryFolder
    private let key = MatchedValue(field: "email", value: "a@b.c")

    init() throws { folder = try TemporaryFolder() }

    private func identity(_ contact: String) -> LedgerBatch.Entry {
        .identity(IdentityEntry(key: key, contactID: contact, seenAt: 5))
    }

    @Test(arguments: Backend.available) func theLastOneStands(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let claim = try await store.begin(run("bcd1"))
        try await store.write(batch("bcd1", [identity("c1"), identity("c2")]))
        #expect(try await store.identity(key, in: workspace.key)?.contactID == "c2")
        #expect(try await store.identity(key, in: "live another") == nil)
        try await store.write(batch("bcd1", [.identityLost(key)]))
        #expect(try await store.identity(key, in: workspace.key) == nil)
        claim.release()
    }

    @Test(arguments: Backend.available) func contactsThatAreGoneAreNobody(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let claim = try await store.begin(run("bcd1"))
        let deletion = operation(1, 1, "delete", contact: "c1", email: "other@b.c")
        let gone = WrittenContact(id: "c1", email: nil, externalID: nil, updatedAt: nil, isGone: true)
        let end = OperationEntry.End(outcome: "deleted", endedAt: 1600, contact: gone)
        try await store.write(
            batch("bcd1", [identity("c1"), .intent(deletion), .operationEnded(deletion.place, end)]))
        #expect(try await store.identity(key, in: workspace.key) == nil)
        try await store.write(batch("bcd1", [.contactReturned("c1")]))
        #expect(try await store.identity(key, in: workspace.key)?.contactID == "c1")
        claim.release()
    }

    @Test(arguments: Backend.available) func recentWritesAreThoseThatEndedWell(_ backend: Backend) async throws {
        let store = try await backend.open(in: folder)
        let elsewhere = RunEntry.Workspace(kind: .live, key: "live w2", name: "Other")
        let claims = [
            try await store.begin(run("bcd1")), try await store.begin(run("bcd2", workspace: elsewhere)),
        ]
        func written(_ id: String, at time: Int64?) -> WrittenContact {
            WrittenContact(id: id, email: "\(id)@b.c", externalID: nil, updatedAt: time)
        }
        func end(_ outcome: String, _ contact: WrittenContact?, at time: Int64) -> OperationEntry.End {
            OperationEntry.End(outcome: outcome, endedAt: time, contact: contact)
        }
        try await store.write(
            batch(
                "bcd1",
                [
                    .intent(operation(1)), .intent(operation(2)), .intent(operation(3)), .intent(operation(4)),
                    .intent(operation(5)),
                    .operationEnded(operation(1).place, end("created", written("c1", at: 10), at: 4000)),
                    .operationEnded(operation(2).place, end("updated", written("c1", at: 11), at: 5000)),
                    .operationEnded(operation(3).place, end("created", written("old", at: 1), at: 2999)),
                    .operationEnded(operation(4).place, end("refused", nil, at: 5000)),
                ], at: 5000))
        try await store.write(
            batch(
                "bcd2",
                [
                    .intent(operation(1)),
                    .operationEnded(operation(1).place, end("created", written("c2", at: 10), at: 5000)),
                ], at: 5000, in: elsewhere))
        #expect(try await store.contactsWritten(since: 3000, in: workspace.key) == [written("c1", at: 11)])
        #expect(try await store.contactsWritten(since: 5001, in: workspace.key) == [])
        for claim in claims { claim.release() }
    }
}
