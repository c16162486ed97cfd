import Foundation
import Testing

extension EndToEnd {
    /// `test`: the examples' own tests, and what a run of tests says.
    @Suite struct TestCommandTests {
        @Test func theTestsOfTheExamplesPass() async throws {
            let result = try await Program.run("test", "scripts/examples")
            #expect(result.status == 0, "\(result.output)")
            #expect(result.lines.last?.wholeMatch(of: #/[0-9]+ passed, 0 failed/#) != nil)
            // Every script has its tests.
            let names = try FileManager.default.contentsOfDirectory(
                atPath: Project.root.appendingPathComponent("scripts/examples").path)
            for script in names where script.hasSuffix(".lua") && !script.hasSuffix("_test.lua") {
                #expect(names.contains(script.replacing(".lua", with: "_test.lua")), "\(script)")
            }
        }

        @Test func failuresAreShownAndCounted() async throws {
            let folder = try TemporaryFolder()
            try folder.write("it('adds', function() expect(1 + 1):equals(3) end)\nit('waits')\n", to: "a_test.lua")
            try folder.write("it('passes', function() end)\n", to: "b_test.lua")
            let result = try await Program.run("test", "--junit", "report.xml", folder: folder.url)
            #expect(result.status == 1)
            try Golden.expect(result.output, "test-failure.txt")
            #expect(try folder.contents(of: "report.xml").contains("<failure message=\"expected 3\">"))
            let quiet = try await Program.run("test", "--quiet", folder: folder.url)
            #expect(!quiet.output.contains("b_test.lua") && quiet.output.contains("a_test.lua"))
            let filtered = try await Program.run("test", "--filter", "pass", folder: folder.url)
            #expect(filtered.status == 0 && filtered.lines.last == "1 passed, 0 failed")
        }

        @Test func whatIsNotThereIsSaid() async throws {
            let folder = try TemporaryFolder()
            for arguments in [["test"], ["test", "none_test.lua"]] {
                let result = try await Program.run(arguments, folder: folder.url)
                #expect(result.status == 66 && result.output == "")
            }
            try folder.write("it('passes', function() end)\n", to: "b_test.lua")
            let result = try await Program.run("test", "--filter", "nothing", folder: folder.url)
            #expect(result.status == 66 && result.errors.contains("no test has \"nothing\" in its name"))
        }
    }
}
