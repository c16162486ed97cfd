internal import Emulator
internal import EmulatorTesting
internal import Intercom

/// What one test has to itself: an emulator whose clock stands still, and a client of it that never waits.
struct TestWorld: Sendable {
    /// Friday, 1 March 2024, 12:00:00 UTC: when every test begins.
    static let start: Int64 = 1_709_294_400
    static let seed: UInt64 = 1

    let core: EmulatorCore
    let client: IntercomClient
    let time: TestTime

    init() throws {
        var configuration = EmulatorConfiguration()
        configuration.clock = .frozen(at: Self.start)
        configuration.rateLimit = nil
        configuration.requestLogLimit = 100_000
        core = try EmulatorCore(configuration)
        time = TestTime(core)
        client = try IntercomClient(
            IntercomConfiguration(token: try AccessToken("test-token")), transport: EmulatorTransport(core), time: time,
            random: SeededRandom(seed: Self.seed))
    }
}

/// The emulator's time on the calendar; waiting takes none.
final class TestTime: TimeSource {
    private let core: EmulatorCore
    private let instant = InstantTime()

    init(_ core: EmulatorCore) { self.core = core }

    func now() -> Moment { instant.now() }
    func unixTime() -> Double { Double(core.now) }
    func sleep(for duration: Duration) async throws(CancellationError) { try await instant.sleep(for: duration) }
}
