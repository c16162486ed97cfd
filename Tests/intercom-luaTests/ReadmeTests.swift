import Foundation
import Testing

extension EndToEnd {
    /// README.md is true: what it shows is run, compiled, or copied from what is.
    @Suite struct ReadmeTests {
        private func blocks(_ language: String) throws -> [String] {
            try Project.blocks(language, of: "README.md")
        }

        /// The lines of a text without what indents them, blank ones left out.
        private func lines(_ text: String) -> [Substring] {
            text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
        }

        @Test func theScriptIsThatOfTheExample() throws {
            let script = try Project.contents(of: "scripts/examples/sync_leads.lua")
            for block in try blocks("lua") { #expect(script.contains(block), "\(block)") }
            #expect(try blocks("lua").count == 1)
        }

        @Test func theSwiftIsCompiled() throws {
            let compiled = Set(lines(try Project.contents(of: "Tests/intercom-luaTests/ReadmeExamples.swift")))
            let shown = try blocks("swift").flatMap(lines)
            #expect(!shown.isEmpty)
            for line in shown { #expect(compiled.contains(line), "\(line)") }
        }

        @Test func theOutputIsWhatTheProgramPrints() throws {
            let golden = try String(
                contentsOf: Project.goldenFiles.appendingPathComponent("example-summary.txt"), encoding: .utf8)
            let shown = try #require(try blocks("text").first)
            // Times differ from run to run, and so does the cost, by how many lookups went out together.
            let lines = shown.split(separator: "\n").filter { !$0.contains("API call") }
            #expect(lines.count > 5)
            for line in lines { #expect(golden.contains(line), "\(line)") }
            // Of what is shown of an error, nothing is left out.
            let errors = lines.split { !$0.hasPrefix("    ") }.map { $0.joined(separator: "\n") + "\n" }
            #expect(errors.count == 2)
            for error in errors { #expect(golden.contains(error) && !golden.contains(error + "    "), "\(error)") }
        }

        @Test func thePromptAnswersAsShown() async throws {
            let prompt = "emulator> "
            let session = try #require(try blocks("text").first { $0.contains("\n" + prompt) })
            let lines = session.split(separator: "\n")
            let command = try #require(lines.first).dropFirst("$ intercom-lua ".count)
            let typed = lines.filter { $0.hasPrefix(prompt) }.map { $0.dropFirst(prompt.count) + "\n" }
            let said = lines.dropFirst().filter { !$0.hasPrefix(prompt) }.map { $0 + "\n" }
            #expect(typed.count > 5)
            let program = try Program(
                ["-c", "exec \"$0\" \(command) 2>&1", Project.program.path], input: typed.joined(),
                folder: Project.root.appendingPathComponent("scripts/examples"),
                executable: URL(fileURLWithPath: "/bin/sh"))
            let result = await program.result()
            // It begins with what it opened.
            #expect(result.output.hasSuffix("\n" + said.joined()), "\(result.output)")
        }

        @Test func theCommandsRun() async throws {
            let commands = try blocks("sh").flatMap { $0.split(separator: "\n") }.filter {
                $0.hasPrefix("intercom-lua ")
            }
            #expect(!commands.isEmpty)
            let folder = try TemporaryFolder()
            let examples = folder.url.appendingPathComponent("examples")
            try FileManager.default.copyItem(at: Project.root.appendingPathComponent("scripts/examples"), to: examples)
            for command in commands {
                let words = try words(of: command).dropFirst()
                let result = try await Program.run(Array(words), input: "", folder: examples)
                // 1: some records of the example are there to be rejected; 78: check says so beforehand.
                #expect([0, 1, 78].contains(result.status), "\(command): \(result.errors)")
            }
        }

        /// A command line in words, as a shell takes it: single quotes, and comments at the end.
        private func words(of command: Substring) throws -> [String] {
            var words: [String] = []
            var word = ""
            var isQuoted = false
            for character in command {
                switch character {
                case "'": isQuoted.toggle()
                case "#" where !isQuoted && word.isEmpty: return words
                case " " where !isQuoted:
                    if !word.isEmpty { words.append(word) }
                    word = ""
                default: word.append(character)
                }
            }
            return word.isEmpty ? words : words + [word]
        }
    }
}
