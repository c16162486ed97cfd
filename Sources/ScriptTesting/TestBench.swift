internal import IntercomScripting
internal import Lua

/// What the functions of a test file work with, on the thread of its state.
final class TestBench {
    /// Runs functions that wait.
    unowned let file: TestFile
    /// Where paths begin that the file names.
    let folder: String
    /// The block that is being described; nil while tests run.
    var block: TestBlock?
    private(set) var tests: [TestCase] = []
    /// What the running test has to itself; nil between tests.
    var world: TestWorld?
    /// What the running test prints and logs.
    var output: [String] = []

    init(_ file: TestFile, folder: String) {
        self.file = file
        self.folder = folder
        block = TestBlock(nil, in: nil)
    }

    func add(_ name: String, _ body: LuaFunction?, to block: TestBlock) {
        tests.append(TestCase(name: name, block: block, body: body))
    }
}

extension ScriptServices {
    /// The bench of a test file, for a function that only test files have.
    func bench(_ function: String) throws(LuaError) -> TestBench {
        guard let bench = host as? TestBench else {
            throw LuaError(.runtime, "\(function) is for test files: intercom-lua test runs them")
        }
        return bench
    }

    /// The block that is being described.
    func block(_ function: String) throws(LuaError) -> (TestBench, TestBlock) {
        let bench = try bench(function)
        guard let block = bench.block else {
            throw LuaError(.runtime, "\(function) belongs in the file or in describe, not in a test")
        }
        return (bench, block)
    }

    /// What the running test has to itself.
    func world(_ function: String) throws(LuaError) -> (TestBench, TestWorld) {
        let bench = try bench(function)
        guard let world = bench.world else {
            throw LuaError(
                .runtime, "\(function) belongs in a test, or in before_each: every test has an emulator of its own")
        }
        return (bench, world)
    }
}
