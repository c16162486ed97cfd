internal import Runner

/// The report of a test run for a person. What scripts say in it does nothing to a terminal.
public struct TestText: Sendable {
    /// What colours mean; without any, text is as it is.
    public enum Style: Sendable { case good, bad, dim, heading, plain }

    private let paint: @Sendable (String, Style) -> String

    public init(paint: @escaping @Sendable (String, Style) -> String = { text, _ in text }) { self.paint = paint }

    /// What became of a file, with its tests in their blocks.
    public func text(_ report: TestFileReport) -> String {
        var lines = [paint(report.file, .heading)]
        var blocks: [String] = []
        for result in report.results {
            let path = Array(result.path.dropLast())
            let common = zip(path, blocks).prefix { $0 == $1 }.count
            for depth in common..<path.count { lines.append(indent(depth + 1) + path[depth].shownOnOneLine) }
            blocks = path
            lines += self.lines(result)
        }
        if let failure = report.failure {
            lines.append(indent(1) + paint("✗ the file could not be run", .bad))
            lines += details(failure, depth: 3)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ result: TestResult) -> [String] {
        let depth = result.path.count
        let name = (result.path.last ?? "").shownOnOneLine
        switch result.outcome {
        case .passed: return [indent(depth) + paint("✓", .good) + " " + name]
        case .skipped(let why): return [indent(depth) + paint("- \(name): \(why.shownOnOneLine)", .dim)]
        case .failed(let failure):
            let printed = result.output.map { indent(depth + 2) + paint("| \($0.shown)", .dim) }
            return [indent(depth) + paint("✗ \(name)", .bad)] + details(failure, depth: depth + 2) + printed
        }
    }

    private func details(_ failure: TestFailure, depth: Int) -> [String] {
        let lines = failure.message.shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let head = failure.position.map { [indent(depth) + paint($0, .dim)] } ?? []
        return head
            + lines.map { line in
                let style: Style = line.hasPrefix("- ") ? .bad : line.hasPrefix("+ ") ? .good : .plain
                return indent(depth) + paint(line, style)
            }
    }

    private func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    /// The last line: "12 passed, 1 failed, 2 skipped". Files that could not be run count as failed.
    public static func summary(_ reports: [TestFileReport]) -> String {
        let totals = TestTotals(reports)
        let skipped = totals.skipped == 0 ? "" : ", \(totals.skipped) skipped"
        return "\(totals.passed) passed, \(totals.failed) failed" + skipped
    }
}

/// How many tests ended how.
public struct TestTotals: Sendable, Hashable {
    public var passed = 0
    public var failed = 0
    public var skipped = 0

    public init(_ reports: [TestFileReport]) {
        for report in reports {
            passed += report.count { $0 == .passed }
            failed += report.count { if case .failed = $0 { true } else { false } } + (report.failure == nil ? 0 : 1)
            skipped += report.count { if case .skipped = $0 { true } else { false } }
        }
    }

    public var all: Int { passed + failed + skipped }
}
