import ArgumentParser
import Foundation
import IntercomScripting
import Reference
import ScriptTesting

/// For this project's own use: `scripts/docs` calls it.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Write the reference of what scripts can use, as Markdown.",
        shouldDisplay: false)

    @Argument(help: "The folder to write to.") var folder: String

    func run() throws {
        let folder = URL(fileURLWithPath: folder)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for page in ReferencePages(.standard, testing: .testing).pages {
                try Data(page.text.utf8).write(to: folder.appendingPathComponent(page.name), options: .atomic)
            }
        } catch {
            throw CommandFailure(.cannotWrite, "the reference cannot be written: \(error.localizedDescription)")
        }
    }
}
