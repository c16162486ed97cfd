import Testing

@testable import Intercom

@Suite struct LookupDeskTests {
    private let time = ManualTime()

    private func desk(_ workspace: FakeWorkspace, batchSize: Int = 100) -> LookupDesk {
        LookupDesk(service: workspace, batchSize: batchSize, patience: .milliseconds(50), time: time)
    }

    /// Looks many keys up at the same time; the ids found for each.
    private func lookUp(_ keys: [MatchingKey], at desk: LookupDesk) async -> [String: [String]] {
        // All are there before the first asks, however fast it is.
        for _ in keys { desk.arrive() }
        return await withTaskGroup(of: (String, [String]).self) { group in
            for key in keys {
                group.addTask {
                    let reply = await desk.lookUp(key, .any)
                    desk.depart()
                    switch reply {
                    case .found(let contacts, _): return (key.value, contacts.map(\.id).sorted())
                    case .failed(let error): return (key.value, ["\(error.code.rawValue)"])
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func emails(_ count: Int) -> [MatchingKey] { (0..<count).map { email("p\($0)@b.c") } }

    @Test func manyGoOutTogether() async {
        let workspace = FakeWorkspace()
        for number in 0..<250 where number % 2 == 0 { workspace.seed(email: "P\(number)@b.c") }
        let found = await lookUp(emails(250), at: desk(workspace))
        #expect(found.count == 250)
        #expect(found.values.filter { $0.count == 1 }.count == 125 && found["p1@b.c"] == [])
        let batches = workspace.lookups.filter { $0.startingAfter == nil }
        #expect(batches.map(\.values.count).sorted() == [50, 100, 100])
        #expect(batches.allSatisfy { $0.style == .list })
    }

    @Test func oneGoesAlone() async {
        let workspace = FakeWorkspace()
        workspace.seed(externalID: "42")
        let desk = desk(workspace)
        #expect(await lookUp([externalID("42")], at: desk) == ["42": ["s1"]])
        #expect(await lookUp([email("a@b.c")], at: desk) == ["a@b.c": []])
        #expect(workspace.lookups.map(\.style) == [.direct, .single])
    }

    @Test func fieldsAreLookedUpApart() async {
        let workspace = FakeWorkspace()
        let keys = emails(10) + (0..<10).map { externalID("e\($0)") }
        _ = await lookUp(keys, at: desk(workspace))
        #expect(workspace.lookups.map(\.values.count) == [10, 10])
    }

    @Test func sharedAddressesComePageByPage() async {
        let workspace = FakeWorkspace()
        for _ in 0..<7 { workspace.seed(email: "p0@b.c") }
        let found = await lookUp(emails(2), at: desk(workspace))
        #expect(found["p0@b.c"]?.count == 7 && found["p1@b.c"] == [])
        #expect(workspace.calls["search"] == 4)
    }

    @Test func refusedListsBecomeGroupsAndThenSingleOnes() async {
        var options = FakeWorkspace.Options()
        options.longestList = 0
        let workspace = FakeWorkspace(options)
        for number in 0..<40 { workspace.seed(email: "p\(number)@b.c") }
        let desk = desk(workspace)
        for round in 0..<3 {
            let found = await lookUp(emails(40), at: desk)
            #expect(found.values.allSatisfy { $0.count == 1 } && found.count == 40)
            // Two lists are tried; then it is known that they are refused.
            #expect(workspace.lookups.filter { $0.style == .list }.count == min(round + 1, 2))
        }
        #expect(workspace.lookups.filter { $0.style == .alternatives && $0.startingAfter == nil }.count == 9)
        options.longestGroup = 1
        let strict = FakeWorkspace(options)
        for number in 0..<20 { strict.seed(email: "p\(number)@b.c") }
        let found = await lookUp(emails(20), at: self.desk(strict))
        #expect(found.values.allSatisfy { $0.count == 1 } && found.count == 20)
        #expect(strict.lookups.filter { $0.style == .single }.count == 20)
    }

    @Test func oneOddValueFailsAlone() async {
        var options = FakeWorkspace.Options()
        options.oddValues = ["p7@b.c"]
        let workspace = FakeWorkspace(options)
        for number in 0..<40 { workspace.seed(email: "p\(number)@b.c") }
        let desk = desk(workspace)
        for _ in 0..<3 {
            let found = await lookUp(emails(40), at: desk)
            #expect(found["p7@b.c"] == ["invalid_argument"])
            #expect(found.values.filter { $0 == ["invalid_argument"] }.count == 1 && found.count == 40)
        }
        // It was the value's fault, so lists are still used.
        #expect(workspace.lookups.filter { $0.style == .list }.count == 3)
    }

    @Test func aCallThatCannotBeMadeFailsAllWhoWaitForIt() async {
        var options = FakeWorkspace.Options()
        options.lookupRefusal = IntercomError(.unauthorized, "Access Token Invalid")
        let workspace = FakeWorkspace(options)
        let desk = desk(workspace)
        for _ in 0..<2 {
            let found = await lookUp(emails(40), at: desk)
            #expect(found.count == 40 && found.values.allSatisfy { $0 == ["unauthorized"] })
        }
        #expect(workspace.total == 0)
    }

    @Test func aContributorIsWaitedForWithPatience() async {
        let workspace = FakeWorkspace()
        let desk = desk(workspace)
        desk.arrive()
        desk.arrive()
        let first = Task { await desk.lookUp(email("a@b.c"), .any) }
        #expect(await eventually { time.sleeping == 1 })
        #expect(workspace.total == 0)
        time.advance(by: .milliseconds(50))
        _ = await first.value
        #expect(workspace.total == 1)
    }

    @Test func aCrowdInTheMiddleOfItsCallsIsWaitedForToo() async {
        let workspace = FakeWorkspace()
        let desk = desk(workspace)
        for _ in 0..<LookupDesk.crowd {
            desk.arrive()
            desk.goAway()
        }
        desk.arrive()
        let first = Task { await desk.lookUp(email("a@b.c"), .any) }
        #expect(await eventually { time.sleeping == 1 })
        #expect(workspace.total == 0)
        // One comes back and goes: what is left is no crowd.
        desk.comeBack()
        desk.depart()
        _ = await first.value
        #expect(workspace.total == 1)
        time.advance(by: .seconds(1))
    }

    @Test func theLastContributorsDepartureEndsTheWait() async {
        let workspace = FakeWorkspace()
        let desk = desk(workspace)
        desk.arrive()
        desk.arrive()
        let first = Task { await desk.lookUp(email("a@b.c"), .any) }
        #expect(await eventually { time.sleeping == 1 })
        desk.depart()
        _ = await first.value
        #expect(workspace.total == 1)
        time.advance(by: .seconds(1))
    }
}
