import Testing

@testable import Intercom

@Suite struct RateLimitWindowTests {
    private func at(_ seconds: Double) -> Moment { Moment(nanoseconds: Int64(seconds * 1e9)) }

    /// An answer of a server whose clock is 1,000,000 at local time 0.
    private func answer(
        _ window: inout RateLimitWindow, at seconds: Double, remaining: Int, reset: Int64, status: Int = 200,
        limit: Int = 10
    ) {
        window.answered(
            status: status,
            limits: RateLimits(limit: limit, remaining: remaining, reset: reset, date: 1_000_000 + Int64(seconds)),
            at: at(seconds), wallClock: 0, fraction: 0)
    }

    @Test func theFirstCallGoesAlone() {
        var window = RateLimitWindow()
        #expect(window.admission(at: at(0)) == .go)
        window.sent(at: at(0))
        #expect(window.admission(at: at(0)) == .wait(until: at(2)))
        #expect(window.admission(at: at(2)) == .go)
        answer(&window, at: 0.1, remaining: 9, reset: 1_000_010)
        #expect(window.admission(at: at(0.1)) == .go)
    }

    @Test func whereAllTakeFromOneBudgetNothingIsLeftOverForOthers() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0.1, remaining: 10, reset: 1_000_010)
        window.sent(at: at(0.1))
        // Six calls of others for one of ours.
        answer(&window, at: 0.2, remaining: 3, reset: 1_000_010)
        #expect(window.others > 1)
        #expect(window.admission(at: at(0.2)) != .go)
        window.sharesBudget = true
        #expect(window.admission(at: at(0.2)) == .go)
    }

    @Test func saysWhichWindowGoesOn() throws {
        var window = RateLimitWindow()
        #expect(window.announced(at: at(0)) == nil)
        window.sent(at: at(0))
        answer(&window, at: 4, remaining: 4, reset: 1_000_010)
        let announced = try #require(window.announced(at: at(4)))
        #expect(announced.current == announced && announced.end == 1_000_010)
        #expect(announced.used == 7 && announced.limit == 10 && announced.endsIn == .seconds(6))
        // Behind its end, those that follow it, whole windows later.
        for (moment, end) in [(9.9, 10), (10, 20), (19.9, 20), (20, 30), (75, 80)] as [(Double, Int64)] {
            let current = try #require(window.announced(at: at(moment))).current
            #expect(current.end == 1_000_000 + end)
            #expect(current.endsIn == at(Double(end)) - at(moment))
            #expect(current.used == (end == 10 ? 7 : 0))
        }
    }

    @Test func withoutHeadersCallsGoAsTheyCome() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        window.answered(status: 200, limits: nil, at: at(0.1), wallClock: 0, fraction: 0)
        for _ in 0..<1000 {
            #expect(window.admission(at: at(0.1)) == .go)
            window.sent(at: at(0.1))
        }
    }

    @Test func refusalsWithoutHeadersPauseEverybodyLongerEachTime() {
        var window = RateLimitWindow()
        var now = 0.0
        for wait in [1.0, 2, 4, 8, 10, 10] {
            window.sent(at: at(now))
            window.answered(status: 429, limits: nil, at: at(now), wallClock: 0, fraction: 1)
            #expect(window.admission(at: at(now)) == .wait(until: at(now + wait)))
            now += wait
            #expect(window.admission(at: at(now)) == .go)
        }
        window.sent(at: at(now))
        window.answered(status: 200, limits: nil, at: at(now), wallClock: 0, fraction: 1)
        window.sent(at: at(now))
        window.answered(status: 429, limits: nil, at: at(now), wallClock: 0, fraction: 0)
        #expect(window.admission(at: at(now)) == .wait(until: at(now + 0.5)))
    }

    @Test func whatIsInFlightCountsAsUsed() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0, remaining: 4, reset: 1_000_010)
        for _ in 0..<3 {
            #expect(window.admission(at: at(0.2)) == .go)
            window.sent(at: at(0.2))
        }
        #expect(window.admission(at: at(0.2)) == .wait(until: at(10)))
        // One answer that counts all three: nothing is left.
        answer(&window, at: 1, remaining: 0, reset: 1_000_010)
        #expect(window.admission(at: at(1)) == .wait(until: at(10)))
        #expect(window.inFlight == 2)
    }

    @Test func answersOutOfOrderDoNotGiveBack() {
        var window = RateLimitWindow()
        for _ in 0..<3 { window.sent(at: at(0)) }
        answer(&window, at: 0, remaining: 2, reset: 1_000_010)
        answer(&window, at: 0.2, remaining: 3, reset: 1_000_010)
        answer(&window, at: 0.3, remaining: 9, reset: 1_000_000)
        #expect(window.admission(at: at(0.3)) == .go)
        window.sent(at: at(0.3))
        #expect(window.admission(at: at(0.3)) == .wait(until: at(10)))
    }

    /// As when Intercom's clock was wrong for one answer, or was set.
    @Test func aResetThatIsMuchEarlierIsTakenForTheNewOne() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0, remaining: 0, reset: 5_000_000)
        window.sent(at: at(30))
        answer(&window, at: 30, remaining: 9, reset: 1_000_040)
        #expect(window.limits?.reset == 1_000_040)
        #expect(window.admission(at: at(30)) == .go)
    }

    @Test func theNewWindowIsProbedByOne() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0.5, remaining: 0, reset: 1_000_010)
        #expect(window.admission(at: at(9)) == .wait(until: at(10.5)))
        #expect(window.admission(at: at(10.5)) == .go)
        window.sent(at: at(10.5))
        #expect(window.admission(at: at(10.6)) == .wait(until: at(12.5)))
        answer(&window, at: 10.7, remaining: 9, reset: 1_000_020)
        #expect(window.admission(at: at(10.7)) == .go)
        #expect(window.limits?.reset == 1_000_020)
    }

    @Test func aLostProbeDoesNotHoldEverybodyForever() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0.5, remaining: 0, reset: 1_000_010)
        window.sent(at: at(10.5))
        window.lost()
        #expect(window.admission(at: at(11)) == .wait(until: at(12.5)))
        #expect(window.admission(at: at(12.5)) == .go)
    }

    @Test func budgetLeftFromTheOldWindowIsUsedWithoutAProbe() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0.5, remaining: 6, reset: 1_000_010)
        for _ in 0..<5 {
            #expect(window.admission(at: at(30)) == .go)
            window.sent(at: at(30))
        }
        #expect(window.admission(at: at(30)) == .wait(until: at(32)))
    }

    @Test func aResetStampedLateIsTakenBack() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        // Reset minus Date is 12, as recorded; no window is longer than 10.
        answer(&window, at: 0, remaining: 0, reset: 1_000_012)
        #expect(window.admission(at: at(9)) == .wait(until: at(10)))
    }

    @Test func aWindowThatOutlastsItsResetIsWaitedOut() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0, remaining: 0, reset: 1_000_008)
        window.sent(at: at(8))
        answer(&window, at: 8, remaining: 0, reset: 1_000_008, status: 429)
        #expect(window.admission(at: at(8)) == .wait(until: at(9)))
        window.sent(at: at(9))
        answer(&window, at: 9, remaining: 0, reset: 1_000_008, status: 429)
        window.sent(at: at(10))
        answer(&window, at: 10, remaining: 0, reset: 1_000_018)
        // The next one is believed less: it gets the two seconds on top.
        #expect(window.admission(at: at(18)) == .wait(until: at(20)))
    }

    @Test func absurdResetsAreCapped() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0, remaining: 0, reset: 1_900_000)
        #expect(window.admission(at: at(0)) == .wait(until: at(60)))
    }

    @Test func withoutADateTheWallClockServes() {
        var window = RateLimitWindow()
        window.sent(at: at(5))
        window.answered(
            status: 200, limits: RateLimits(limit: 10, remaining: 0, reset: 1007), at: at(5), wallClock: 1000,
            fraction: 0)
        #expect(window.admission(at: at(5)) == .wait(until: at(12)))
    }

    @Test func aCountThatLeavesOutItsOwnCallIsSeenThrough() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        // The first of a window reports the limit itself.
        answer(&window, at: 0, remaining: 3, reset: 1_000_010, limit: 3)
        for _ in 0..<2 {
            #expect(window.admission(at: at(0)) == .go)
            window.sent(at: at(0))
        }
        #expect(window.admission(at: at(0)) == .wait(until: at(10)))
        answer(&window, at: 0, remaining: 2, reset: 1_000_010, limit: 3)
        answer(&window, at: 0, remaining: 1, reset: 1_000_010, limit: 3)
        #expect(window.admission(at: at(0)) == .wait(until: at(10)))
    }

    @Test func othersOnTheSameLimitAreLeftTheirShare() {
        var window = RateLimitWindow()
        window.sent(at: at(0))
        answer(&window, at: 0, remaining: 150, reset: 1_000_010, limit: 167)
        #expect(window.others == 0)
        window.sent(at: at(0.2))
        // Four are gone where one was ours.
        answer(&window, at: 0.3, remaining: 146, reset: 1_000_010, limit: 167)
        #expect(window.others == 3)
        window.sent(at: at(0.3))
        answer(&window, at: 0.4, remaining: 9, reset: 1_000_010, limit: 167)
        let others = window.others
        // Of ours there were too few to believe that there are 60 times as many of others.
        #expect(others == 15)
        #expect(window.admission(at: at(0.4)) != .go)
        window.sent(at: at(11))
        answer(&window, at: 11, remaining: 166, reset: 1_000_020, limit: 167)
        #expect(window.others == others * 0.95)
        #expect(window.admission(at: at(11)) == .go)
    }
}
