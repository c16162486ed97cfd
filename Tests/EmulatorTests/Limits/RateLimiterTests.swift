import JSON
import Testing

@testable import Emulator

@Suite struct RateLimiterTests {
    private func emulator(_ configure: (inout EmulatorConfiguration) -> Void = { _ in }) throws -> TestEmulator {
        try TestEmulator {
            $0.rateLimit = 3
            $0.clock = .frozen(at: 1_700_000_004)
            configure(&$0)
        }
    }

    @Test func windowOfTenSeconds() throws {
        let emulator = try emulator()
        let answers = (0..<4).map { _ in emulator.get("/me") }
        #expect(answers.map(\.status) == [200, 200, 200, 429])
        // Recorded: the first answer of a window says the whole limit.
        #expect(answers.map { $0.header("X-RateLimit-Remaining") } == ["3", "2", "1", "0"])
        #expect(answers.map { $0.header("X-RateLimit-Limit") } == ["3", "3", "3", "3"])
        #expect(answers.map { $0.header("X-RateLimit-Reset") } == Array(repeating: "1700000010", count: 4))
        #expect(answers[3].error == "429 rate_limit_exceeded Exceeded rate limit of 3 in 10_seconds")
        emulator.core.advanceClock(seconds: 5)
        #expect(emulator.get("/me").status == 429)
        emulator.core.advanceClock(seconds: 1)
        #expect(emulator.get("/me").status == 200)
        #expect(emulator.get("/me").header("X-RateLimit-Reset") == "1700000020")
    }

    @Test func refusedRequestsChangeNothing() throws {
        let emulator = try emulator()
        for _ in 0..<3 { _ = emulator.get("/me") }
        #expect(emulator.post("/contacts", ["email": "a@b.c"]).status == 429)
        #expect(emulator.core.contacts.isEmpty)
        #expect(emulator.core.statistics.total == 4)
    }

    @Test func eachTokenHasItsOwn() throws {
        let emulator = try emulator()
        for _ in 0..<4 { _ = emulator.handle(EmulatorRequest(.get, "/me", token: "one")) }
        let other = emulator.handle(EmulatorRequest(.get, "/me", token: "two"))
        #expect(other.header("X-RateLimit-Remaining") == "3")
    }

    @Test func errorsHaveTheHeadersAndStrangersHaveNot() throws {
        let emulator = try emulator()
        #expect(emulator.get("/contacts/nope").header("X-RateLimit-Remaining") == "3")
        #expect(emulator.get("/nowhere").header("X-RateLimit-Remaining") == "2")
        let stranger = emulator.handle(EmulatorRequest(.get, "/me", token: nil))
        #expect(stranger.status == 401 && stranger.header("X-RateLimit-Remaining") == nil)
        #expect(emulator.get("/me").status == 200, "a stranger's request does not count")
    }

    @Test func otherHeadersWhereConfigured() throws {
        let emulator = try emulator {
            $0.behaviour.remainingHeader = .afterRequest
            $0.rateLimitResetSkew = 2
        }
        #expect(emulator.get("/me").header("X-RateLimit-Remaining") == "2")
        #expect(emulator.get("/me").header("X-RateLimit-Reset") == "1700000012")
    }

    @Test func off() throws {
        let emulator = try emulator { $0.rateLimit = nil }
        #expect((0..<50).allSatisfy { _ in emulator.get("/me").status == 200 })
        #expect(emulator.get("/me").header("X-RateLimit-Limit") == nil)
    }

    @Test func adminPlaneIsFree() throws {
        let emulator = try emulator()
        for _ in 0..<5 { #expect(emulator.get("/_emulator/stats").status == 200) }
        #expect(emulator.get("/me").header("X-RateLimit-Remaining") == "3")
    }
}
