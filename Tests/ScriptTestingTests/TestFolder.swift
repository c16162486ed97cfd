import Foundation
import Testing

@testable import ScriptTesting

/// A folder of test files, gone after the test.
final class TestFolder {
    let url: URL

    init(_ files: KeyValuePairs<String, String> = [:]) throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("script-testing-\(UUID().uuidString)")
        for (name, text) in files { try write(text, to: name) }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Runs a file of tests.
    func run(_ name: String, filter: @escaping @Sendable (String) -> Bool = { _ in true }) async -> TestFileReport {
        await TestFile(path(name), filter: filter).run()
    }
}

/// What became of tests that a file describes.
func report(_ text: String) async throws -> TestFileReport {
    await (try TestFolder(["some_test.lua": text])).run("some_test.lua")
}

/// The complaint of the one test in a file; nil where it passed.
func complaint(_ body: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String? {
    let report = try await report("it('does', function()\n\(body)\nend)")
    #expect(report.failure == nil, sourceLocation: sourceLocation)
    let result = try #require(report.results.first, sourceLocation: sourceLocation)
    switch result.outcome {
    case .passed: return nil
    case .failed(let failure): return failure.message
    case .skipped(let why): return "skipped: \(why)"
    }
}

/// Texts that a person sees, as files in the folder Golden. `UPDATE_GOLDEN=1` writes what is said now.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(text.utf8).write(to: file) }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(
        text == expected, "Golden/\(name) differs; UPDATE_GOLDEN=1 makes it this text", sourceLocation: sourceLocation)
}
