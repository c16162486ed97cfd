import Foundation
import Testing

extension EndToEnd {
    /// What can go wrong around a run: each with its message, its exit code and nothing lost.
    @Suite struct FailureModeTests {
        private static let upsert =
            #"return intercom.upsert_contact { matching_field = "email", matching_value = row.n .. "@example.com" }"#

        private func rows(_ count: Int) -> String { "n\n" + (1...count).map { "\($0)\n" }.joined() }

        /// Runs a command line of the shell, in which `$1` is the program and what follows are the arguments.
        private func shell(_ line: String, _ arguments: String...) async throws -> Program.Result {
            try await Program(
                ["-c", line, "sh", Project.program.path] + arguments, executable: URL(fileURLWithPath: "/bin/sh")
            ).result()
        }

        // MARK: Signals

        @Test(arguments: [[SIGTERM], [SIGINT], [SIGINT, SIGINT], [SIGTERM, SIGINT], [SIGINT, SIGTERM]])
        func signals(_ signals: [Int32]) async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write(rows(100_000), to: "people.csv")
            // The second signal comes while the first waits for calls that take longer than a test.
            try await EmulatedWorkspace.serve("--latency", signals.count > 1 ? "60000" : "20") { workspace in
                let program = try Program(
                    [
                        "run", "-e", "log.warn('begun') " + Self.upsert, input, "--base-url", workspace.url, "--json",
                        // Which asks the workspace for its name first, and that takes as long.
                        "--ledger", signals.count > 1 ? "off" : folder.path("ledger.sqlite"),
                    ])
                while let line = await program.errors.nextLine(), !line.contains("begun") {}
                program.send(signals[0])
                while let line = await program.errors.nextLine(), !line.contains("Stopping:") {}
                for signal in signals.dropFirst() { program.send(signal) }
                let result = await program.result()
                #expect(result.status == (signals.last == SIGTERM ? 75 : 130), "\(result.errors)")
                if signals.count == 1 {
                    let report = try RunReport(result)
                    #expect(report.sum == report.records && report["failed"] == 0)
                    #expect(try await workspace.contacts().count == report["created"])
                }
            }
        }

        // MARK: Output

