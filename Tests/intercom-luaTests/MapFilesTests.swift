import Foundation
import Testing

extension EndToEnd {
    /// `map` and the world around it: files, pipes, jobs, signals.
    @Suite struct MapFilesTests {
        private static let input = (1...3000).map { "{\"n\":\($0)}\n" }.joined()

        /// Runs a line of the shell in which `$0` is the program.
        private func shell(_ line: String, folder: TemporaryFolder) throws -> (status: Int32, output: String) {
            try Tool.run(
                "/bin/bash", ["-o", "pipefail", "-c", line, Project.program.path], in: folder.url)
        }

        @Test func compressedInputs() throws {
            let folder = try TemporaryFolder()
            try folder.write(Self.input, to: "in.ndjson")
            for line in [
                "gzip -k in.ndjson; \"$0\" map -e 'return r.n' in.ndjson.gz | tail -n 1",
                "gzip -c in.ndjson > two.gz; gzip -c in.ndjson >> two.gz; \"$0\" map -e 'return r.n' two.gz | wc -l",
                "gzip -c in.ndjson | \"$0\" map -e 'return r.n' - | tail -n 1",
            ] {
                let result = try shell(line, folder: folder)
                #expect(result.status == 0)
                #expect(result.output == (line.contains("wc") ? "6000\n" : "3000\n"))
            }
            let cut = try shell(
                "head -c 2000 in.ndjson.gz > cut.ndjson.gz; \"$0\" map -e 'return nil' cut.ndjson.gz", folder: folder)
            #expect(cut.status == 65)
            #expect(
                cut.output
                    == "intercom-lua: cut.ndjson.gz: the gzip data ends too early (the file is cut off: copy or compress it again)\n"
            )
        }

        @Test func jobsKeepTheOrderAndSayWhatIsNotShared() async throws {
            let result = try await Program.run(
                "map", "--jobs", "3", "-e", "return r", "-", "--format", "ndjson", input: Self.input)
            #expect(result.status == 0)
            #expect(result.output == Self.input)
            #expect(result.errors == "3 jobs: each has globals, setup and finish of its own.\n")
            let quiet = try await Program.run(
                "map", "-j", "2", "-q", "-e", "return r", "-", "--format", "ndjson", input: Self.input)
            #expect(quiet.errors == "" && quiet.output == Self.input)
        }

        @Test func rejectsGoToAFileThatCanBeFedBack() async throws {
            let folder = try TemporaryFolder()
            let rejects = folder.path("rejects.ndjson")
            let first = try await Program.run(
                "map", "-e", "if r.n % 1000 == 0 then error('a thousand') end return r", "-", "--format", "ndjson",
                "--on-error", rejects, input: Self.input)
            #expect(first.status == 1)
            #expect(first.lines.count == 2997)
            #expect(first.errors.hasSuffix("intercom-lua: 3 of 3000 records left out, they are in \(rejects)\n"))
            let second = try await Program.run("map", "-e", "return { n = r.n, why = r._error.message }", rejects)
            #expect(second.lines.first == #"{"n":1000,"why":"(command line):1: a thousand"}"#)
            #expect(second.lines.count == 3)
        }

        @Test func failingSaysWhichRecordItWas() async throws {
            let code = "if r.n == 700 then error('no') end return r"
            let result = try await Program.run(
                "map", "-e", code, "-", "--format", "ndjson", "--on-error", "fail", input: Self.input)
            #expect(result.status == 70)
            #expect(result.lines.count == 699)
            #expect(result.errors == "intercom-lua: standard input:700: record 700: (command line):1: no\n")
            let bad = try await Program.run(
                "map", "-e", code, "-", "--format", "ndjson", "--on-error", "fail", input: "{\"n\":1}\n{\n")
            #expect(bad.status == 65)
        }

        @Test func manyErrorsAreGrouped() async throws {
            let code = "if r.n % 3 == 0 then error('three') end if r.n % 100 == 1 then return { n = 0/0 } end return r"
            let result = try await Program.run("map", "-e", code, "-", "--format", "ndjson", input: Self.input)
            #expect(result.status == 1)
            try Golden.expect(result.errors, "map-many-rejects.txt")
        }

        @Test func aFileIsWrittenWholeOrNotAtAll() async throws {
            let folder = try TemporaryFolder()
            let output = try folder.write("before", to: "out.ndjson")
            let failed = try await Program.run(
                "map", "-e", "if r.n == 2000 then error('no') end return r", "-", "--format", "ndjson", "--on-error",
                "fail",
                "-o", output, input: Self.input)
            #expect(failed.status == 70)
            #expect(try folder.contents(of: "out.ndjson") == "before")
            let well = try await Program.run(
                "map", "-e", "return r", "-", "--format", "ndjson", "-o", output, input: Self.input)
            #expect(well.status == 0)
            #expect(try folder.contents(of: "out.ndjson") == Self.input)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["out.ndjson"])
        }

