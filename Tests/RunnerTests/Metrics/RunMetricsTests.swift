import EmulatorTesting
import Foundation
import Intercom
import Runner
import Testing

/// What a run tells Prometheus.
@Suite struct RunMetricsTests {
    @Test func aRunIsCounted() async throws {
        let bench = try RunBench()
        let metrics = RunMetrics(
            labels: [("script", "sync \"all\".lua"), ("path", "C:\\\n")], client: bench.workspace.client,
            input: { InputProgress(records: 7, bytes: 93) }, now: { 1000 })
        let script = """
            return function(row)
              return intercom.create_contact { mappings = { email = row.email } }
            end
            """
        let report = try await bench.run(script, over: "email\na@b.c\nb@b.c\na@b.c\n")
        for result in report.results { metrics.recordEnded(result) }
        let before = try PrometheusReading(metrics.text.text)
        #expect(try before.value("intercom_lua_records_total", ["outcome": "created"]) == 2)
        #expect(try before.value("intercom_lua_records_total", ["outcome": "rejected"]) == 1)
        #expect(try before.value("intercom_lua_records_total", ["outcome": "failed"]) == 0)
        #expect(try before.value("intercom_lua_queue_records") == 4)
        #expect(try before.value("intercom_lua_input_bytes_total") == 93)
        let calls = Double(report.summary.calls)
        #expect(try before.value("intercom_lua_calls_total", ["endpoint": "POST /contacts"]) == 3)
        #expect(try before.value("intercom_lua_call_duration_seconds_count") == calls)
        #expect(try before.value("intercom_lua_call_duration_seconds_bucket", ["le": "30"]) == calls)
        #expect(try before.value("intercom_lua_finished") == 0)
        let sample = try #require(before.families["intercom_lua_records_total"]?.samples.first)
        #expect(sample.labels["script"] == "sync \"all\".lua" && sample.labels["path"] == "C:\\\n")
        metrics.noteEnd()
        #expect(try PrometheusReading(metrics.text.text).value("intercom_lua_finished") == 1)
    }

    @Test func whatWaitsForTheRateLimitShows() async throws {
        let workspace = try EmulatedWorkspace { $0.rateLimit = 3 }
        let metrics = RunMetrics(labels: [], client: workspace.client, input: { InputProgress() })
        for number in 1...3 { _ = try await workspace.client.createContact(.init(email: .value("p\(number)@b.c"))) }
        let reading = try PrometheusReading(metrics.text.text)
        #expect(try reading.value("intercom_lua_rate_limit_calls") == 3)
        #expect(try reading.value("intercom_lua_rate_limit_remaining_calls") <= 1)
        #expect(try reading.value("intercom_lua_calls_refused_total") == 0)
    }

    @Test func aTransformHasNoCalls() throws {
        let metrics = RunMetrics(
            labels: [], words: ["transformed", "skipped"], client: nil, input: { InputProgress(records: 5) })
        metrics.note(["transformed": 3])
        let reading = try PrometheusReading(metrics.text.text)
        #expect(try reading.value("intercom_lua_records_total", ["outcome": "transformed"]) == 3)
        #expect(try reading.value("intercom_lua_records_total", ["outcome": "skipped"]) == 0)
        #expect(try reading.value("intercom_lua_queue_records") == 2)
        #expect(reading.families.keys.allSatisfy { !$0.contains("call") })
    }

    @Test func theFileIsWrittenAtOnceAndAtTheEnd() throws {
        let bench = try RunBench()
        let path = bench.folder.path + "/run.prom"
        let metrics = RunMetrics(labels: [], client: nil, input: { InputProgress() })
        let file = try MetricsFile(path: path) { metrics.text }
        #expect(
            try PrometheusReading(String(contentsOfFile: path, encoding: .utf8)).value("intercom_lua_finished") == 0)
        metrics.count("created")
        metrics.noteEnd()
        try file.finish()
        let reading = try PrometheusReading(String(contentsOfFile: path, encoding: .utf8))
        #expect(try reading.value("intercom_lua_finished") == 1)
        #expect(try reading.value("intercom_lua_records_total", ["outcome": "created"]) == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path) == ["run.prom"])
        #expect(throws: (any Error).self) {
            try MetricsFile(path: bench.folder.path + "/none/run.prom") { metrics.text }
        }
    }

    @Test func textThatIsNoneOfMetricsIsFound() {
        for text in [
            "a 1\n", "# HELP a b\n# TYPE a gauge\na 1", "# HELP a b\n# TYPE a gauge\na x\n",
            "# HELP a b\n# TYPE a gauge\na{b=1} 1\n", "# HELP a b\n# TYPE a gauge\nb 1\n",
        ] {
            #expect(throws: PrometheusReading.Mistake.self, "\(text)") { try PrometheusReading(text) }
        }
    }
}
