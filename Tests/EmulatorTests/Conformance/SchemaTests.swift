import EmulatorTesting
import Foundation
import JSON
import Testing

@testable import Emulator

/// Answers of every kind, validated against Intercom's public OpenAPI description by `Support/validate_answers.py`.
@Suite struct SchemaTests {
    private static let description = Recordings.shared?.appendingPathComponent("intercom-api/contacts-2.16.yaml").path
    private static let script = Python.script("validate_answers.py")

    private static let canValidate: Bool = {
        guard let description, FileManager.default.fileExists(atPath: description) else { return false }
        return Python.has("jsonschema", "yaml")
    }()

    /// Validates what `body` has answered.
    private func validate(_ body: (AnswerLog) throws -> Void) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".ndjson")
        defer { try? FileManager.default.removeItem(at: file) }
        let log = try #require(AnswerLog(path: file.path))
        try body(log)
        log.close()
        return try Python.run([Self.script, try #require(Self.description), file.path])
    }

    @Test(.enabled(if: canValidate, "needs ../shared/intercom-api and Python 3 with jsonschema and PyYAML"))
    func answersAreAsDescribed() throws {
        let result = try validate { log in
            try AnswerTour(log: log).run()
            guard Recordings.folder != nil else { return }
            let attributes = try #require(Recordings.load("destination-mapping-options").first?.answer["data"])
            for name in Recordings.names {
                let calls = try Recordings.load(name)
                var replay = try Replay(
                    calls, version: .v2_16, attributes: attributes, isJanuary: name == "lead-quirks", log: log)
                replay.run(calls)
            }
        }
        #expect(result.status == 0, "\(result.output)")
        print(result.output)
    }

    @Test(.enabled(if: canValidate, "needs ../shared/intercom-api and Python 3 with jsonschema and PyYAML"))
    func wrongAnswersAreFound() throws {
        let result = try validate { log in
            for body in [#"{"type":"contact","id":3}"#, #"{"type":"contact","tags":[]}"#, "<html>"] {
                log.append(
                    EmulatorRequest(.get, "/contacts/1"),
                    EmulatorAnswer(
                        status: 200, body: Array(body.utf8), requestID: "", version: "2.16", rate: nil, link: nil,
                        date: 0))
            }
        }
        #expect(result.status == 1)
        #expect(result.output.contains("0 answers are as described, 3 are not"), "\(result.output)")
    }
}
