import Testing

@testable import Intercom

@Suite struct CallGateTests {
    private let time = ManualTime()

    private func gate(_ concurrency: Int) -> CallGate {
        let gate = CallGate(concurrency: concurrency, time: time, random: FixedRandom())
        return gate
    }

    /// Gets the first call, which always goes alone, out of the way.
    private func warm(_ gate: CallGate) async throws {
        try await gate.enter()
        gate.leave(status: 200, limits: nil)
    }

    @Test func letsInAsManyAsMayBeInFlight() async throws {
        let gate = gate(3)
        try await warm(gate)
        for _ in 0..<3 { try await gate.enter() }
        let entered = Shared(false)
        let fourth = Task {
            try await gate.enter()
            entered.update { $0 = true }
        }
        #expect(await eventually { gate.waiting == 1 })
        #expect(!entered.value)
        gate.leave(status: 200, limits: nil)
        try await fourth.value
        #expect(entered.value && gate.waiting == 0)
    }

    @Test func firstComeFirstServed() async throws {
        let gate = gate(1)
        try await warm(gate)
        try await gate.enter()
        let order = Shared<[Int]>([])
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<20 {
            tasks.append(
                Task {
                    try await gate.enter()
                    order.update { $0.append(number) }
                    gate.leave(status: 200, limits: nil)
                })
            #expect(await eventually { gate.waiting == number + 1 })
        }
        gate.leaveUnanswered(overloaded: false)
        for task in tasks { try await task.value }
        #expect(order.value == Array(0..<20))
    }

    @Test func cancelledWaitersLeaveTheLine() async throws {
        let gate = gate(1)
        try await warm(gate)
        try await gate.enter()
        let first = Task { try await gate.enter() }
        #expect(await eventually { gate.waiting == 1 })
        let second = Task { try await gate.enter() }
        #expect(await eventually { gate.waiting == 2 })
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(gate.waiting == 1)
        gate.leave(status: 200, limits: nil)
        try await second.value
    }

    @Test func whoeverIsCancelledBeforehandDoesNotWait() async throws {
        let gate = gate(1)
        try await warm(gate)
        try await gate.enter()
        let go = Shared(false)
        let task = Task {
            while !go.value { await Task.yield() }
            try await gate.enter()
        }
        task.cancel()
        go.update { $0 = true }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(gate.waiting == 0)
    }

    @Test func waitsForTheNextWindow() async throws {
        let gate = gate(16)
        try await gate.enter()
        gate.leave(status: 200, limits: RateLimits(limit: 2, remaining: 0, reset: 1_000_010, date: 1_000_000))
        #expect(gate.limits?.remaining == 0)
        let waiting = Task { try await gate.enter() }
        #expect(await eventually { gate.waiting == 1 && time.sleeping == 1 })
        time.advance(by: .seconds(9.9))
        await Task.yield()
        #expect(gate.waiting == 1)
        time.advance(by: .seconds(0.2))
        try await waiting.value
    }

    @Test func anAnswerCanOpenTheGateBeforeTheTimer() async throws {
        let gate = gate(16)
        try await gate.enter()
        let second = Task { try await gate.enter() }
        #expect(await eventually { gate.waiting == 1 })
        gate.leave(status: 200, limits: nil)
        try await second.value
    }

    @Test func overloadNarrowsTheGate() async throws {
        let gate = gate(4)
        try await warm(gate)
        for _ in 0..<4 { try await gate.enter() }
        gate.leave(status: 503, limits: nil)
        gate.leaveUnanswered(overloaded: true)
        let waiting = Task { try await gate.enter() }
        #expect(await eventually { gate.waiting == 1 })
        gate.leave(status: 200, limits: nil)
        try await waiting.value
    }
}
