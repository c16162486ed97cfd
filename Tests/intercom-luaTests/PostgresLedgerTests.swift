import Foundation
import PostgresTesting
import Testing

extension EndToEnd {
    /// A run that is written down in PostgreSQL.
    @Suite(.enabled(if: PostgresServer.shared != nil)) struct PostgresLedgerTests {
        @Test func aRunIsGoneOnWithAndItsPasswordNeverShown() async throws {
            let plain = try #require(PostgresServer.shared).makeDatabase()
            let url = plain.replacing("tests@", with: "tests:s3cret@")
            let folder = try TemporaryFolder()
            let script = try folder.write(
                """
                return function(row)
                  return intercom.upsert_contact { matching_field = "email", matching_value = row.email }
                end
                """, to: "sync.lua")
            try folder.write("email\na@acme.io\nno address\nb@acme.io\n", to: "people.csv")
            try await EmulatedWorkspace.serve { workspace in
                let ledger = ["--ledger", url]
                let options = ["--base-url", workspace.url, "--concurrency", "1", "--max-failures"]
                let first = try await Program.run(
                    ["run", script, folder.path("people.csv")] + options + ["0"] + ledger)
                #expect(first.status == 99)
                #expect(first.errors.contains("--ledger 'postgres://tests:***@"), "\(first.errors)")
                let listed = try await Program.run(["runs", "--json"] + ledger)
                #expect(listed.output.contains(#""state":"stopped""#), "\(listed.output)")
                let second = try await Program.run(["run", "--resume", "last"] + options + ["5"] + ledger)
                #expect(second.status == 1, "\(second.errors)")
                #expect(second.errors.contains("3 records: 2 created, 1 rejected."), "\(second.errors)")
                let shown = try await Program.run(["runs", "show", "last"] + ledger)
                #expect(shown.output.contains("complete"), "\(shown.output)\(shown.errors)")
                let rejects = try await Program.run(["runs", "rejects", "last"] + ledger)
                #expect(rejects.lines.count == 1)
                let wrong = try await Program.run("runs", "--ledger", "postgres://u:s3cret@[x/d")
                #expect(wrong.status == 73)
                let said = [first, listed, second, shown, rejects, wrong].map { $0.output + $0.errors }.joined()
                #expect(!said.contains("s3cret"))
                #expect(
                    try PostgresServer.query("SELECT invocation FROM intercom_lua.runs", in: plain).joined().contains(
                        "***"))
                #expect(
                    !(try PostgresServer.query("SELECT * FROM intercom_lua.runs", in: plain).joined().contains("s3cret"))
                )
                #expect(try await workspace.contacts().count == 2)
            }
        }

        @Test func withoutItsLibraryOnlyPostgreSQLIsMissing() async throws {
            let folder = try TemporaryFolder()
            // No library, and found before the one that is.
            try folder.write("", to: "libpq.so.5")
            let environment = ["LD_LIBRARY_PATH": folder.url.path]
            let refused = try await Program.run("runs", "--ledger", "postgres://u@h/d", environment: environment)
            #expect(refused.status == 73)
            #expect(refused.errors.contains("PostgreSQL's client library cannot be loaded: "), "\(refused.errors)")
            #expect(refused.errors.contains("apt-get install libpq5"))
            let other = try await Program.run(
                "runs", "--ledger", folder.path("runs.sqlite"), environment: environment)
            #expect(other.status == 0, "\(other.errors)")
        }
    }
}
