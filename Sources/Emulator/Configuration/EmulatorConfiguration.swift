/// How an emulator behaves. The defaults are a fast, patient workspace: no lag, no latency, Intercom's rate limit.
public struct EmulatorConfiguration: Sendable {
    /// Who may call.
    public enum Tokens: Sendable, Hashable {
        /// Any bearer token that is not empty.
        case any
        /// These only; another one answers 401.
        case listed(Set<String>)
    }

    /// Requests of one token in ten seconds. Nil: unlimited, and then answers have no `X-RateLimit-*` headers. The
    /// default is that of a private app, 10,000 a minute.
    public var rateLimit: Int? = 1667
    /// Seconds that `X-RateLimit-Reset` lies after the end of the window: two in the recordings, by clocks that differ.
    public var rateLimitResetSkew: Int64 = 0
    /// How long `POST /contacts/search` lags behind writes, in seconds. Intercom's does, by up to minutes.
    public var searchLag: Double = 0
    /// How long `GET /contacts` lags behind writes, in seconds.
    public var listLag: Double = 0
    /// How long every answer is held back, in milliseconds of real time.
    public var latency: Int64 = 0
    public var tokens = Tokens.any
    /// The version for requests without the header `Intercom-Version`: the one set for the app at Intercom.
    public var defaultVersion = APIVersion.v2_16
    public var behaviour = EmulatorBehaviour()
    /// Where ids come from: with the same seed, the same requests get the same ids.
    public var seed: UInt64 = 1
    public var clock = EmulatorClock.running
    /// The workspace to start with; nil: `Workspace.standard`.
    public var workspace: Workspace?
    /// A file to load the workspace from at the start, where it exists, and to save it to at the end and on demand.
    public var workspaceFile: String?
    /// How many requests the log keeps; 0: none.
    public var requestLogLimit = 1000
    /// Told of each request and of the answer that the API gives to it, before a fault changes that one. Called while nothing
    /// else is answered: it must not call the emulator.
    public var onAnswer: (@Sendable (EmulatorRequest, EmulatorAnswer) -> Void)?
    /// The address to listen at: a loopback one, since everybody who reaches it has the whole workspace.
    public var host = "127.0.0.1"
    /// The port to listen at; 0 picks one that is free.
    public var port = 0

    public init() {}
}
