import Testing

@testable import Intercom

/// A server with fixed windows and callers that follow `RateLimitWindow`, in simulated time.
struct RateLimitSimulation {
    var limit = 167
    /// Seconds that a call takes, each way.
    var latency = 0.05
    var concurrency = 16
    /// By how much the clock behind `Date` is behind the one behind `X-RateLimit-Reset`.
    var skew = 0.0
    /// Seconds on the server's clock when the simulation begins, within a second and within a window.
    var phase = 0.0
    var processes = 1
    /// Whether an answer's count includes its own call.
    var countsItself = true
    var duration = 60.0

    /// When the last process begins.
    var lastBegins = 0.0

    private(set) var accepted = 0
    private(set) var acceptedOfLast = 0
    private(set) var refused = 0

    /// The windows that the simulation sees anything of.
    var windows: Int { window(at: duration) - window(at: 0) + 1 }

    private func window(at time: Double) -> Int { Int((1_000_000 + phase + time - 2) / 10) }

    private struct Event {
        var time: Double
        var process: Int
        /// Nil while the request travels.
        var answer: (status: Int, limits: RateLimits)?
    }

    mutating func run(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        var windows = Array(repeating: RateLimitWindow(), count: processes)
        var inFlight = Array(repeating: 0, count: processes)
        var events: [Event] = []
        var used: [Int: Int] = [:]
        var now = 0.0
        func moment() -> Moment { Moment(nanoseconds: Int64(now * 1e9)) }
        while now < duration {
            var wake = duration
            for process in 0..<processes {
                if process == processes - 1, now < lastBegins {
                    wake = min(wake, lastBegins)
                    continue
                }
                while inFlight[process] < concurrency {
                    guard case .go = windows[process].admission(at: moment()) else {
                        if case .wait(let until) = windows[process].admission(at: moment()) {
                            wake = min(wake, Double(until.nanoseconds) / 1e9 + 1e-6)
                        }
                        break
                    }
                    windows[process].sent(at: moment())
                    inFlight[process] += 1
                    events.append(
                        Event(time: now + latency * (0.5 + random.fraction()), process: process, answer: nil))
                }
            }
            guard let next = events.indices.min(by: { events[$0].time < events[$1].time }), events[next].time <= wake
            else {
                now = wake
                continue
            }
            var event = events.remove(at: next)
            now = event.time
            if let answer = event.answer {
                inFlight[event.process] -= 1
                if answer.status == 200, event.process == processes - 1 { acceptedOfLast += 1 }
                windows[event.process].answered(
                    status: answer.status, limits: answer.limits, at: moment(), wallClock: 0,
                    fraction: random.fraction())
            } else {
                event.answer = serve(&used, now)
                event.time = now + latency * (0.5 + random.fraction())
                events.append(event)
            }
        }
    }

    private mutating func serve(_ used: inout [Int: Int], _ now: Double) -> (status: Int, limits: RateLimits) {
        let server = 1_000_000 + phase + now
        let index = window(at: now)
        let count = used[index, default: 0]
        let isRefused = count >= limit
        if !isRefused { used[index] = count + 1 }
        if isRefused { refused += 1 } else { accepted += 1 }
        let reset = Int64(index + 1) * 10 + 2
        let limits = RateLimits(
            limit: limit, remaining: max(0, limit - count - (countsItself ? 1 : 0)), reset: reset,
            date: Int64(server - skew))
        return (isRefused ? 429 : 200, limits)
    }
}

@Suite struct RateLimitSimulationTests {
    @Test(arguments: [(5, 0.05), (20, 0.3), (83, 0.1), (167, 0.05), (167, 0.4), (1667, 0.02)], [0.0, 0.4, 3.7, 8.95])
    func aloneItNeverEarnsARefusalAndUsesTheBudget(_ shape: (limit: Int, latency: Double), _ offset: Double) {
        for countsItself in [true, false] {
            var simulation = RateLimitSimulation()
            simulation.limit = shape.limit
            simulation.latency = shape.latency
            simulation.phase = offset
            simulation.countsItself = countsItself
            simulation.run(seed: UInt64(shape.limit))
            #expect(simulation.refused == 0)
            // What the windows allow, or what so many calls in flight can do, whichever is less.
            let possible = min(6 * Double(shape.limit), 60 * 16 / (2 * shape.latency))
            #expect(Double(simulation.accepted) > possible * 0.85, "\(simulation.accepted) of \(possible)")
        }
    }

    @Test(arguments: [0.5, 1, 2])
    func aLateResetCostsAtMostTheFirstWindow(_ skew: Double) {
        var simulation = RateLimitSimulation()
        simulation.skew = skew
        simulation.run(seed: 3)
        #expect(simulation.refused == 0)
        #expect(simulation.accepted > 5 * 167)
    }

    @Test(arguments: [-1.0, -2])
    func anEarlyResetIsLearnt(_ skew: Double) {
        var simulation = RateLimitSimulation()
        simulation.skew = skew
        simulation.duration = 300
        simulation.run(seed: 4)
        // One probe at a time, and only until the offset is known.
        #expect(simulation.refused <= 8)
        #expect(simulation.accepted > 24 * 167)
    }

    /// Each process of four, on its own, by nothing but the limit headers.
    @Test(arguments: [(1667, 0.02), (1667, 0.002), (167, 0.05), (167, 0.2)], [0.0, 3.7])
    func fourProcessesUseTheWindowAndAreHardlyRefused(_ shape: (limit: Int, latency: Double), _ offset: Double) {
        for seed in UInt64(1)...5 {
            var simulation = RateLimitSimulation()
            simulation.processes = 4
            simulation.limit = shape.limit
            simulation.latency = shape.latency
            simulation.phase = offset
            simulation.run(seed: seed)
            let used = Double(simulation.accepted) / Double(simulation.windows * shape.limit)
            #expect(used >= 0.9, "\(simulation.accepted) of \(simulation.windows) windows")
            let calls = simulation.accepted + simulation.refused
            #expect(Double(simulation.refused) <= 0.01 * Double(calls), "\(simulation.refused) of \(calls)")
        }
    }

    @Test func whoeverComesLateGetsAShareToo() {
        for seed in UInt64(1)...5 {
            var simulation = RateLimitSimulation()
            simulation.processes = 4
            simulation.limit = 1667
            simulation.latency = 0.002
            simulation.lastBegins = 33
            simulation.duration = 120
            simulation.run(seed: seed)
            // It came after three windows of twelve; an equal share would be 1667 * 9 / 4.
            #expect(simulation.acceptedOfLast > 1667 * 9 / 10, "\(simulation.acceptedOfLast)")
        }
    }
}
