import Foundation

/// Where things are.
enum Project {
    /// The folder of Package.swift.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let goldenFiles = root.appendingPathComponent("Tests/intercom-luaTests/Golden")

    /// The program that was built together with these tests, which lies beside their bundle.
    /// `INTERCOM_LUA_PROGRAM` names another one.
    static let program: URL = {
        if let path = ProcessInfo.processInfo.environment["INTERCOM_LUA_PROGRAM"] { return URL(fileURLWithPath: path) }
        let bundle =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let neighbour = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("intercom-lua")
        if FileManager.default.isExecutableFile(atPath: neighbour.path) { return neighbour }
        return root.appendingPathComponent(".build/debug/intercom-lua")
    }()

    static func contents(of path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The contents of a page's blocks of a language.
    static func blocks(_ language: String, of page: String) throws -> [String] {
        var blocks: [String] = []
        var block: [String]?
        for line in try contents(of: page).split(separator: "\n", omittingEmptySubsequences: false) {
            if block == nil, line == "```\(language)" {
                block = []
            } else if line == "```", let lines = block {
                blocks.append(lines.joined(separator: "\n"))
                block = nil
            } else {
                block?.append(String(line))
            }
        }
        return blocks
    }
}

/// A folder that is gone after the test.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("intercom-lua-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Writes a file.
    /// - Returns: its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
        return path(name)
    }

    func contents(of name: String) throws -> String {
        try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
    }
}
