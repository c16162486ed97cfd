import Foundation
import Testing

@testable import REPL

@Suite struct HistoryFileTests {
    private func withFile(_ body: (HistoryFile) throws -> Void) throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(HistoryFile(path: folder + "/state/history"))
    }

    @Test func entriesComeBackAsTheyWere() throws {
        try withFile { file in
            let entries = ["1 + 1", "function f()\n  return \"a\\nb\"\nend", "ä 😀", "\\n"]
            for entry in entries { file.append(entry) }
            #expect(file.entries() == entries)
        }
    }

    @Test func onlyTheOwnerCanReadIt() throws {
        try withFile { file in
            file.append("secret")
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let folder = (file.path as NSString).deletingLastPathComponent
            #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func itDoesNotGrowWithoutEnd() throws {
        try withFile { file in
            file.append("first")
            let many = (1...(2 * HistoryFile.limit)).map { "\($0)\n" }.joined()
            try many.write(toFile: file.path, atomically: false, encoding: .utf8)
            file.append("last")
            #expect(file.entries().count == HistoryFile.limit)
            #expect(file.entries().last == "last")
            let lines = try String(contentsOfFile: file.path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == HistoryFile.limit)
        }
    }

    @Test func aFileThatIsNotThereHasNoEntries() throws {
        try withFile { #expect($0.entries() == []) }
    }

    @Test func whereItIs() {
        #expect(
            HistoryFile.standard(environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"])?.path == "/s/intercom-lua/history"
        )
        #expect(HistoryFile.standard(environment: ["HOME": "/h"])?.path == "/h/.local/state/intercom-lua/history")
        #expect(HistoryFile.standard(environment: [:]) == nil)
    }
}