        @Test func aReaderWhoHasEnoughStopsTheRun() async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write(rows(20_000), to: "people.csv")
            let result = try await shell(
                #"{ "$@" --emulator --quiet --results -; echo "status $?" >&2; } | head -n 1"#,
                "run", "-e", "intercom.skip(('x'):rep(100))", input)
            #expect(result.lines.count == 1)
            #expect(result.errors.contains("nobody reads the output any more"), "\(result.errors)")
            #expect(result.errors.hasSuffix("status 73\n"), "\(result.errors)")
        }

        @Test(arguments: ["--results", "--report"])
        func aFullDiskIsSaid(option: String) async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write(rows(50), to: "people.csv")
            let result = try await Program.run(
                "run", "-e", Self.upsert, input, "--emulator", "--quiet", option, "/dev/full")
            #expect(result.status == 73)
            #expect(result.errors.contains("50 records: 50 created."), "\(result.errors)")
            #expect(result.errors.contains("/dev/full: cannot be written: No space left on device"), "\(result.errors)")
        }

        @Test func aFullStandardOutputIsSaid() async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write(rows(50), to: "people.csv")
            let result = try await shell(#""$@" > /dev/full"#, "run", "-e", Self.upsert, input, "--emulator", "--json")
            #expect(result.status == 73)
            #expect(result.errors.contains("standard output: cannot be written: No space left"), "\(result.errors)")
        }

        @Test func outputsAreNotTheInput() async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write(rows(3), to: "people.csv")
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("link.csv"), withDestinationPath: folder.path("people.csv"))
            for arguments in [
                ["--results", input], ["--results", folder.path("link.csv")], ["--report", input],
                ["--results", folder.path("out"), "--report", folder.path("out")],
            ] {
                let result = try await Program.run(["run", "-e", Self.upsert, input, "--emulator"] + arguments)
                #expect(result.status == 64)
                #expect(result.errors.contains("name another one"), "\(result.errors)")
            }
            #expect(try folder.contents(of: "people.csv") == rows(3))
        }

        @Test(arguments: ["--results", "--report", "--metrics"])
        func outputsAreNotTheLedger(option: String) async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write(rows(3), to: "people.csv")
            let ledger = folder.path("ledger.sqlite")
            let arguments = ["run", "-e", Self.upsert, input, "--emulator", "--ledger", ledger]
            #expect(try await Program.run(arguments).status == 0)
            for more in [[], ["--dry-run"]] {
                let result = try await Program.run(arguments + [option, ledger] + more)
                #expect(result.status == 64)
                let message = "intercom-lua: \(option) \(ledger): that file is read; name another one\n"
                #expect(result.errors.hasSuffix(message), "\(result.errors)")
            }
            let runs = try await Program.run("runs", "--json", "--ledger", ledger)
            #expect(runs.status == 0 && runs.lines.count == 1)
        }

        // MARK: Input

        @Test(arguments: [
            ("", 0, 0), ("n\n", 0, 0), ("n\n1\n2\n", 0, 2), ("n,n\n1,2\n", 65, 0), ("n,m\n1\u{0},2\n", 0, 1),
            ("\u{1}\u{2}\u{3}\u{0}\u{7}\n\u{6}\n", 0, 1),
        ])
        func oddInputs(text: String, status: Int32, records: Int) async throws {
            let folder = try TemporaryFolder()
            let input = try folder.write(text, to: "people.csv")
            let result = try await Program.run(
                "run", "-e", "intercom.skip('seen')", input, "--emulator", "--quiet", "--json")
            #expect(result.status == status, "\(result.errors)")
            if status == 0 { #expect(try RunReport(result).records == records) }
            if status == 65 { #expect(result.errors.contains("people.csv:1")) }
        }

        @Test func whatCannotBeReadIsNamed() async throws {
            let result = try await Program.run(
                "run", "-e", Self.upsert, "/proc/self/mem", "--format", "csv", "--emulator", "--quiet")
            #expect(result.status == 66)
            #expect(result.errors.contains("/proc/self/mem: cannot be read"), "\(result.errors)")
        }

        @Test func aNamedPipeIsAnInput() async throws {
            let folder = try TemporaryFolder()
            let pipe = folder.path("pipe.csv")
            try #require(mkfifo(pipe, 0o600) == 0)
            let program = try Program(["run", "-e", Self.upsert, pipe, "--emulator", "--json", "--quiet"])
            let text = Data(rows(100).utf8)
            Thread.detachNewThread { try? FileHandle(forWritingTo: URL(fileURLWithPath: pipe)).write(contentsOf: text) }
            #expect(try RunReport(await program.result()).outcomes == ["created": 100])
        }

        /// The script waits for the change, far from the end of what is to be read.
        @Test(arguments: [("grew", []), ("shrank", []), (nil, ["--limit", "3000"]), (nil, [])])
        func anInputThatIsWrittenToMeanwhileIsWarnedAbout(_ change: String?, _ options: [String]) async throws {
            let folder = try TemporaryFolder()
            let filler = String(repeating: "x", count: 990)
            let text = "n,filler\n" + (1...6000).map { "\($0),\(filler)\n" }.joined()
            let input = try folder.write(text, to: "people.csv")
            try folder.write(
                """
                return function(row)
                  if row.n == '20' then
                    log.warn('twenty')
                    while not io.open('go') do end
                  end
                  intercom.skip('none')
                end
                """, to: "skip.lua")
            let arguments = ["run", "skip.lua", "people.csv", "--trusted", "--emulator", "--quiet", "--ledger", "off"]
            let program = try Program(arguments + options, folder: folder.url)
            while let line = await program.errors.nextLine(), !line.contains("twenty") {}
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: input))
            if change == "shrank" { try file.truncate(atOffset: 20) }
            if change == "grew" || !options.isEmpty {
                try file.seekToEnd()
                try file.write(contentsOf: Data("6001,x\n".utf8))
            }
            try file.close()
            try folder.write("", to: "go")
            let result = await program.result()
            let warnings = result.errors.split(separator: "\n").filter { $0.contains("while it was read") }
            #expect(warnings.count == (change == nil ? 0 : 1))
            guard let change, let warning = warnings.first else { return }
            let began =
                "warning: \"people.csv\" \(change) while it was read. It had \(text.utf8.count) bytes at first, "
            #expect(warning.hasPrefix(began), "\(warning)")
            if change == "grew" {
                #expect(warning.contains(" \(text.utf8.count + 7) were read") && result.status == 0)
            }
        }

        // MARK: Intercom

        @Test func aTokenThatIsRevokedEndsTheRun() async throws {
            try await EmulatedWorkspace.serve { workspace in
                try await workspace.addFault(#"{"method": "POST", "status": 401, "after": 100, "count": 100000}"#)
                let result = try await Program.run(
                    "run", "-e", Self.upsert, "-", "--format", "csv", "--base-url", workspace.url, "--json",
                    input: rows(5000))
                #expect(result.status == 77, "\(result.errors)")
                let report = try RunReport(result)
                #expect(report.records < 5000 && report.sum == report.records)
                #expect(try await workspace.contacts().count == report["created"])
            }
        }

        @Test func anEmulatorThatDiesLeavesFailedRecords() async throws {
            let emulator = try Program(["emulator", "--port", "0", "--latency", "5"])
            let line = try #require(await emulator.output.nextLine())
            let program = try Program(
                [
                    "run", "-e", "if row.n == '50' then log.warn('fifty') end " + Self.upsert, "-", "--format", "csv",
                    "--base-url", String(line.dropFirst("listening on ".count)), "--json", "--quiet",
                    "--max-failures", "20",
                ], input: rows(20_000))
            while let line = await program.errors.nextLine(), !line.contains("fifty") {}
            emulator.send(SIGKILL)
            let result = await program.result()
            #expect(result.status == 99, "\(result.errors)")
            let report = try RunReport(result)
            #expect(report.sum == report.records && report["failed"] > 20 && report["rejected"] == 0)
            #expect(result.errors.contains("unavailable"), "\(result.errors)")
        }
    }
}
