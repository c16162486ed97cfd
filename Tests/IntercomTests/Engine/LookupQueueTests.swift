import Testing

@testable import Intercom

@Suite struct LookupQueueTests {
    private func entry(_ value: String) -> LookupQueue<Int>.Entry {
        .init(key: email(value), freshness: .any, waiter: 0)
    }

    private func queue(size: Int = 3) -> LookupQueue<Int> { LookupQueue(batchSize: size) }

    @Test func aFullBatchGoesAtOnce() {
        var queue = queue()
        #expect(queue.add(entry("a"), contributors: 9) == .watch(generation: 0))
        #expect(queue.add(entry("b"), contributors: 9) == .wait)
        #expect(queue.add(entry("c"), contributors: 9) == .request)
        #expect(queue.add(entry("d"), contributors: 9) == .wait)
        #expect(queue.add(entry("e"), contributors: 9) == .wait)
        #expect(queue.add(entry("f"), contributors: 9) == .request)
        #expect(queue.take().map(\.key.value) == ["a", "b", "c"])
        #expect(queue.take().map(\.key.value) == ["d", "e", "f"])
        #expect(queue.take().isEmpty && queue.requested == 0)
    }

    @Test func aloneItGoesAfterOthersHadAChance() {
        var queue = queue()
        #expect(queue.add(entry("a"), contributors: 0) == .settle)
        #expect(queue.settled(before: 1, contributors: 0) == .request)
        #expect(queue.take().count == 1)
    }

    @Test func settlingGoesOnWhileMoreArrive() {
        var queue = queue(size: 100)
        #expect(queue.add(entry("a"), contributors: 0) == .settle)
        #expect(queue.add(entry("b"), contributors: 0) == .wait)
        #expect(queue.settled(before: 1, contributors: 0) == .settle)
        #expect(queue.settled(before: 2, contributors: 0) == .request)
    }

    @Test func settlingGivesWayToThoseWhoMayStillAdd() {
        var queue = queue()
        #expect(queue.add(entry("a"), contributors: 0) == .settle)
        #expect(queue.settled(before: 1, contributors: 2) == .watch(generation: 0))
        #expect(queue.consider(contributors: 0) == .settle)
        #expect(queue.settled(before: 1, contributors: 0) == .request)
        #expect(queue.settled(before: 1, contributors: 0) == .wait)
    }

    @Test func patienceEnds() {
        var queue = queue()
        #expect(queue.add(entry("a"), contributors: 1) == .watch(generation: 0))
        #expect(queue.patienceEnded(generation: 0) == .request)
        #expect(queue.patienceEnded(generation: 0) == .wait)
    }

    @Test func patienceWithAnEarlierBatchMeansNothing() {
        var queue = queue()
        #expect(queue.add(entry("a"), contributors: 1) == .watch(generation: 0))
        _ = queue.add(entry("b"), contributors: 1)
        #expect(queue.add(entry("c"), contributors: 1) == .request)
        _ = queue.take()
        #expect(queue.add(entry("d"), contributors: 1) == .watch(generation: 1))
        #expect(queue.patienceEnded(generation: 0) == .wait)
        #expect(queue.patienceEnded(generation: 1) == .request)
    }

    @Test func aRequestedBatchGrowsUntilItIsTaken() {
        var queue = queue()
        #expect(queue.add(entry("a"), contributors: 0) == .settle)
        #expect(queue.settled(before: 1, contributors: 0) == .request)
        #expect(queue.add(entry("b"), contributors: 0) == .wait)
        #expect(queue.take().count == 2)
    }

    @Test func whatIsLeftOverIsConsideredAnew() {
        var queue = queue(size: 2)
        _ = queue.add(entry("a"), contributors: 0)
        #expect(queue.settled(before: 1, contributors: 0) == .request)
        _ = queue.add(entry("b"), contributors: 0)
        _ = queue.add(entry("c"), contributors: 0)
        #expect(queue.take().count == 2)
        #expect(queue.consider(contributors: 0) == .settle)
    }

    @Test func mannersFollowTheAPI() {
        var manners = LookupManners()
        #expect(manners.style(for: ["a"], .email, .any) == .single)
        #expect(manners.style(for: ["a"], .externalID, .any) == .direct)
        #expect(manners.style(for: ["a"], .externalID, .indexed) == .single)
        #expect(manners.style(for: [".."], .externalID, .any) == .single)
        #expect(manners.style(for: ["a", "b"], .externalID, .any) == .list)
        manners.listWasRefused(partsAccepted: false)
        manners.listWasRefused(partsAccepted: true)
        #expect(manners.style(for: ["a", "b"], .email, .any) == .list)
        manners.listWasAccepted()
        manners.listWasRefused(partsAccepted: true)
        manners.listWasRefused(partsAccepted: true)
        #expect(manners.style(for: ["a", "b"], .email, .any) == .alternatives)
    }
}
