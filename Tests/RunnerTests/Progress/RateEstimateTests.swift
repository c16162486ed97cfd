import Runner
import Testing

/// How fast a run goes.
struct RateEstimateTests {
    @Test func isTheAverageAtFirst() {
        var rate = RateEstimate()
        #expect(rate.perSecond == 0)
        rate.note(0, at: 0)
        #expect(rate.perSecond == 0)
        rate.note(50, at: 0.5)
        #expect(rate.perSecond == 100)
        for tenth in 6...100 { rate.note(10 * tenth, at: Double(tenth) / 10) }
        #expect(abs(rate.perSecond - 100) < 1e-9)
    }

    @Test func forgetsWhatIsLongAgo() {
        var rate = RateEstimate()
        for second in 0...100 { rate.note(1000 * second, at: Double(second)) }
        for second in 101...200 { rate.note(100_000 + 10 * (second - 100), at: Double(second)) }
        #expect(abs(rate.perSecond - 10) < 1e-9)
    }

    @Test func aPauseCountsForAsLongAsItLasted() {
        var rate = RateEstimate()
        for second in 0...20 { rate.note(min(second, 10) * 100, at: Double(second)) }
        #expect(abs(rate.perSecond - 50) < 1e-9)
    }
}
