import Foundation
import Testing

/// The article about embedding has the code that is compiled and run here, and no other.
@Suite struct ArticleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../..").standardizedFileURL

    /// What stands between lines that are `begin` and `end`, without the indentation of the first line.
    private static func blocks(of file: URL, from begin: String, to end: String) throws -> [String] {
        var blocks: [String] = []
        var lines: [Substring]?
        var indentation = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            let text = line.trimmingCharacters(in: .whitespaces)
            if let known = lines {
                if text == end {
                    blocks.append(known.joined(separator: "\n"))
                    lines = nil
                } else {
                    lines = known + [line.hasPrefix(indentation) ? line.dropFirst(indentation.count) : line]
                }
            } else if text == begin {
                lines = []
                indentation = String(line.prefix { $0 == " " })
            }
        }
        return blocks
    }

    @Test func itsCodeIsThatOfTheTests() throws {
        let article = Self.root.appendingPathComponent("Sources/Lua/Lua.docc/Embedding.md")
        let written = try Self.blocks(of: article, from: "```swift", to: "```")
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let tested = try files.flatMap { try Self.blocks(of: $0, from: "// article", to: "// end") }
        #expect(tested.count > 15)
        for block in written { #expect(tested.contains(block), "only in the article:\n\(block)") }
        for block in tested { #expect(written.contains(block), "not in the article:\n\(block)") }
    }
}
