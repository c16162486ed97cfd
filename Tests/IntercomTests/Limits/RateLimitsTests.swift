import Testing

@testable import Intercom

@Suite struct RateLimitsTests {
    @Test func readsTheHeaders() {
        let limits = RateLimits(headers: [
            "x-ratelimit-limit": "167", "X-RateLimit-Remaining": "166", "X-RateLimit-Reset": "1611537092",
            "Date": "Sun, 06 Nov 1994 08:49:37 GMT",
        ])
        #expect(limits == RateLimits(limit: 167, remaining: 166, reset: 1_611_537_092, date: 784_111_777))
    }

    @Test func toleratesOddOnes() {
        #expect(RateLimits(headers: [:]) == nil)
        #expect(RateLimits(headers: ["X-RateLimit-Limit": "167", "X-RateLimit-Remaining": "1"]) == nil)
        #expect(
            RateLimits(headers: [
                "X-RateLimit-Limit": "off", "X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "5",
            ]) == nil)
        #expect(
            RateLimits(headers: ["X-RateLimit-Limit": "0", "X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "5"])
                == nil)
        let negative = RateLimits(headers: [
            "X-RateLimit-Limit": "10", "X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "5", "Date": "x",
        ])
        #expect(negative == RateLimits(limit: 10, remaining: 0, reset: 5))
    }
}
