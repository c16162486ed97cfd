import Foundation
import Testing

@testable import REPL

@Suite struct FileNamesTests {
    @Test func filesAndFoldersOfAFolder() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["leads.csv", "leads.lua", ".hidden"] {
            #expect(FileManager.default.createFile(atPath: folder + "/" + name, contents: nil))
        }
        try FileManager.default.createDirectory(atPath: folder + "/lead dir", withIntermediateDirectories: false)
        let found = FileNames.candidates(folder + "/le")
        #expect(found.map(\.label) == ["lead dir/", "leads.csv", "leads.lua"])
        #expect(found.map(\.text) == ["lead dir/", "leads.csv", "leads.lua"].map { folder + "/" + $0 })
        #expect(FileNames.candidates(folder + "/.h").map(\.label) == [".hidden"])
        #expect(FileNames.candidates(folder + "/none/x") == [])
    }

    @Test func aTildeIsTheHome() {
        #expect(FileNames.expanded("~x/a") == "~x/a")
        #expect(!FileNames.expanded("~/a").hasPrefix("~"))
        #expect(FileNames.expanded("~/a").hasSuffix("/a"))
    }
}

func temporaryFolder() throws -> String {
    let folder = NSTemporaryDirectory() + "intercom-lua-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
}
