import Testing

@testable import Intercom

@Suite struct TimeTests {
    @Test func seededChanceRepeatsItself() {
        let (one, same, other) = (SeededRandom(seed: 7), SeededRandom(seed: 7), SeededRandom(seed: 8))
        let numbers = (0..<100).map { _ in one.fraction() }
        #expect(numbers == (0..<100).map { _ in same.fraction() })
        #expect(numbers != (0..<100).map { _ in other.fraction() })
        #expect(numbers.allSatisfy { (0..<1).contains($0) } && Set(numbers).count == 100)
    }

    @Test func durationsConvertAndClamp() {
        #expect(Duration.milliseconds(1500).nanoseconds == 1_500_000_000)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max && Duration.seconds(Int64.min).nanoseconds == .min)
        #expect(Duration.milliseconds(250).inSeconds == 0.25)
        let moment = Moment(nanoseconds: 5)
        #expect((moment + .nanoseconds(10)) - moment == .nanoseconds(10) && moment < moment + .nanoseconds(1))
    }

    @Test func theSystemClockGoesForward() {
        let time = SystemTime()
        let first = time.now()
        #expect(time.now() >= first)
        #expect(time.unixTime() > 1_700_000_000)
    }
}
