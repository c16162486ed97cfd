import Foundation
import Testing

extension EndToEnd {
    /// Output that cannot be written is said, by every command.
    @Suite struct LostOutputTests {
        /// Runs a line of the shell in which `$0` is the program.
        private func shell(_ line: String, folder: TemporaryFolder) throws -> (status: Int32, output: String) {
            try Tool.run("/bin/bash", ["-o", "pipefail", "-c", line, Project.program.path], in: folder.url)
        }

        /// A folder with a script, a test, and a ledger with a run that rejected a record.
        private func folder() throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            try folder.write("return function(row) error('no') end\n", to: "s.lua")
            try folder.write("it('is well', function() end)\n", to: "s_test.lua")
            try folder.write("n\n1\n", to: "in.csv")
            _ = try shell("\"$0\" run s.lua in.csv --emulator --ledger l.sqlite -q", folder: folder)
            return folder
        }

        private static let commands = [
            "runs rejects last --ledger l.sqlite", "runs list --ledger l.sqlite", "runs list --json --ledger l.sqlite",
            "runs show last --ledger l.sqlite", "runs show last --json --ledger l.sqlite", "exit-codes", "config show",
            "doctor --emulator --ledger off", "test .", "check s.lua --json", "manual", "completions bash", "--help",
            "--version",
            "help run", "auth status --emulator", "retry last --rejected --dry-run --ledger l.sqlite",
            "runs prune --keep 1 --ledger l.sqlite", "repl < code",
        ]

        @Test(arguments: commands) func aFullDiskIsSaid(_ command: String) throws {
            let folder = try folder()
            try folder.write("1 + 1\n", to: "code")
            let result = try shell("\"$0\" \(command) > /dev/full", folder: folder)
            #expect(result.status == 73, "\(result.output)")
            let message =
                "intercom-lua: standard output: cannot be written: No space left on device (free some space)\n"
            #expect(result.output.hasSuffix(message), "\(result.output)")
        }

        @Test(arguments: ["manual", "--help", "exit-codes"]) func aReaderMayHaveEnough(_ command: String) throws {
            let folder = try TemporaryFolder()
            let result = try shell("{ sleep 0.2; \"$0\" \(command); } | true", folder: folder)
            #expect(result.status == 0 && result.output == "", "\(result.output)")
        }

        @Test func whatIsClosedIsSaidAndNoFileTakesItsPlace() throws {
            let folder = try folder()
            let shown = try shell("\"$0\" runs show last --ledger l.sqlite >&-", folder: folder)
            #expect(shown.status == 73)
            #expect(shown.output == "intercom-lua: standard output: cannot be written: it is closed\n")
            let run = try shell(
                "\"$0\" run -e 'print(\"lost\")' in.csv --emulator --results r.ndjson -q --ledger new.sqlite >&-",
                folder: folder)
            #expect(run.status == 73)
            for file in ["r.ndjson", "new.sqlite"] {
                let bytes = try Data(contentsOf: folder.url.appendingPathComponent(file))
                #expect(bytes.range(of: Data("lost\n".utf8)) == nil)
            }
        }
    }
}
