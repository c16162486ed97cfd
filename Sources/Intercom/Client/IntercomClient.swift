public import Logging
internal import Synchronization

/// A typed client of Intercom's Contacts API.
///
/// One client is shared by everything that works on one workspace: it keeps the calls in flight within
/// `IntercomConfiguration.concurrency`, waits for the rate limit before Intercom has to refuse anything, and repeats what
/// is safe to repeat. Every operation throws `IntercomError` and nothing else.
///
///     let client = try IntercomClient(.init(token: AccessToken("…"), region: .eu))
///     let contact = try await client.createContact(.init(email: "ada@example.com", name: "Ada"))
public final class IntercomClient: Sendable {
    public let configuration: IntercomConfiguration
    let transport: any HTTPTransport
    let time: any TimeSource
    let random: any RandomSource
    let gate: CallGate
    let counter = CallCounter()
    let budget: RetryBudgetBox
    let logger: Logger
    private let exchange: Exchange
    private let callBudget = Mutex<(any CallBudget)?>(nil)
    private let refused = Mutex<(stops: Bool, error: IntercomError?)>((false, nil))

    /// A client that talks through async-http-client.
    ///
    /// - Throws: `invalid_argument` for a configuration that cannot be right.
    public convenience init(
        _ configuration: IntercomConfiguration, logger: Logger? = nil
    ) throws(IntercomError) {
        try self.init(
            configuration,
            transport: AsyncHTTPClientTransport(
                connections: configuration.connections ?? configuration.concurrency,
                connectTimeout: configuration.connectTimeout),
            logger: logger)
    }

    /// A client with everything that reaches outside given: for tests, and for hosts with a transport of their own.
    public init(
        _ configuration: IntercomConfiguration, transport: any HTTPTransport, time: any TimeSource = SystemTime(),
        random: any RandomSource = SystemRandom(), logger: Logger? = nil
    ) throws(IntercomError) {
        try configuration.validate()
        self.configuration = configuration
        self.transport = transport
        self.time = time
        self.random = random
        self.logger = logger ?? Logger(label: "intercom") { _ in SwiftLogNoOpLogHandler() }
        gate = CallGate(
            concurrency: configuration.concurrency, cap: configuration.rate, time: time, random: random)
        exchange = Exchange(configuration: configuration, transport: transport)
        budget = RetryBudgetBox(capacity: configuration.retry.budget)
    }

    /// Calls made so far.
    public var statistics: CallStatistics {
        var statistics = counter.statistics
        let waits = gate.waits
        statistics.waits = waits.count
        statistics.secondsWaited = waits.duration.inSeconds
        return statistics
    }

    /// The rate limit as Intercom last reported it; nil before the first answer and where it reports none.
    public var limits: RateLimits? { gate.limits }

    /// Calls that wait to be sent, for the rate limit or for others to end.
    public var waitingCalls: Int { gate.waiting }

    /// From now on calls are only made as far as the budget allows, too.
    public func share(_ budget: any CallBudget) {
        callBudget.withLock { $0 = budget }
        gate.trustBudget()
    }

    /// Waits until the budget that is shared with others has room for a call.
    func takeFromBudget() async throws(CancellationError) {
        try await callBudget.withLock { $0 }?.take { [gate] in gate.announcedWindow }
    }

    /// Whether the budget still lets calls be made.
    var budgetIsOpen: Bool { callBudget.withLock { $0 }?.isOpen ?? true }

    /// Keeps at most so many calls in flight from now on. Beyond ``IntercomConfiguration/connections`` they share connections.
    public func limitConcurrency(to maximum: Int) { gate.limitConcurrency(to: maximum) }

    /// From now on, the first call that is refused for want of rights (401, 403) is the last one: all further calls fail
    /// in the same way without being sent. For work that is pointless when the token is not good for it.
    public func stopWhenRefused() { refused.withLock { $0.stops = true } }

    /// Sends no call from now on but those that are on their way: all others fail with `interrupted`, those that wait for the rate
    /// limit too.
    public func stopSending() { gate.close() }

    /// Sends calls again after `stopSending`.
    public func resumeSending() { gate.open() }

    /// What the call ended with after which no other was sent; nil as long as there was none.
    public var refusal: IntercomError? { refused.withLock { $0.error } }

    func noteRefusal(_ error: IntercomError) {
        refused.withLock { if $0.stops, $0.error == nil { $0.error = error } }
    }

    /// Sends one attempt.
    func send(_ call: APICall) async throws(TransportError) -> HTTPAnswer { try await exchange.send(call) }
}
