/// The report of a test run as JUnit's XML, which CI systems read: a suite a file.
///
/// See https://github.com/testmoapp/junitxml for the elements.
public enum JUnitReport {
    public static func text(_ reports: [TestFileReport]) -> String {
        let totals = TestTotals(reports)
        let failures = reports.reduce(0) { $0 + Self.failures(in: $1) }
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
        lines.append(
            "<testsuites tests=\"\(totals.all)\" failures=\"\(failures)\" errors=\"\(totals.failed - failures)\" skipped=\"\(totals.skipped)\">"
        )
        for report in reports { lines += suite(report) }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }

    /// Tests of which an expectation was not met; what else goes wrong in one is an error.
    private static func failures(in report: TestFileReport) -> Int {
        report.count { if case .failed(let failure) = $0 { failure.isExpectation } else { false } }
    }

    private static func suite(_ report: TestFileReport) -> [String] {
        let failures = Self.failures(in: report)
        let broken = report.count { if case .failed = $0 { true } else { false } } - failures
        let skipped = report.count { if case .skipped = $0 { true } else { false } }
        let unread = report.failure == nil ? 0 : 1
        let seconds = report.results.reduce(0) { $0 + $1.seconds }
        var lines = [
            "  <testsuite name=\"\(escaped(report.file))\" tests=\"\(report.results.count + unread)\" failures=\"\(failures)\""
                + " errors=\"\(broken + unread)\" skipped=\"\(skipped)\" time=\"\(time(seconds))\">"
        ]
        for result in report.results { lines += testCase(result, in: report.file) }
        if let failure = report.failure {
            lines.append("    <testcase name=\"the file\" classname=\"\(escaped(report.file))\">")
            lines.append(problem(failure, "error"))
            lines.append("    </testcase>")
        }
        return lines + ["  </testsuite>"]
    }

    private static func testCase(_ result: TestResult, in file: String) -> [String] {
        let head =
            "    <testcase name=\"\(escaped(result.name))\" classname=\"\(escaped(file))\" time=\"\(time(result.seconds))\""
        var body: [String] = []
        switch result.outcome {
        case .passed: break
        case .skipped(let why): body.append("      <skipped message=\"\(escaped(why))\"/>")
        case .failed(let failure): body.append(problem(failure, failure.isExpectation ? "failure" : "error"))
        }
        if !result.output.isEmpty {
            body.append("      <system-out>\(escaped(result.output.joined(separator: "\n")))</system-out>")
        }
        return body.isEmpty ? [head + "/>"] : [head + ">"] + body + ["    </testcase>"]
    }

    private static func problem(_ failure: TestFailure, _ element: String) -> String {
        let first = failure.message.split(separator: "\n").first.map(String.init) ?? ""
        let text = (failure.position.map { $0 + ": " } ?? "") + failure.message
        return "      <\(element) message=\"\(escaped(first))\">\(escaped(text))</\(element)>"
    }

    private static func time(_ seconds: Double) -> String { "\((seconds * 1000).rounded() / 1000)" }

    /// What XML allows of a text; what it has no place for becomes U+FFFD.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\r", "\t": result += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
