import Testing

@testable import Runner

/// What happened when.
struct TimelineTests {
    @Test func eachSlotCountsWhatFallsIntoIt() {
        var timeline = Timeline()
        timeline.note(.created, at: 0)
        timeline.note(.created, at: 0.009)
        timeline.note(.rejected, at: 0.01)
        timeline.note(calls: 3, at: 0.005)
        timeline.note(calls: 4, at: 0.031)
        timeline.note(calls: 4, at: 0.5)
        #expect(timeline.slotSeconds == 0.01)
        #expect(timeline.slots.map(\.records) == [2, 1, 0, 0])
        #expect(timeline.slots.map(\.calls) == [3, 0, 0, 1])
        #expect(timeline.slots[1].outcomes == [.rejected: 1])
    }

    @Test(arguments: [0.5, 3.7, 59, 3600, 86_400])
    func aLongRunHasLongerSlotsAndLosesNothing(seconds: Double) {
        var timeline = Timeline()
        let count = 10_000
        for number in 0..<count {
            let time = seconds * Double(number) / Double(count - 1)
            timeline.note(number % 10 == 0 ? .failed : .updated, at: time)
            timeline.note(calls: number + 1, at: time)
        }
        #expect(timeline.slots.count <= Timeline.capacity && timeline.slots.count > Timeline.capacity / 3)
        #expect(timeline.slotSeconds * Double(timeline.slots.count) >= seconds)
        #expect(timeline.slots.map(\.records).reduce(0, +) == count)
        #expect(timeline.slots.map(\.calls).reduce(0, +) == count)
        #expect(timeline.slots.compactMap { $0.outcomes[.failed] }.reduce(0, +) == count / 10)
    }

    @Test func timeThatGoesBackDoesNoHarm() {
        var timeline = Timeline()
        timeline.note(.created, at: -1)
        timeline.note(calls: 5, at: -1)
        timeline.note(calls: 2, at: 1)
        #expect(timeline.slots.count == 1 && timeline.calls == 5)
    }
}
