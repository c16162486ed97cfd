internal import Seeded
internal import Intercom
internal import IntercomScripting
internal import Lua
internal import Runner

/// A file of tests: runs each of them against an emulator of its own, at a time that stands still.
public actor TestFile {
    public let path: String
    private let filter: @Sendable (String) -> Bool
    private let executor = LuaExecutor(name: "test")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var lua: LuaState?
    private var services: ScriptServices?
    private var bench: TestBench?

    /// - Parameter filter: whether a test of that name is to be run.
    public init(_ path: String, filter: @escaping @Sendable (String) -> Bool = { _ in true }) {
        self.path = path
        self.filter = filter
    }

    /// Runs the tests of the file, one after the other. To be called once.
    public func run() async -> TestFileReport {
        var report = TestFileReport(file: path)
        do {
            try await describe()
            for test in bench?.tests ?? [] where filter(test.path.joined(separator: " ")) {
                report.results.append(try await run(test))
            }
        } catch let error as LuaError {
            report.failure = TestFailure(error)
        } catch {
            report.failure = TestFailure(message: "\(error)", position: nil, isExpectation: false)
        }
        return report
    }

    /// Opens the state and runs the file, which says what tests there are.
    private func describe() async throws {
        let source = ScriptSource.file(path)
        let text = try source.text()
        let bench = TestBench(self, folder: source.folder ?? ".")
        let services = ScriptServices(
            log: { [unowned bench] in bench.output.append("\($0.level.rawValue): \($0.message)") },
            now: { Double(TestWorld.start) })
        services.host = bench
        services.parallel = { [weak self] items, _ in
            LuaPendingOperation { [weak self] in try await self?.runAll(items) ?? [] }
        }
        let lua = try LuaState(
            executor: executor,
            configuration: LuaConfiguration(
                memoryLimit: 256 << 20, modules: source.folder,
                determinism: .init(seed: Int64(TestWorld.seed), time: TestWorld.start)))
        lua.output = { [unowned bench] in bench.output.append($0) }
        try lua.install(ScriptLibrary.standard.adding(.testing), services: services)
        self.bench = bench
        self.services = services
        self.lua = lua
        _ = try await lua.run(try lua.load(bytes: text, name: source.chunkName))
        bench.block = nil
    }

    private func run(_ test: TestCase) async throws -> TestResult {
        var result = TestResult(path: test.path, outcome: .passed, output: [], seconds: 0)
        guard let body = test.body, let bench, let services, let lua else {
            result.outcome = .skipped("still to be written")
            return result
        }
        let world = try TestWorld()
        let engine = ContactEngine(
            service: world.client, time: world.time, random: SeededRandom(seed: TestWorld.seed))
        services.contacts = engine
        services.client = world.client
        services.attributes = AttributeCatalog(world.client)
        services.now = { world.time.unixTime() }
        services.random = SeededGenerator(seed: TestWorld.seed)
        lua.freezeTime(at: TestWorld.start)
        bench.world = world
        bench.output = []
        let began = ContinuousClock.now
        result.outcome = await outcome(of: body, test.block)
        let (seconds, attoseconds) = (ContinuousClock.now - began).components
        result.seconds = Double(seconds) + Double(attoseconds) / 1e18
        result.output = bench.output
        bench.world = nil
        return result
    }

    /// Runs what comes before, the test, and what comes after whatever became of the test.
    private func outcome(of body: LuaFunction, _ block: TestBlock) async -> TestResult.Outcome {
        var outcome = TestResult.Outcome.passed
        do throws(LuaError) {
            for function in block.allBefore { _ = try await call(function).get() }
            _ = try await call(body).get()
        } catch {
            outcome = Self.outcome(of: error)
        }
        for function in block.allAfter {
            if case .failure(let error) = await call(function), outcome == .passed { outcome = Self.outcome(of: error) }
        }
        return outcome
    }

    private static func outcome(of error: LuaError) -> TestResult.Outcome {
        if let skip = error.cause as? ScriptSkip { return .skipped(skip.reason) }
        return .failed(TestFailure(error))
    }

    // MARK: For functions that wait

    /// Calls a function in a coroutine of its own.
    func call(_ function: LuaFunction) async -> Result<[LuaValue], LuaError> {
        guard let lua else { return .success([]) }
        do throws(LuaError) {
            return .success(try await lua.run(function, context: ScriptActivity(record: 0)))
        } catch {
            return .failure(error)
        }
    }

    /// The items of `parallel`: one after the other, so that every run of a test is the same.
    private func runAll(_ items: ParallelItems) async throws(LuaError) -> [LuaValue] {
        var results: [LuaValue] = []
        for (position, item) in zip(1..., items.items) {
            do throws(LuaError) {
                let activity = ScriptActivity(record: 0)
                results.append(try await lua?.run(items.function, item, position, context: activity).first ?? .nil)
            } catch {
                guard error.cause is ScriptSkip else { throw error }
                results.append(.nil)
            }
        }
        return results
    }
}

extension TestFailure {
    init(_ error: LuaError) {
        let position = error.chunk.flatMap { chunk in error.line.map { "\(chunk):\($0)" } }
        var message = error.message
        if let position, message.hasPrefix(position + ": ") { message.removeFirst(position.count + 2) }
        self.init(message: message, position: position, isExpectation: error.cause is ExpectationFailure)
    }
}
