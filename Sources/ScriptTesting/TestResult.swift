/// How one test ended.
public struct TestResult: Sendable {
    public enum Outcome: Sendable, Hashable {
        case passed
        case failed(TestFailure)
        /// Not run: it has no function, or said so itself.
        case skipped(String)
    }

    /// The names of the blocks around it, from the outside in, and its own.
    public var path: [String]
    public var outcome: Outcome
    /// What it printed and logged, line by line.
    public var output: [String]
    /// How long it took, in seconds.
    public var seconds: Double

    /// "sync_leads leaves blank cells alone"
    public var name: String { path.joined(separator: " ") }
}

/// Why a test failed, or a file could not be read.
public struct TestFailure: Error, Sendable, Hashable {
    /// For a person, several lines where values differ.
    public var message: String
    /// "leads_test.lua:12"; nil where that is not known.
    public var position: String?
    /// Whether an expectation was not met; anything else is an error.
    public var isExpectation: Bool
}

/// What came of the tests of one file.
public struct TestFileReport: Sendable {
    /// As it was named.
    public var file: String
    public var results: [TestResult] = []
    /// Why the file could not be run to its end.
    public var failure: TestFailure?

    /// Whether everything in it is well.
    public var isSuccess: Bool { failure == nil && count { if case .failed = $0 { true } else { false } } == 0 }

    public func count(_ isCounted: (TestResult.Outcome) -> Bool) -> Int {
        results.count { isCounted($0.outcome) }
    }
}
