import Emulator
import EmulatorTesting
import Intercom
import Synchronization

/// The emulator without a socket, and a time that passes with calls and waits: what the client talks to and lives by.
final class EmulatedWorld: HTTPTransport, TimeSource {
    let core: EmulatorCore
    private let start: Int64 = 1_800_000_000
    private let elapsed = Mutex<Int64>(0)
    private let random: SeededRandom
    private let base: String

    init(_ configuration: EmulatorConfiguration, seed: UInt64, base: BaseURL) throws {
        var configuration = configuration
        configuration.clock = .frozen(at: start)
        configuration.seed = seed
        // All answers of thousands of histories would fill the disk.
        if seed < 40 { configuration.log(into: .everywhere) }
        core = try EmulatorCore(configuration)
        core.seedFaults(seed)
        random = SeededRandom(seed: seed)
        self.base = base.description
    }

    func now() -> Moment { Moment(nanoseconds: elapsed.withLock { $0 }) }

    func unixTime() -> Double { Double(start) + Double(elapsed.withLock { $0 }) / 1e9 }

    func sleep(for duration: Duration) async throws(CancellationError) {
        pass(duration)
        await Task.yield()
    }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        await linger()
        pass(.milliseconds(5))
        let delivery = core.deliver(
            EmulatorRequest(
                method: .init(name: call.method.rawValue), target: String(call.url.dropFirst(base.count)),
                authorization: call.headers["Authorization"], version: call.headers["Intercom-Version"],
                accept: call.headers["Accept"], body: call.body ?? []))
        await linger()
        switch delivery.transport {
        case .whole: break
        case .dropped: throw .connectionLost(reason: "the server closed the connection")
        case .truncated:
            throw .answerCutOff(status: delivery.answer.status, requestID: delivery.answer.requestID)
        }
        return HTTPAnswer(
            status: delivery.answer.status,
            headers: HeaderFields(delivery.answer.headers.map { .init(name: $0.name, value: $0.value) }),
            body: delivery.answer.body)
    }

    /// Whole milliseconds, as the emulator's clock counts.
    private func pass(_ duration: Duration) {
        let milliseconds = max(1, Int64((duration / .milliseconds(1)).rounded(.up)))
        elapsed.withLock { $0 += milliseconds * 1_000_000 }
        core.advanceClock(seconds: Double(milliseconds) / 1000)
    }

    /// Lets others go first, by chance.
    private func linger() async {
        for _ in 0..<Int(random.fraction() * 4) { await Task.yield() }
    }
}
