import Testing

@testable import Intercom

@Suite struct ContactEngineTests {
    private let workspace = FakeWorkspace()
    private let time = InstantTime()

    private func engine(_ workspace: FakeWorkspace) -> ContactEngine {
        ContactEngine(service: workspace, time: time, random: FixedRandom())
    }

    private func named(_ name: String) -> ContactAttributes { ContactAttributes(name: .value(name)) }

    @Test func theFourOperations() async throws {
        let engine = engine(workspace)
        let created = try await engine.upsert(externalID("1"), named("Ada"))
        #expect(created.outcome == .created && created.contact.externalID == "1")
        #expect(try await engine.upsert(externalID("1"), named("Ada")).outcome == .unchanged)
        #expect(try await engine.update(externalID("1"), named("Grace")).outcome == .updated)
        #expect(try await engine.find(externalID("1"))?.name == "Grace")
        #expect(try await engine.create(ContactAttributes(email: "x@b.c")).email == "x@b.c")
        #expect(try await engine.delete(externalID("1")) == DeletedContact(id: created.contact.id, externalID: "1"))
        #expect(try await engine.find(externalID("1")) == nil)
        let error = await intercomError { try await engine.update(externalID("1"), named("x")) }
        #expect(error?.code == .notFound)
        #expect(workspace.calls["create"] == 2 && workspace.calls["update"] == 1 && workspace.calls["delete"] == 1)
    }

    @Test func updatesCanAlwaysBeSent() async throws {
        var options = EngineOptions()
        options.alwaysUpdate = true
        let engine = ContactEngine(service: workspace, options: options)
        for _ in 0..<3 { _ = try await engine.upsert(externalID("1"), named("Ada")) }
        #expect(workspace.calls["create"] == 1 && workspace.calls["update"] == 2)
    }

    @Test func aRepeatedKeyCostsNoLookup() async throws {
        let engine = engine(workspace)
        workspace.seed(email: "a@b.c", name: "Ada")
        for number in 0..<10 { _ = try await engine.upsert(email("a@b.c"), named("n\(number)")) }
        #expect(workspace.calls == ["search": 1, "update": 10])
    }

    @Test func aLaggingIndexMakesNoDuplicates() async throws {
        var options = FakeWorkspace.Options()
        options.indexLag = 1_000_000
        let workspace = FakeWorkspace(options)
        let engine = engine(workspace)
        let lead = ContactAttributes(role: .lead, name: "L")
        for _ in 0..<3 { _ = try await engine.upsert(email("lead@b.c"), lead) }
        // Created by one key, found by another that the index does not know yet.
        _ = try await engine.upsert(externalID("1"), ContactAttributes(email: "a@b.c"))
        #expect(try await engine.upsert(email("a@b.c"), named("Ada")).contact.externalID == "1")
        #expect(workspace.live.count == 2)
        try await engine.delete(email("lead@b.c"))
        #expect(try await engine.upsert(email("lead@b.c"), lead).outcome == .created)
    }

    @Test func aLeadThatMayExistIsNotCreatedAgain() async throws {
        var options = FakeWorkspace.Options()
        options.indexLag = 1_000_000
        options.lossAfterCreate = 1
        let workspace = FakeWorkspace(options)
        let engine = engine(workspace)
        for _ in 0..<3 {
            let error = await intercomError {
                try await engine.upsert(email("a@b.c"), ContactAttributes(role: .lead, name: "Ada"))
            }
            #expect(error?.code == .outcomeUnknown)
        }
        #expect(workspace.live.count == 1 && workspace.calls["create"] == 1)
    }

    @Test func aRenamedContactIsRemembered() async throws {
        var options = FakeWorkspace.Options()
        options.indexLag = 1_000_000
        let workspace = FakeWorkspace(options)
        let id = workspace.seed(email: "old@b.c")
        let engine = engine(workspace)
        let rename = ContactAttributes(email: "new@b.c")
        #expect(try await engine.upsert(email("old@b.c"), rename).outcome == .updated)
        #expect(try await engine.upsert(email("old@b.c"), rename).outcome == .unchanged)
        #expect(try await engine.upsert(email("new@b.c"), named("Ada")).contact.id == id)
        #expect(workspace.live.count == 1)
    }

