import Emulator
import Intercom
import Testing

/// The rate limit of the emulator and the clients that live with it, on a clock that nobody waits for.
@Suite struct SharedLimitTests {
    private let base = "https://emulator.test"

    private func world(limit: Int, latency: Double, seed: UInt64) throws -> ScheduledWorld {
        var configuration = EmulatorConfiguration()
        configuration.rateLimit = limit
        configuration.requestLogLimit = 0
        return try ScheduledWorld(configuration, seed: seed, base: BaseURL(base), latency: latency)
    }

    private func client(_ world: ScheduledWorld, seed: UInt64) throws -> IntercomClient {
        try IntercomClient(
            IntercomConfiguration(token: AccessToken("one-token-for-all"), baseURL: BaseURL(base)), transport: world,
            time: world, random: SeededRandom(seed: seed))
    }

    /// Makes so many calls, as many at a time as the client lets through.
    private static func calls(_ count: Int, with client: IntercomClient) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                if number >= 64 { try await group.next() }
                group.addTask { _ = try await client.me() }
            }
            try await group.waitForAll()
        }
    }

    /// 10,000 calls a minute, in windows of ten seconds: the whole of each window is used, and none is overrun.
    @Test func aloneItUsesTheWholeBudgetAndNeverEarnsARefusal() async throws {
        let world = try world(limit: 1667, latency: 0.01, seed: 1)
        let client = try client(world, seed: 2)
        try await world.run { try await Self.calls(10_000, with: client) }
        #expect(client.statistics.rateLimited == 0 && client.statistics.total == 10_000)
        #expect(world.core.statistics.total == 10_000)
        // Six windows are needed, and each wait may be a little longer than its window; a seventh would end after 70 s.
        #expect(world.elapsed < 66, "\(world.elapsed) s")
    }

    /// Clients that know of each other only by the headers of their answers.
    @Test(arguments: [2, 4], [(limit: 1667, windows: 6), (limit: 167, windows: 20)])
    func severalClientsSettleWithoutACoordinator(_ count: Int, _ shape: (limit: Int, windows: Int)) async throws {
        let world = try world(limit: shape.limit, latency: 0.02, seed: UInt64(count))
        let clients = try (0..<count).map { try client(world, seed: UInt64(100 + $0)) }
        let each = shape.limit * shape.windows / count
        try await world.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in clients { group.addTask { try await Self.calls(each, with: client) } }
                try await group.waitForAll()
            }
        }
        let refused = clients.reduce(0) { $0 + $1.statistics.rateLimited }
        let calls = clients.reduce(0) { $0 + $1.statistics.total }
        #expect(calls == each * count + refused && calls == world.core.statistics.total)
        #expect(Double(refused) <= 0.01 * Double(calls), "\(refused) of \(calls) were refused")
        // Of the windows that were over by then.
        let windows = Int(world.elapsed / 10)
        #expect(Double(each * count) >= 0.9 * Double(windows * shape.limit), "\(calls) in \(world.elapsed) s")
    }
}
