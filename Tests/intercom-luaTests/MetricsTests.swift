import Foundation
import Testing

extension EndToEnd {
    /// `--metrics`: what the program tells Prometheus.
    @Suite struct MetricsTests {
        /// Prometheus' own reader of its format, where it is there.
        private static let reader = PythonForTests.program(with: "prometheus_client")

        private static let check = """
            import sys
            from prometheus_client.parser import text_string_to_metric_families as read
            for family in read(open(sys.argv[1]).read()):
                for s in family.samples:
                    print(s.name, ",".join(v for k, v in sorted(s.labels.items()) if k not in ("script",)), float(s.value))
            """

        @Test func aRunAndATransformLeaveTheirFile() async throws {
            let folder = try TemporaryFolder()
            let path = folder.path("run.prom")
            let run = try await Program.run(
                "run", "-e", #"return intercom.create_contact { mappings = { email = row.e } }"#, "-", "--format",
                "csv",
                "--shard", "1/1", "--emulator", "--quiet", "--metrics", path, input: "e\na@b.c\nnobody\n")
            #expect(run.status == 1, "\(run.errors)")
            let text = try folder.contents(of: "run.prom")
            let labels = #"command="run",script="-e",shard="1/1""#
            #expect(text.contains("intercom_lua_records_total{\(labels),outcome=\"created\"} 1\n"))
            #expect(text.contains("intercom_lua_records_total{\(labels),outcome=\"rejected\"} 1\n"))
            #expect(text.contains("intercom_lua_calls_total{\(labels),endpoint=\"POST /contacts\"} 1\n"))
            #expect(text.contains("intercom_lua_queue_records{\(labels)} 0\n"))
            #expect(text.contains("intercom_lua_finished{\(labels)} 1\n"))
            // The page names what there is.
            let names = text.matches(of: #/# TYPE (\w+)/#).map { String($0.output.1) }
            let page = try Project.contents(of: "Sources/intercom-lua/intercom-lua.docc/fleet.md")
            let told = page.matches(of: #/`(intercom_lua_\w+)`/#).map { String($0.output.1) }
            #expect(names.sorted() == told.sorted())
            let map = try await Program.run(
                "map", "-e", "if r.e == 'x' then error('x') end return r.e ~= 'y' and r or nil", "-", "--format", "csv",
                "--metrics", folder.path("map.prom"), input: "e\na\nx\ny\n")
            #expect(map.status == 1)
            let words = try folder.contents(of: "map.prom").split(separator: "\n").filter { $0.contains("outcome=") }
            #expect(
                words.map { $0.suffix { $0 != "," } } == [
                    #"outcome="transformed"} 1"#, #"outcome="skipped"} 1"#, #"outcome="rejected"} 1"#,
                ])
        }

        @Test(.enabled(if: reader != nil, "PyPI's prometheus_client is not installed"))
        func prometheusReadsIt() async throws {
            let folder = try TemporaryFolder()
            let path = folder.path("run.prom")
            _ = try await Program.run(
                "run", "-e", #"return intercom.create_contact { mappings = { email = row.e } }"#, "-", "--format",
                "csv",
                "--emulator", "--metrics", path, input: "e\na@b.c\nb@b.c\n")
            let script = try folder.write(Self.check, to: "check.py")
            let read = try Tool.run(try #require(Self.reader), [script, path])
            #expect(read.status == 0, "\(read.output)")
            #expect(read.output.contains("intercom_lua_records_total run,created 2.0\n"), "\(read.output)")
            #expect(read.output.contains("intercom_lua_call_duration_seconds_bucket run,+Inf "), "\(read.output)")
        }

        /// The folder goes while the transform is at work.
        @Test(arguments: [("return r", Int32(73)), ("error('x')", 1)])
        func aFileThatCannotBeWrittenAtTheEndIsSaid(_ code: String, status: Int32) async throws {
            let folder = try TemporaryFolder()
            let metrics = folder.url.appendingPathComponent("metrics")
            try FileManager.default.createDirectory(at: metrics, withIntermediateDirectories: false)
            let program = try Program(
                [
                    "map", "-e", "log.warn('begun') \(code)", "-", "--format", "csv", "--metrics", "metrics/map.prom",
                ], input: "e\n1\n2\n", keepsInputOpen: true, folder: folder.url)
            while let line = await program.errors.nextLine(), !line.contains("begun") {}
            try FileManager.default.removeItem(at: metrics)
            program.endInput()
            let result = await program.result()
            #expect(result.status == status && result.errors.contains("metrics/map.prom"), "\(result.errors)")
        }

        @Test func aFileThatCannotBeWrittenIsSaidAtOnce() async throws {
            let folder = try TemporaryFolder()
            let result = try await Program.run(
                "map", "-e", "return r", "-", "--format", "csv", "--metrics", folder.path("none/map.prom"),
                input: "e\n1\n")
            #expect(result.status == 73 && result.output.isEmpty)
            let dash = try await Program.run("map", "-e", "return r", "-", "--metrics", "-", input: "")
            #expect(dash.status == 64)
        }
    }
}
