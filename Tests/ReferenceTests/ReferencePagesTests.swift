import Foundation
import IntercomScripting
import ScriptTesting
import Testing

@testable import Reference

@Suite struct ReferencePagesTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/IntercomScripting/IntercomScripting.docc")

    private static let pages = ReferencePages(.standard, testing: .testing).pages

    @Test func theCommittedPagesAreUpToDate() throws {
        let committed = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(committed == Self.pages.map(\.name).sorted(), "run scripts/docs")
        for page in Self.pages {
            let text = try String(contentsOf: Self.folder.appendingPathComponent(page.name), encoding: .utf8)
            #expect(text == page.text, "\(page.name) is out of date: run scripts/docs")
        }
    }

    @Test func everyFunctionHasItsSection() throws {
        for module in ScriptLibrary.standard.modules {
            let page = try #require(Self.pages.first { $0.name == module.name + ".md" })
            for function in module.functions { #expect(page.text.contains("\n## \(module.name).\(function.name)\n")) }
        }
    }

    @Test func linksLeadSomewhere() throws {
        let names = Set(Self.pages.map(\.name))
        for page in Self.pages {
            for match in page.text.matches(of: #/\]\(([^)#]+\.md)\)/#) { #expect(names.contains(String(match.1))) }
            let anchors = Set(
                page.text.matches(of: #/(?m)^## (.+)$/#).map { match in
                    match.1.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" }
                })
            for match in page.text.matches(of: #/\]\(#([^)]+)\)/#) {
                #expect(anchors.contains(String(match.1)), "\(match.1)")
            }
        }
    }

    @Test func signaturesShowWhatMayBeLeftOut() throws {
        func signature(_ path: [String]) throws -> String {
            try #require(ScriptLibrary.standard.function(path)).signature(path.joined(separator: "."))
        }
        #expect(try signature(["text", "trim"]) == "text.trim([s])")
        #expect(try signature(["text", "split"]) == "text.split(s, separator [, max])")
        #expect(try signature(["intercom", "find_contact"]) == "intercom.find_contact { … }")
        #expect(try signature(["parallel"]) == "parallel(items, fn [, options])")
    }
}
