import struct EmulatorTesting.StoppedTime
import Testing

@testable import Intercom

/// What an earlier run wrote a short while ago, and the search index does not show yet.
@Suite struct RecentWriteTests {
    private let workspace: FakeWorkspace
    private let engine: ContactEngine

    init() {
        var options = FakeWorkspace.Options()
        options.indexLag = 1_000_000
        workspace = FakeWorkspace(options)
        engine = ContactEngine(service: workspace, time: InstantTime(), random: FixedRandom())
    }

    /// What the ledger would tell of a contact.
    private func recent(_ contact: Contact, isGone: Bool = false) -> RecentWrite {
        RecentWrite(
            id: contact.id, email: contact.email, externalID: contact.externalID, updatedAt: contact.updatedAt,
            isGone: isGone)
    }

    /// Another run.
    private func before(_ attributes: ContactAttributes, key: MatchingKey? = nil) async throws -> Contact {
        let engine = ContactEngine(service: workspace, time: InstantTime(), random: FixedRandom())
        return try await engine.run(key.map { .upsert($0, attributes) } ?? .create(attributes)).contact
    }

    @Test func aLeadIsNotCreatedAgain() async throws {
        let lead = ContactAttributes(role: .lead, email: "a@b.c", name: "Ada")
        engine.note([recent(try await before(lead))])
        #expect(try await engine.upsert(email("A@b.c"), lead).outcome == .unchanged)
        #expect(try await engine.upsert(email("a@b.c"), lead).outcome == .unchanged)
        #expect(workspace.live.count == 1)
        #expect(workspace.calls["get"] == 1)
    }

    @Test func whatTheIndexShowsOfBeforeIsNotBelieved() async throws {
        let id = workspace.seed(email: "a@b.c", name: "Ada")
        engine.note([recent(try await before(ContactAttributes(name: "Grace"), key: email("a@b.c")))])
        #expect(try await engine.upsert(email("a@b.c"), ContactAttributes(name: "Ada")).outcome == .updated)
        #expect(workspace.live.first { $0.id == id }?.name == "Ada")
    }

    @Test func anIndexThatHasCaughtUpIsBelieved() async throws {
        let id = workspace.seed(email: "a@b.c", name: "Ada")
        engine.note([RecentWrite(id: id, email: "a@b.c", externalID: nil, updatedAt: 0, isGone: false)])
        #expect(try await engine.upsert(email("a@b.c"), ContactAttributes(name: "Ada")).outcome == .unchanged)
        #expect(workspace.calls["get"] == nil)
    }

    @Test func whatIsGoneIsGone() async throws {
        let id = workspace.seed(email: "a@b.c", name: "Ada")
        _ = try await workspace.deleteContact(id: id)
        engine.note([RecentWrite(id: id, email: "a@b.c", externalID: nil, updatedAt: nil, isGone: true)])
        let error = await intercomError { try await engine.update(email("a@b.c"), ContactAttributes(name: "x")) }
        #expect(error?.code == .notFound)
        #expect(workspace.calls["update"] == nil)
    }

    @Test func whatHasGoneSinceIsNoError() async throws {
        let lead = try await before(ContactAttributes(role: .lead, email: "a@b.c"))
        engine.note([recent(lead)])
        _ = try await workspace.deleteContact(id: lead.id)
        let again = try await engine.upsert(email("a@b.c"), ContactAttributes(role: .lead))
        #expect(again.outcome == .created && again.contact.id != lead.id)
    }

    @Test func restingEndsWhenItIsTold() async throws {
        let engine = ContactEngine(service: workspace, time: StoppedTime(), random: FixedRandom())
        var operation = ContactOperation.create(ContactAttributes(role: .lead, email: "a@b.c"))
        operation.earlier = EarlierAttempt(.create, contactID: nil, time: 1_700_000_000)
        let interrupted = operation
        async let error = intercomError { try await engine.run(interrupted) }
        engine.stopWaiting()
        let code = await error?.code
        #expect(code == .interrupted)
        #expect(workspace.live.isEmpty)
    }
}