        @Test func aFileCanBeInputAndOutput() throws {
            let folder = try TemporaryFolder()
            try folder.write(Self.input, to: "data.ndjson")
            let named = try shell(
                "\"$0\" map -e 'r.n = -r.n return r' data.ndjson --output data.ndjson", folder: folder)
            #expect(named.status == 0)
            #expect(try folder.contents(of: "data.ndjson").hasPrefix("{\"n\":-1}\n{\"n\":-2}\n"))
            let appended = try shell("\"$0\" map -e 'return r' data.ndjson >> data.ndjson", folder: folder)
            #expect(appended.status == 64)
            #expect(appended.output.contains("data.ndjson is input and output at once"))
        }

        @Test func nothingElseIsWrittenOverWhatIsRead() throws {
            let folder = try TemporaryFolder()
            try folder.write(Self.input, to: "data.ndjson")
            let script = "return function(row) return row end\n"
            try folder.write(script, to: "same.lua")
            for (options, message) in [
                ("same.lua data.ndjson --on-error ./data.ndjson", "--on-error ./data.ndjson: that file is read"),
                ("same.lua data.ndjson --metrics data.ndjson", "--metrics data.ndjson: that file is read"),
                ("same.lua data.ndjson -o same.lua --to ndjson", "--output same.lua: that file is read"),
                ("same.lua data.ndjson --on-error same.lua", "--on-error same.lua: that file is read"),
                (
                    "same.lua data.ndjson --on-error x.ndjson -o ./x.ndjson",
                    "--output ./x.ndjson: --on-error writes that file too"
                ),
                ("same.lua data.ndjson --metrics x -o x", "--output x: --metrics writes that file too"),
            ] {
                let result = try shell("\"$0\" map \(options)", folder: folder)
                #expect(result.status == 64, "\(options)")
                #expect(result.output == "intercom-lua: \(message); name another one\n")
            }
            #expect(try folder.contents(of: "data.ndjson") == Self.input)
            #expect(try folder.contents(of: "same.lua") == script)
        }

        @Test func aFolderIsNoFileToWriteTo() throws {
            let folder = try TemporaryFolder()
            try folder.write(Self.input, to: "data.ndjson")
            for command in [
                "map -e 'return r' data.ndjson -o .", "run -e 'return 1' --emulator -q --results .",
                "run -e 'return 1' --emulator -q --report .",
            ] {
                let result = try shell("\"$0\" \(command)", folder: folder)
                #expect(result.status == 73, "\(command)")
                #expect(result.output == "intercom-lua: .: is a folder (name a file in it)\n")
            }
        }

        @Test func whoReadsMayStop() throws {
            let folder = try TemporaryFolder()
            try folder.write(String(repeating: Self.input, count: 40), to: "in.ndjson")
            let result = try shell("\"$0\" map -e 'return r' in.ndjson | head -n 1", folder: folder)
            #expect(result.output == "{\"n\":1}\n")
            #expect(result.status == 0)
        }

        @Test func aFullDiskIsSaid() throws {
            let folder = try TemporaryFolder()
            try folder.write(Self.input, to: "in.ndjson")
            for line in [
                "\"$0\" map -e 'return r' in.ndjson > /dev/full", "\"$0\" map -e 'return r' in.ndjson -o /dev/full",
            ] {
                let result = try shell(line, folder: folder)
                #expect(result.status == 73)
                #expect(result.output.contains("No space left on device (free some space)"))
            }
            let nowhere = try shell("\"$0\" map -e 'return r' in.ndjson -o /proc/nowhere/x", folder: folder)
            #expect(nowhere.status == 73)
        }

        @Test func anInterruptEndsItAfterTheRecordAtHand() async throws {
            let folder = try TemporaryFolder()
            let program = try Program(
                [
                    "map", "-e", "if r.n == 3000 then log.warn('last') end return r", "-", "--format", "ndjson", "-o",
                    folder.path("out.ndjson"),
                ], input: Self.input, keepsInputOpen: true)
            while let line = await program.errors.nextLine(), !line.contains("last") {}
            program.interrupt()
            let result = await program.result()
            #expect(result.status == 130)
            #expect(result.errors.hasSuffix("out.ndjson was not written\n"), "\(result.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
        }

        @Test func theOutputOfAPipeComesAsItsInputDoes() async throws {
            let program = try Program(
                ["map", "-e", "return r", "-", "--format", "ndjson"], input: "{\"n\":1}\n", keepsInputOpen: true)
            #expect(await program.output.nextLine() == "{\"n\":1}")
            program.interrupt()
            #expect(await program.result().status == 130)
        }

        @Test func optionsThatMakeNoSense() async throws {
            for arguments in [
                ["--jobs", "0"], ["--jobs", "300"], ["--columns", "a"], ["--to", "csv", "--columns", "a,,b"],
                ["--to", "csv", "--columns", "a,a"],
            ] {
                let result = try await Program.run(["map", "-e", "return r", "-"] + arguments, input: "")
                #expect(result.status == 64, "\(arguments)")
            }
        }
    }
}
