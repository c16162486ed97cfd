import Foundation
import IntercomScripting
import ScriptTesting
import Testing

/// The examples in the documentation say the truth.
@Suite struct ExampleTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String?

        var testDescription: String { name }

        /// What the comments behind arrows say, line by line.
        var printed: [String] {
            (text ?? "").split(separator: "\n").compactMap { (line: Substring) -> String? in
                guard let arrow = line.firstRange(of: "-->") else { return nil }
                return String(line.suffix(from: arrow.upperBound).dropFirst())
            }
        }
    }

    static let examples =
        ScriptLibrary.standard.globals.map { Example(name: $0.name, text: $0.example) }
        + ScriptLibrary.standard.modules.flatMap { module in
            module.functions.map { Example(name: "\(module.name).\($0.name)", text: $0.example) }
        }

    static let testing =
        ScriptLibrary.testing.globals.map { Example(name: $0.name, text: $0.example) }
        + ScriptLibrary.testing.modules.flatMap { module in
            module.functions.map { Example(name: "\(module.name).\($0.name)", text: $0.example) }
        }

    @Test(arguments: testing)
    func everyFunctionOfTestsHasAnExampleThatPasses(_ example: Example) async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("example-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: root.appendingPathComponent("scripts/examples"), to: folder)
        let file = folder.appendingPathComponent("documentation_test.lua")
        try Data(try #require(example.text).utf8).write(to: file)
        let report = await TestFile(file.path).run()
        #expect(report.isSuccess && !report.results.isEmpty, "\(TestText().text(report))")
    }

    @Test(arguments: examples)
    func everyFunctionHasAnExampleThatPrintsWhatItSays(_ example: Example) async throws {
        let text = try #require(example.text)
        let output = try await ExampleBench().run(text)
        #expect(output.lines.joined(separator: "\n") == example.printed.joined(separator: "\n"))
        if example.name.hasPrefix("log.") {
            #expect(output.log.map(\.fields.first?.text) == ["ada@acme.io"])
        } else if example.name != "intercom.skip" {
            #expect(!example.printed.isEmpty)
        }
    }
}
