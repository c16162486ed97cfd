import Foundation
import Testing

extension EndToEnd {
    /// The line that shows how far a run is.
    @Suite struct ProgressTests {
        private static let upsert =
            #"return intercom.upsert_contact { matching_field = "email", matching_value = row.n .. "@example.com" }"#

        /// A run of many records that takes as long as it is let.
        private func start(
            _ workspace: EmulatedWorkspace, _ folder: TemporaryFolder, terminal: PseudoTerminal? = nil,
            options: [String] = [], environment: [String: String] = [:]
        ) throws -> Program {
            let input = try folder.write("n\n" + (1...1_000_000).map { "\($0)\n" }.joined(), to: "people.csv")
            return try Program(
                ["run", "-e", Self.upsert, input, "--base-url", workspace.url] + options,
                environment: environment, terminal: terminal)
        }

        /// What was drawn, one string for each time.
        private static func drawn(_ text: String) -> [String] {
            text.replacing(#/\r(\u{1B}\[A)*\u{1B}\[J/#) { _ in "\u{0}" }.split(separator: "\u{0}").map(String.init)
        }

        @Test func isRedrawnAndNeverLongerThanTheTerminal() async throws {
            let folder = try TemporaryFolder()
            try await EmulatedWorkspace.serve("--latency", "5") { workspace in
                let terminal = try PseudoTerminal(columns: 100)
                let program = try start(workspace, folder, terminal: terminal, environment: ["TERM": "xterm"])
                let wide = Self.drawn(await program.errors.text { Self.drawn($0).count > 5 })
                terminal.resize(columns: 40)
                let enough = wide.count + 5
                let narrow = Self.drawn(await program.errors.text { Self.drawn($0).count > enough })
                program.interrupt()
                let everything = await program.result().errors

                let lines = wide.dropFirst()
                #expect(lines.allSatisfy { $0.count < 100 && $0.contains(#/ of ~[0-9,]+ records \(/#) }, "\(lines)")
                #expect(lines.contains { $0.contains("created") && $0.contains("/s") && $0.contains(" to go") })
                // One of them may have been drawn as the terminal changed.
                let later = narrow.dropFirst(wide.count + 1)
                #expect(later.count >= 3 && later.allSatisfy { $0.count < 40 }, "\(later)")
                // The line that the narrower terminal broke into several is taken away whole.
                #expect(everything.contains("\r\u{1B}[A"))
                let summary = try #require(Self.drawn(everything).last)
                #expect(summary.contains("Stopped before the end."))
                #expect(!summary.contains(" to go"))
            }
        }

        @Test(arguments: [["TERM": "dumb"], [:]])
        func elsewhereNothingIsRedrawn(environment: [String: String]) async throws {
            let folder = try TemporaryFolder()
            try await EmulatedWorkspace.serve("--latency", "5") { workspace in
                let terminal = environment.isEmpty ? nil : try PseudoTerminal(columns: 60)
                let program = try start(workspace, folder, terminal: terminal, environment: environment)
                let text = await program.errors.text { $0.contains(#/ to go.*calls/#) }
                program.interrupt()
                let everything = await program.result().errors
                let line = #/^[0-9,]+ of ~[0-9,]+ records \([0-9]+ %\) · .* calls/#.anchorsMatchLineEndings()
                #expect(text.contains(line), "\(text)")
                #expect(!everything.contains("\u{1B}"))
            }
        }

        @Test func quietShowsNone() async throws {
            let folder = try TemporaryFolder()
            try await EmulatedWorkspace.serve { workspace in
                let terminal = try PseudoTerminal(columns: 80)
                let program = try start(
                    workspace, folder, terminal: terminal, options: ["--quiet", "--limit", "2000"],
                    environment: ["TERM": "xterm", "NO_COLOR": "1"])
                let result = await program.result()
                #expect(result.status == 0)
                #expect(result.errors.hasPrefix("2000 records: 2000 created."), "\(result.errors)")
            }
        }
    }
}
