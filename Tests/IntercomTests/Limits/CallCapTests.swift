import Testing

@testable import Intercom

@Suite struct CallCapTests {
    private func at(_ seconds: Double) -> Moment { Moment(nanoseconds: Int64(seconds * 1e9)) }

    @Test func withoutACapEverythingGoes() {
        var cap = CallCap(calls: nil)
        for _ in 0..<1000 {
            #expect(cap.admission(at: at(0)) == .go)
            cap.noteSent(at: at(0))
        }
    }

    @Test func noTenSecondsHaveMoreCallsThanItAllows() {
        let random = SeededRandom(seed: 5)
        var cap = CallCap(calls: 7)
        var now = 0.0
        var sent: [Double] = []
        for _ in 0..<500 {
            switch cap.admission(at: at(now)) {
            case .go:
                cap.noteSent(at: at(now))
                sent.append(now)
                now += random.fraction() * 2
            case .wait(let until): now = Double(until.nanoseconds) / 1e9
            }
        }
        for (index, time) in sent.enumerated() {
            #expect(sent[index...].prefix { $0 < time + 9.999 }.count <= 7)
        }
        // What is allowed is used: a call leaves room as soon as it is ten seconds old.
        #expect(sent.count > 5 * Int(now / 10))
    }

    @Test func theGateHoldsCallsBackUntilThereIsRoom() async throws {
        let time = ManualTime()
        let gate = CallGate(concurrency: 16, cap: 3, time: time, random: FixedRandom())
        for _ in 0..<3 {
            try await gate.enter()
            gate.leave(status: 200, limits: nil)
        }
        let fourth = Task { try await gate.enter() }
        #expect(await eventually { time.sleeping == 1 })
        #expect(gate.waiting == 1)
        time.advance(by: .seconds(10))
        try await fourth.value
        #expect(gate.waiting == 0)
    }
}
