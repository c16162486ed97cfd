import Foundation
import Testing

/// Text that a person sees, as files in the folder Golden. `UPDATE_GOLDEN=1` writes what the program says now; read the
/// difference before you commit it.
enum Golden {
    static func expect(
        _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = Project.goldenFiles.appendingPathComponent(name)
        let text = steady(text)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: Project.goldenFiles, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(
            text == expected, "Golden/\(name) differs; UPDATE_GOLDEN=1 makes it this text",
            sourceLocation: sourceLocation)
    }

    /// The text with words in place of what differs from one run to the next: times, rates, calls, ports and UUIDs.
    private static func steady(_ text: String) -> String {
        text.replacing(#/[0-9]+(\.[0-9]+)? (s|records/s)\b/#) { "N \($0.output.2)" }
            .replacing(#/[0-9]+ API calls?/#) { _ in "N API calls" }
            .replacing(#/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/#) { _ in "UUID" }
            .replacing(#/127\.0\.0\.1:[0-9]+/#) { _ in "127.0.0.1:PORT" }
    }
}

/// Everything that runs the program, one test after the other: each of them wants the machine for itself.
@Suite(.serialized, .timeLimit(.minutes(10)))
enum EndToEnd {}
