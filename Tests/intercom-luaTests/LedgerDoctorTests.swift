import Foundation
import PostgresTesting
import Testing

extension EndToEnd {
    /// What `doctor` says of the ledger.
    @Suite struct LedgerDoctorTests {
        private static let none = "✓ ledger       PLACE: none yet, the first run makes it\n"

        /// The lines about the ledger, with PLACE for what `--ledger` names.
        private func look(at ledger: String, status: Int32 = 0, folder: URL = Project.root) async throws -> String {
            let result = try await Program.run("doctor", "--emulator", "--ledger", ledger, folder: folder)
            #expect(result.status == status, "\(result.output)\(result.errors)")
            let lines = result.output.split(separator: "\n").map(String.init)
            let start = try #require(lines.firstIndex { $0.contains(" ledger ") })
            return (lines[start...].dropLast().joined(separator: "\n") + "\n").replacing(ledger, with: "PLACE")
                .replacing(#/schema [0-9]+/#, with: "schema N")
        }

        /// Makes two runs: one that is complete, one that stopped at its second record.
        private func run(into ledger: String, _ workspace: EmulatedWorkspace) async throws {
            let folder = try TemporaryFolder()
            let code = #"intercom.upsert_contact { matching_field = "email", matching_value = row.email }"#
            let good = try folder.write("email\na@acme.io\n", to: "good.csv")
            let bad = try folder.write("email\nb@acme.io\nno address\nc@acme.io\n", to: "bad.csv")
            let options = [
                "--base-url", workspace.url, "--ledger", ledger, "--max-failures", "0", "--concurrency", "1",
            ]
            #expect(try await Program.run(["run", "-e", code, good] + options).status == 0)
            #expect(try await Program.run(["run", "-e", code, bad] + options).status == 99)
        }

        @Test func aFileWithItsRuns() async throws {
            let folder = try TemporaryFolder()
            let ledger = folder.path("state/runs.sqlite")
            #expect(try await look(at: ledger) == Self.none)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
            try await EmulatedWorkspace.serve { try await run(into: ledger, $0) }
            let found = try await look(at: ledger)
            #expect(found.hasPrefix("✓ ledger       PLACE: writable, schema N, 2 runs\n! runs         1 unfinished: "))
            #expect(found.contains("→ Go on with one by intercom-lua run --resume "))
            #expect(found.contains(" --ledger PLACE; runs prune --force"))
        }

        @Test func aRunOnTheEmbeddedEmulatorIsNotUnfinished() async throws {
            let folder = try TemporaryFolder()
            let ledger = folder.path("runs.sqlite")
            let input = try folder.write("a\n1\n", to: "people.csv")
            let run = try await Program.run(
                "run", "-e", "error('no')", input, "--max-failures", "0", "--ledger", ledger)
            #expect(run.status == 99)
            #expect(try await look(at: ledger) == "✓ ledger       PLACE: writable, schema N, 1 run\n")
        }

        @Test func whatIsWrongComesWithWhatToDo() async throws {
            let folder = try TemporaryFolder()
            let text = try folder.write(
                "Dear diary, this is a file that is longer than a header of SQLite.", to: "diary.txt")
            let damaged = try await look(at: text, status: 78)
            #expect(damaged.hasPrefix("✗ ledger       the ledger \"PLACE\" cannot be read: file is not a database\n"))
            #expect(damaged.hasSuffix("→ move it away, or name another file with --ledger\n"))
            #expect(try folder.contents(of: "diary.txt").hasPrefix("Dear diary"))
            let isFolder = try await look(at: folder.url.path, status: 73)
            #expect(isFolder.contains("\"PLACE\" is a folder\n") && isFolder.contains("→ name a file with --ledger"))
            let below = try await look(at: text + "/runs.sqlite", status: 73)
            #expect(below.contains("nothing can be made in") && below.contains("→ make that a folder of yours"))
            #expect(try await look(at: "off").hasPrefix("✓ ledger       PLACE: runs are not written down"))
        }

        private static let python = PythonForTests.program(with: "sqlite3")

        @Test(.enabled(if: python != nil, "Python is not installed"))
        func aNewerLedgerIsLeftAlone() async throws {
            let folder = try TemporaryFolder()
            let ledger = folder.path("runs.sqlite")
            let input = try folder.write("n\n1\n", to: "in.csv")
            let made = try await Program.run("run", "-e", "intercom.skip()", input, "--emulator", "--ledger", ledger)
            #expect(made.status == 0)
            let change =
                "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); "
                + "d.execute(\"INSERT INTO grdb_migrations VALUES ('99')\"); d.commit()"
            #expect(try Tool.run(try #require(Self.python), ["-c", change, ledger]).status == 0)
            let found = try await look(at: ledger, status: 78)
            #expect(found.contains("was written by a newer version of intercom-lua\n"))
            #expect(found.contains("→ use that version"))
        }

        @Test(.enabled(if: PostgresServer.shared != nil, "PostgreSQL is not installed"))
        func aDatabase() async throws {
            let plain = try #require(PostgresServer.shared).makeDatabase()
            let url = plain.replacing("tests@", with: "tests:s3cret@")
            let shown = plain.replacing("tests@", with: "tests:***@")
            func look(_ url: String, status: Int32 = 0) async throws -> String {
                let found = try await self.look(at: url, status: status)
                #expect(!found.contains("s3cret"), "\(found)")
                return found.replacing(shown, with: "PLACE")
            }
            #expect(try await look(url) == Self.none)
            let schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'intercom_lua'"
            #expect(try PostgresServer.query(schemas, in: plain) == ["0"])
            try await EmulatedWorkspace.serve { try await run(into: url, $0) }
            #expect(
                try await look(url).hasPrefix(
                    "✓ ledger       PLACE: writable, schema N, 2 runs\n! runs         1 unfinished: "))
            try PostgresServer.query("CREATE ROLE guest LOGIN", in: plain)
            let guest = try await look(url.replacing("tests:", with: "guest:"), status: 78)
            #expect(guest.contains("✗ ledger") && guest.contains("granted to you"), "\(guest)")
            let readOnly = try await look(url + "&options=-cdefault_transaction_read_only%3Don", status: 73)
            #expect(
                readOnly.contains("takes no writes") && readOnly.contains("→ connect to the primary"), "\(readOnly)")
            let nowhere = try await look("postgres://u:s3cret@127.0.0.1:9/d", status: 73)
            #expect(nowhere.contains("u:***@127.0.0.1:9/d\" cannot be reached"), "\(nowhere)")
            #expect(nowhere.contains("→ see that the server runs"))
        }
    }
}
