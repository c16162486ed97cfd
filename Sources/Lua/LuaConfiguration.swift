/// What a state allows its scripts.
public struct LuaConfiguration: Sendable {
    /// Memory that scripts may hold, in bytes; nil for no limit. A script that goes beyond it is ended with an error of kind
    /// ``LuaError/Kind/memory``. It can catch only that single values were too large for what was left.
    public var memoryLimit: Int?

    /// Time that one call from the host may spend in Lua; nil for no limit. Waiting for a host function does not count.
    public var timeLimit: Duration?

    /// Bytes that `print` may write in the life of the state; nil for no limit.
    public var outputLimit: Int?

    /// Gives scripts Lua's complete standard libraries, with files, processes, debugging and bytecode. Only for code that
    /// could as well be run by `lua` itself.
    public var isTrusted: Bool

    /// The folder whose `.lua` files `require` finds; nil for none.
    public var modules: String?

    /// Makes runs repeatable: `math.random` is seeded, `os.time` stands still.
    public var determinism: Determinism?

    /// The number of the allocation that is to fail when a state is opened; 0 for none. For tests.
    var failingAllocation: UInt64 = 0

    /// Fixed sources of randomness and time.
    public struct Determinism: Sendable, Hashable {
        /// The seed of `math.random`.
        public var seed: Int64
        /// What `os.time()` answers, in Unix seconds.
        public var time: Int64

        /// Makes chance and time those.
        public init(seed: Int64, time: Int64) {
            self.seed = seed
            self.time = time
        }
    }

    /// By default a sandbox with 64 MB and 10 seconds a call.
    public init(
        memoryLimit: Int? = 64 << 20, timeLimit: Duration? = .seconds(10), outputLimit: Int? = nil,
        isTrusted: Bool = false, modules: String? = nil, determinism: Determinism? = nil
    ) {
        self.memoryLimit = memoryLimit
        self.timeLimit = timeLimit
        self.outputLimit = outputLimit
        self.isTrusted = isTrusted
        self.modules = modules
        self.determinism = determinism
    }

    /// Full standard libraries and no limits.
    public static var trusted: LuaConfiguration {
        LuaConfiguration(memoryLimit: nil, timeLimit: nil, isTrusted: true)
    }
}
