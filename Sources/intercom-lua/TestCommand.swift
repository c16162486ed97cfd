import ArgumentParser
import Foundation
import ScriptTesting

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Test scripts: run the files that end in _test.lua.",
        usage: "intercom-lua test [FILE|FOLDER ...] [options]",
        discussion: "Each test has an emulator of its own, time stands still, and nothing leaves this machine.")

    @Argument(
        help: ArgumentHelp("Files of tests, or folders to look for them in.", valueName: "file|folder"),
        completion: .file())
    var paths: [String] = ["."]

    @Option(help: ArgumentHelp("Run only tests with this text in their name.", valueName: "text"))
    var filter: String?

    @Option(help: ArgumentHelp("Write a report for CI, in the XML of JUnit.", valueName: "file"), completion: .file())
    var junit: String?

    @Flag(name: .shortAndLong, help: "Print what failed and the summary only.")
    var quiet = false

    func run() async throws {
        let files: [String]
        do { files = try TestFiles.find(paths) } catch { throw CommandFailure(.inputMissing, error.description) }
        let text = TestText { text, style in Terminal.standardOutput.styled(text, style.ofTerminal) }
        var reports: [TestFileReport] = []
        for file in files {
            let report = await TestFile(file) { [filter] name in filter.map { name.contains($0) } ?? true }.run()
            reports.append(report)
            let isShown = !report.results.isEmpty || report.failure != nil
            if isShown, !quiet || !report.isSuccess { Terminal.standardOutput.write(text.text(report)) }
        }
        if let junit { try write(JUnitReport.text(reports), to: junit) }
        let totals = TestTotals(reports)
        if totals.all == 0 {
            let which =
                filter.map { "no test has \"\($0)\" in its name" }
                ?? "there are no tests in \(files.joined(separator: ", "))"
            throw CommandFailure(.inputMissing, which)
        }
        Terminal.standardOutput.write(TestText.summary(reports) + "\n")
        if totals.failed > 0 { throw CommandFailure(.someRejected) }
    }

    private func write(_ text: String, to path: String) throws {
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw CommandFailure(.cannotWrite, "\"\(path)\" cannot be written: \(error.localizedDescription)")
        }
    }
}

extension TestText.Style {
    fileprivate var ofTerminal: Terminal.Style? {
        switch self {
        case .good: .green
        case .bad: .red
        case .dim: .dim
        case .heading: .bold
        case .plain: nil
        }
    }
}

extension Terminal {
    fileprivate func styled(_ text: String, _ style: Style?) -> String { style.map { styled(text, $0) } ?? text }
}