    @Test func aChosenContactIsNotTakenForTheOnlyOne() async throws {
        workspace.seed(email: "a@b.c")
        workspace.seed(email: "a@b.c")
        let engine = engine(workspace)
        var operation = ContactOperation.upsert(email("a@b.c"), named("Ada"))
        operation.onMultiple = .newest
        #expect(try await engine.run(operation).contact.id == "s2")
        let error = await intercomError { try await engine.upsert(email("a@b.c"), named("Grace")) }
        #expect(error?.code == .ambiguousMatch && error?.contactIDs == ["s1", "s2"])
    }

    @Test func operationsOnOneContactKeepTheirOrder() async throws {
        let engine = engine(workspace)
        let pending = (0..<100).map { engine.begin(.upsert(externalID("\($0 % 5)"), named("n\($0)"))) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for operation in pending.shuffled() { group.addTask { _ = try await operation.result() } }
            try await group.waitForAll()
        }
        for contact in workspace.live {
            #expect(contact.name == "n\(95 + (Int(contact.externalID ?? "") ?? -1))")
        }
        #expect(workspace.live.count == 5 && workspace.overlaps.isEmpty)
        #expect(workspace.calls["create"] == 5 && workspace.calls["update"] == 95)
    }

    @Test func writesNeverOverlapWhateverTheKey() async throws {
        let id = workspace.seed(email: "a@b.c", externalID: "1")
        let engine = engine(workspace)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<120 {
                let key = [email("a@b.c"), externalID("1"), intercomID(id)][number % 3]
                group.addTask { _ = try await engine.update(key, named("n\(number)")) }
            }
            try await group.waitForAll()
        }
        #expect(workspace.overlaps.isEmpty && workspace.calls["update"] == 120)
    }

    @Test func anOperationLetGoOfGivesItsPlaceUp() async throws {
        let engine = engine(workspace)
        var first: PendingOperation? = engine.begin(.upsert(externalID("1"), named("A")))
        let second = engine.begin(.upsert(externalID("1"), named("B")))
        let result = Task { try await second.result() }
        await Task.yield()
        #expect(workspace.total == 0 && first != nil)
        first = nil
        #expect(try await result.value.contact.name == "B")
    }

    @Test func intentsComeBeforeWrites() async throws {
        let engine = engine(workspace)
        let observer = IntentRecorder(workspace)
        _ = try await engine.run(.upsert(externalID("1"), named("Ada")), observer: observer)
        _ = try await engine.run(.upsert(externalID("1"), named("Ada")), observer: observer)
        _ = try await engine.run(.upsert(externalID("1"), named("Grace")), observer: observer)
        _ = try await engine.run(.delete(externalID("1")), observer: observer)
        let intents = observer.intents.value
        #expect(intents.map(\.action) == [.create, .update, .delete])
        #expect(intents.map(\.contactID) == [nil, "n1", "n1"])
        #expect(intents[1].attributes == named("Grace"))
        #expect(observer.current.value.map(\.?.name) == [nil, "Ada", "Grace"])
        #expect(intents.map(\.updatedAt) == observer.current.value.map { $0?.updatedAt })
        #expect(observer.writesBefore.value == [0, 1, 2])
    }

    /// How far the index is behind a write follows from it.
    @Test(arguments: [false, true]) func anIntentTellsWhenTheContactWasChangedLast(readsAfresh: Bool) async throws {
        var options = EngineOptions()
        options.readsAfresh = readsAfresh
        let engine = ContactEngine(service: workspace, options: options, time: time, random: FixedRandom())
        let observer = IntentRecorder(workspace)
        let id = workspace.seed(email: "a@b.c", name: "Ada")
        workspace.change(id) { $0.contact.updatedAt = 7 }
        // The index still shows it as it was before.
        _ = try await engine.run(.update(email("a@b.c"), named("Grace")), observer: observer)
        let written = try #require(workspace.live.first?.updatedAt)
        _ = try await engine.run(.update(intercomID(id), named("Ada")), observer: observer)
        #expect(observer.intents.value.map(\.updatedAt) == [readsAfresh ? 7 : 0, written])
    }

    @Test func anObserverCanForbid() async throws {
        let engine = engine(workspace)
        let observer = IntentRecorder(workspace, forbids: IntercomError(.forbidden, "Not in this run."))
        let error = await intercomError {
            try await engine.run(.upsert(externalID("1"), named("Ada")), observer: observer)
        }
        #expect(error?.code == .forbidden && workspace.calls["create"] == nil)
        #expect(try await engine.upsert(externalID("1"), named("Ada")).outcome == .created)
    }

    @Test func cancellingStopsBeforeTheNextCall() async throws {
        let engine = engine(workspace)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await engine.upsert(externalID("1"), named("Ada"))
        }
        task.cancel()
        let error = await intercomError { try await task.value }
        #expect(error?.code == .interrupted && workspace.total == 0)
        #expect(try await engine.upsert(externalID("1"), named("Ada")).outcome == .created)
    }

    @Test func archivingIsRemembered() async throws {
        let id = workspace.seed(externalID: "1")
        let engine = engine(workspace)
        _ = try await engine.upsert(externalID("1"), named("Ada"))
        try await engine.archive(id: id)
        let error = await intercomError { try await engine.upsert(externalID("1"), named("Grace")) }
        #expect(error?.code == .archived && error?.contactIDs == [id])
        var restoring = ContactOperation.upsert(externalID("1"), named("Grace"))
        restoring.restore = true
        #expect(try await engine.run(restoring).outcome == .updated)
        try await engine.archive(id: id)
        try await engine.unarchive(id: id)
        #expect(try await engine.find(externalID("1"))?.name == "Grace")
    }

    @Test func somebodyElseBroughtBackIsArchivedAgain() async throws {
        var options = FakeWorkspace.Options()
        options.emailsConflict = true
        let workspace = FakeWorkspace(options)
        let id = workspace.seed(email: "a@b.c", externalID: "1", isArchived: true)
        let engine = engine(workspace)
        var operation = ContactOperation.upsert(externalID("2"), ContactAttributes(email: "a@b.c"))
        operation.restore = true
        let error = await intercomError { try await engine.run(operation) }
        #expect(error?.code == .identityMismatch && error?.contactIDs == [id])
        #expect(workspace.live.isEmpty && workspace.calls["unarchive"] == 1 && workspace.calls["archive"] == 1)
        #expect(try await engine.find(externalID("1")) == nil)
    }

    @Test func mergedContactsAreFollowed() async throws {
        let lead = workspace.seed(email: "a@b.c", role: .lead)
        let engine = engine(workspace)
        _ = try await engine.upsert(email("a@b.c"), named("Lead"))
        let user = workspace.seed(externalID: "1")
        #expect(try await engine.merge(from: lead, into: user).id == user)
        #expect(try await engine.update(intercomID(lead), named("Ada")).contact.id == user)
        #expect(await intercomError { try await engine.merge(from: user, into: user) }?.code == .invalidArgument)
        engine.forgetEverything()
        #expect(await intercomError { try await engine.update(intercomID(lead), named("x")) }?.code == .notFound)
        engine.remember(email("who@b.c"), id: user)
        #expect(try await engine.update(email("who@b.c"), named("Bob")).contact.name == "Bob")
    }

    @Test func mergesAndWritesToTheSameContactsDoNotOverlap() async throws {
        let leads = (0..<8).map { workspace.seed(email: "l\($0)@b.c", role: .lead) }
        let user = workspace.seed(externalID: "1")
        let engine = engine(workspace)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, lead) in leads.enumerated() {
                group.addTask { _ = try await engine.upsert(externalID("1"), named("n\(number)")) }
                group.addTask { _ = try await engine.merge(from: lead, into: user) }
            }
            try await group.waitForAll()
        }
        #expect(workspace.overlaps.isEmpty)
    }
}

/// Keeps intents, and how many writes there were when each came.
final class IntentRecorder: EngineObserver {
    let intents = Shared<[WriteIntent]>([])
    /// The contacts as they were then.
    let current = Shared<[Contact?]>([])
    let writesBefore = Shared<[Int]>([])
    private let workspace: FakeWorkspace
    private let forbids: IntercomError?

    init(_ workspace: FakeWorkspace, forbids: IntercomError? = nil) {
        self.workspace = workspace
        self.forbids = forbids
    }

    func willWrite(_ intent: WriteIntent) async throws(IntercomError) {
        let calls = workspace.calls
        let writes = ["create", "update", "delete"].map { calls[$0] ?? 0 }.reduce(0, +)
        intents.update { $0.append(intent) }
        current.update { $0.append(intent.current) }
        writesBefore.update { $0.append(writes) }
        if let forbids { throw forbids }
    }
}
