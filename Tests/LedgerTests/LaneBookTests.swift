import Ledger
import Testing

@testable import PostgresLedger

/// What a worker keeps of its lanes, without any database.
@Suite struct LaneBookTests {
    private func record(_ number: Int, _ lane: Int) -> QueuedRecord {
        QueuedRecord(number: number, line: number, source: "a.csv", lane: lane, content: "{}")
    }

    @Test func recordsAreTakenFromWhereTheLastOnesEnded() {
        var book = LaneBook()
        #expect(book.own([3, 1]) == [1, 3])
        #expect(book.own([1, 3]) == [])
        #expect(book.sources.map(\.lane) == [1, 3])
        book.take([record(5, 3), record(6, 1), record(9, 3)], from: [1, 3], asked: 3)
        #expect(book.sources.map(\.after) == [6, 9])
        #expect(book.outstanding == 3)
        #expect(book.room == LaneBook.capacity - 3)
        #expect(book.lane(of: 9) == 3)
        book.end([5, 9, 9])
        #expect(book.outstanding == 1)
        #expect(book.lane(of: 9) == nil)
    }

    @Test func aLaneIsDoneWhenAllOfItHasEnded() {
        var book = LaneBook()
        _ = book.own([1, 2])
        // Fewer than were asked for: there are no more.
        book.take([record(1, 1)], from: [1, 2], asked: 10)
        #expect(book.isExhausted)
        #expect(book.done == [2])
        book.end([1])
        #expect(book.done == [1, 2])
        #expect(book.own([2]) == [])
        #expect(book.done == [2])
    }

    @Test func noMoreLanesAreWantedThanAFairShare() {
        var book = LaneBook()
        #expect(book.missing(share: 3) == 3)
        #expect(book.missing(share: 1000) == LaneBook.enoughLanes)
        _ = book.own([1, 2])
        #expect(book.missing(share: 3) == 1)
        #expect(book.missing(share: 1) == 0)
    }

    @Test func whatIsBeyondAFairShareIsGivenBackWhenNothingOfItIsOutstanding() {
        var book = LaneBook()
        _ = book.own([1, 2, 3, 4])
        book.take([record(1, 1), record(2, 2), record(3, 3)], from: [1, 2, 3, 4], asked: 3)
        #expect(book.surplus(beyond: 3) == [])
        #expect(book.surplus(beyond: 2) == [4, 1])
        book.leave([4, 1])
        // Lane 4 at once, lane 1 when its record has ended.
        #expect(book.leaving == [4])
        #expect(book.sources.map(\.lane) == [2, 3])
        book.end([1])
        #expect(book.leaving == [1, 4])
        _ = book.own([2, 3])
        #expect(book.leaving == [])
        #expect(book.missing(share: 2) == 0)
    }
}
