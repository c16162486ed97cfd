import Testing

@testable import Intercom

/// How many calls a run of a thousand upserts costs, with a few hundred of them in flight, as a runner would have.
@Suite struct ContactEngineCallsTests {
    private let rows = 1000

    /// Carries operations out in order, so many at a time, each brought by a contributor of its own.
    private func run(_ operations: [ContactOperation], on engine: ContactEngine, inFlight: Int = 256) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let reading = engine.contributor()
            for (index, operation) in operations.enumerated() {
                if index >= inFlight {
                    reading.pause()
                    try await group.next()
                    reading.resume()
                }
                let contributor = engine.contributor()
                let pending = engine.begin(operation)
                group.addTask {
                    _ = try await contributor.run(pending)
                    contributor.pause()
                }
            }
            reading.pause()
            try await group.waitForAll()
        }
    }

    private func upserts(_ name: (Int) -> String, by field: MatchingField) -> [ContactOperation] {
        (0..<rows).map { row in
            let key = field == .email ? email("p\(row)@b.c") : externalID("e\(row)")
            return .upsert(key, ContactAttributes(name: .value(name(row))))
        }
    }

    private func engine(_ workspace: FakeWorkspace) -> ContactEngine { ContactEngine(service: workspace) }

    private func seeded(by field: MatchingField) -> FakeWorkspace {
        let workspace = FakeWorkspace()
        for row in 0..<rows {
            workspace.seed(
                email: field == .email ? "p\(row)@b.c" : nil, externalID: field == .email ? nil : "e\(row)", name: "old"
            )
        }
        return workspace
    }

    @Test(arguments: [MatchingField.email, .externalID])
    func allNew(_ field: MatchingField) async throws {
        let workspace = FakeWorkspace()
        try await run(upserts({ _ in "new" }, by: field), on: engine(workspace))
        #expect(workspace.live.count == rows)
        #expect(workspace.total <= 1025, "\(workspace.calls)")
    }

    @Test(arguments: [MatchingField.email, .externalID])
    func allKnownAndChangedThenChangedAgain(_ field: MatchingField) async throws {
        let workspace = seeded(by: field)
        let engine = engine(workspace)
        try await run(upserts({ _ in "new" }, by: field), on: engine)
        #expect(workspace.total <= 1025, "\(workspace.calls)")
        let before = workspace.total
        try await run(upserts({ _ in "newer" }, by: field), on: engine)
        #expect(workspace.total - before == 1000)
        try await run(upserts({ _ in "newer" }, by: field), on: engine)
        #expect(workspace.total - before == 1000)
    }

    @Test(arguments: [MatchingField.email, .externalID])
    func knownAndFivePercentChanged(_ field: MatchingField) async throws {
        let workspace = seeded(by: field)
        try await run(upserts({ $0 % 20 == 0 ? "new" : "old" }, by: field), on: engine(workspace))
        #expect(workspace.calls["update"] == 50)
        #expect(workspace.total <= 75, "\(workspace.calls)")
    }

    @Test func everybodyTwice() async throws {
        let workspace = FakeWorkspace()
        let operations = (0..<rows).map { row in
            ContactOperation.upsert(email("p\(row / 2)@b.c"), ContactAttributes(name: .value("n\(row)")))
        }
        try await run(operations, on: engine(workspace))
        #expect(workspace.total <= 1025, "\(workspace.calls)")
        for contact in workspace.live {
            let person = Int(contact.email?.dropFirst().prefix { $0 != "@" } ?? "") ?? -1
            #expect(contact.name == "n\(person * 2 + 1)")
        }
        #expect(workspace.live.count == rows / 2)
    }

    @Test func withoutContributorsTasksStillGoTogether() async throws {
        let workspace = seeded(by: .email)
        let engine = engine(workspace)
        let operations = upserts({ _ in "old" }, by: .email)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for operation in operations { group.addTask { _ = try await engine.run(operation) } }
            try await group.waitForAll()
        }
        #expect(workspace.total <= 100, "\(workspace.calls)")
    }
}
