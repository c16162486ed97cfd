import Testing

@testable import Ledger

@Suite struct GroupCommitTests {
    @Test func whoIsAloneWaitsForNobody() {
        var groups = GroupCommit(size: 10)
        groups.begin()
        #expect(groups.add(isAwaited: true) == .commit)
        #expect(groups.committed() == .wait)
        #expect(groups.add(isAwaited: true) == .commit)
    }

    @Test func othersAtWorkAreWaitedForALittle() {
        var groups = GroupCommit(size: 10)
        for _ in 1...3 { groups.begin() }
        #expect(groups.add(isAwaited: true) == .watch(generation: 0))
        #expect(groups.add(isAwaited: true) == .wait)
        #expect(groups.patienceEnded(generation: 0) == .commit)
        // Its time is over.
        #expect(groups.patienceEnded(generation: 0) == .wait)
    }

    @Test func whenAllWaitNobodyIsWaitedFor() {
        var groups = GroupCommit(size: 10)
        for _ in 1...2 { groups.begin() }
        #expect(groups.add(isAwaited: true) == .watch(generation: 0))
        #expect(groups.add(isAwaited: true) == .commit)
    }

    @Test func whoEndsIsWaitedForNoLonger() {
        var groups = GroupCommit(size: 10)
        for _ in 1...2 { groups.begin() }
        #expect(groups.add(isAwaited: true) == .watch(generation: 0))
        #expect(groups.end() == .commit)
    }

    @Test func aFullGroupIsCommitted() {
        var groups = GroupCommit(size: 3)
        for _ in 1...9 { groups.begin() }
        #expect(groups.add(isAwaited: false) == .watch(generation: 0))
        #expect(groups.add(isAwaited: false) == .wait)
        #expect(groups.add(isAwaited: false) == .commit)
    }

    @Test func whatComesDuringACommitIsTheNextOne() {
        var groups = GroupCommit(size: 3)
        for _ in 1...2 { groups.begin() }
        #expect(groups.add(isAwaited: true) == .watch(generation: 0))
        #expect(groups.patienceEnded(generation: 0) == .commit)
        #expect(groups.add(isAwaited: true) == .wait)
        #expect(groups.flush() == .wait)
        #expect(groups.committed() == .watch(generation: 1))
        #expect(groups.flush() == .commit)
    }

    @Test func nothingIsNeverCommitted() {
        var groups = GroupCommit(size: 3)
        groups.begin()
        #expect(groups.flush() == .wait)
        #expect(groups.end() == .wait)
    }
}
