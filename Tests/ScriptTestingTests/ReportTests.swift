import Testing

@testable import ScriptTesting

@Suite struct ReportTests {
    private static let reports = [
        TestFileReport(
            file: "leads_test.lua",
            results: [
                TestResult(
                    path: ["leads", "blank cells", "stay"], outcome: .passed, output: ["seen"], seconds: 0.0123),
                TestResult(
                    path: ["leads", "blank cells", "do not <vanish> & \"co\""],
                    outcome: .failed(
                        TestFailure(
                            message: "expected (-) and found (+) differ:\n  {\n-   a = 1,\n+   a = 2,\n  }",
                            position: "leads_test.lua:7", isExpectation: true)), output: ["printed\u{1}"], seconds: 0),
                TestResult(
                    path: ["leads", "come later"], outcome: .skipped("still to be written"), output: [], seconds: 0),
                TestResult(
                    path: ["alone"],
                    outcome: .failed(
                        TestFailure(message: "attempt to index a nil value", position: nil, isExpectation: false)),
                    output: [], seconds: 0),
            ]),
        TestFileReport(
            file: "broken_test.lua",
            failure: TestFailure(
                message: "unexpected symbol near 'x'", position: "broken_test.lua:1", isExpectation: false)),
    ]

    @Test func forAPerson() throws {
        let text = Self.reports.map(TestText().text).joined() + TestText.summary(Self.reports) + "\n"
        try expectGolden(text, "report.txt")
        let painted = TestText { text, style in "<\(style)>\(text)</>" }
        #expect(painted.text(Self.reports[0]).contains("<bad>-   a = 1,</>"))
    }

    @Test func forCI() throws { try expectGolden(JUnitReport.text(Self.reports), "junit.xml") }

    @Test func longStretchesThatAreTheSameAreLeftOut() {
        let lines = (1...20).map(String.init)
        var changed = lines
        changed[9] = "x"
        #expect(
            LineDifference.lines(expected: lines, found: changed) == [
                "  …", "  7", "  8", "  9", "- 10", "+ x", "  11", "  12", "  13", "  …",
            ])
        #expect(LineDifference.lines(expected: ["a"], found: []) == ["- a"])
    }
}
