import Testing

@testable import Intercom

@Suite struct RetryMachineTests {
    struct Case: Sendable {
        var repeatability: Repeatability
        var event: RetryMachine.Event
        var retries: Bool
        var maybeApplied: Bool
    }

    private static let lost = RetryMachine.Event.failed(.connectionLost(reason: "x"))
    private static let late = RetryMachine.Event.failed(.timedOut(reason: "x"))
    private static let unsent = RetryMachine.Event.failed(.notSent(reason: "x"))

    static let cases: [Case] =
        [Repeatability.idempotent, .once, .unlessServerError].flatMap { kind -> [Case] in
            [
                Case(repeatability: kind, event: unsent, retries: true, maybeApplied: false),
                Case(repeatability: kind, event: lost, retries: kind.afterLoss, maybeApplied: true),
                Case(repeatability: kind, event: late, retries: kind.afterLoss, maybeApplied: true),
                Case(
                    repeatability: kind, event: .answered(status: 500), retries: kind.afterServerError,
                    maybeApplied: true),
                Case(
                    repeatability: kind, event: .answered(status: 503), retries: kind.afterServerError,
                    maybeApplied: true),
                Case(
                    repeatability: kind, event: .answered(status: 408), retries: kind.afterServerError,
                    maybeApplied: true),
                Case(repeatability: kind, event: .unreadable, retries: kind.afterServerError, maybeApplied: true),
                Case(repeatability: kind, event: .failed(.cancelled), retries: false, maybeApplied: true),
                Case(
                    repeatability: kind, event: .failed(.responseTooLarge(limit: 1)), retries: false, maybeApplied: true
                ),
            ]
                + [400, 401, 403, 404, 409, 410, 422].map {
                    Case(repeatability: kind, event: .answered(status: $0), retries: false, maybeApplied: false)
                }
        }

    @Test(arguments: cases.indices)
    func everyEventHasItsAction(_ index: Int) {
        let item = Self.cases[index]
        var machine = RetryMachine(policy: RetryPolicy(), repeatability: item.repeatability)
        let action = machine.next(after: item.event, fraction: 1)
        #expect(action == (item.retries ? .retry(after: .milliseconds(500)) : .finish))
        #expect(machine.mayHaveBeenApplied == item.maybeApplied)
    }

    @Test func waitsDoubleUpToTheCapWithJitter() {
        var policy = RetryPolicy()
        policy.maximumAttempts = 40
        var machine = RetryMachine(policy: policy, repeatability: .idempotent)
        let waits = (0..<8).map { _ in machine.next(after: Self.lost, fraction: 1) }
        #expect(waits == [500, 1000, 2000, 4000, 8000, 16000, 20000, 20000].map { .retry(after: .milliseconds($0)) })
        for _ in 0..<31 { _ = machine.next(after: Self.lost, fraction: 0) }
        #expect(machine.next(after: Self.lost, fraction: 0) == .finish)
        #expect(policy.delay(beforeAttempt: 3, fraction: 0) == .milliseconds(500))
        #expect(policy.delay(beforeAttempt: 3, fraction: 0.5) == .milliseconds(750))
        #expect(policy.delay(beforeAttempt: 1000, fraction: 1) == .seconds(20))
    }

    @Test func tooManyRequestsUseUpTheirOwnPatience() {
        var machine = RetryMachine(policy: RetryPolicy(), repeatability: .once)
        for _ in 0..<10 { #expect(machine.next(after: .answered(status: 429), fraction: 0) == .retryThroughGate) }
        #expect(machine.next(after: .answered(status: 429), fraction: 0) == .finish)
        #expect(machine.attempts == 1 && !machine.mayHaveBeenApplied)
    }

    @Test func noneMeansOnce() {
        var machine = RetryMachine(policy: .none, repeatability: .idempotent)
        #expect(machine.next(after: Self.unsent, fraction: 0) == .finish)
        #expect(machine.next(after: .answered(status: 429), fraction: 0) == .finish)
    }

    @Test func theBudgetIsEarnedByCalls() {
        var budget = RetryBudget(capacity: 2)
        func spendable() -> [Bool] { (0..<3).map { _ in budget.spend() } }
        #expect(spendable() == [true, true, false])
        for _ in 0..<4 { budget.earn() }
        #expect(spendable() == [false, false, false])
        budget.earn()
        #expect(spendable() == [true, false, false])
        for _ in 0..<100 { budget.earn() }
        #expect(spendable() == [true, true, false])
    }

    @Test func concurrencyHalvesAndRecovers() {
        var concurrency = AdaptiveConcurrency(maximum: 16)
        let start = Moment(nanoseconds: 0)
        concurrency.overloaded(at: start)
        concurrency.overloaded(at: start + .milliseconds(500))
        #expect(concurrency.current == 8)
        concurrency.overloaded(at: start + .seconds(1))
        #expect(concurrency.current == 4)
        for second in 2..<20 { concurrency.overloaded(at: start + .seconds(second)) }
        #expect(concurrency.current == 1)
        for _ in 0..<200 { concurrency.succeeded() }
        #expect(concurrency.current == 16)
    }
}
