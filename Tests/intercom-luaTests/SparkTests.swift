import Foundation
import Testing

extension EndToEnd {
    /// `map` as a stage of a Spark job.
    @Suite struct SparkTests {
        /// Nil without Java, too.
        private static let python =
            (try? Tool.run("/usr/bin/env", ["java", "-version"]))?.status == 0
            ? PythonForTests.program(with: "pyspark") : nil
        private static let example = Project.root.appendingPathComponent("scripts/examples/spark_map.py").path

        /// On a cluster of two workers, each a process of its own, of which one is killed.
        @Test(.enabled(if: python != nil, "PyPI's pyspark and Java are not installed"))
        func aClusterMakesWhatOneProcessMakes() async throws {
            let python = try #require(Self.python)
            let folder = try TemporaryFolder()
            let check = Project.root.appendingPathComponent("Tests/intercom-luaTests/Support/spark_check.py").path
            let program = try Program(
                [check, Project.program.path, Self.example, folder.url.path],
                environment: [
                    "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": python,
                    "PYSPARK_SUBMIT_ARGS": "--master local-cluster[2,1,1024] pyspark-shell",
                ], folder: folder.url, executable: URL(fileURLWithPath: python))
            let result = await program.result()
            #expect(result.status == 0, "\(result.errors.suffix(3000))")
            #expect(result.lines.filter { $0.hasSuffix(": the same") }.count == 3, "\(result.output)")
        }

        /// What Spark counts on: rejected records come with the others, and only what went wrong otherwise ends in another code.
        @Test func rejectedRecordsAreNoFailureAmongTheOthers() async throws {
            let code = "if r.n == 2 then error('no', 0) end return r"
            let result = try await Program.run(
                "map", "-e", code, "-", "--format", "ndjson", "--on-error", "-", input: "{\"n\":1}\n{\"n\":2}\n[3]\n")
            #expect(result.status == 0 && result.errors == "")
            #expect(result.lines.count == 3 && result.lines[0] == #"{"n":1}"#)
            #expect(result.lines[1].hasPrefix(#"{"n":2,"_error":{"code":"script_error","message":"no""#))
            #expect(result.lines[2].contains(#""_text":"[3]""#))
            let none = try await Program.run(
                "map", "-e", code, "-", "--format", "ndjson", "--on-error", "-", input: "")
            #expect(none.status == 0 && none.output == "")
            let broken = try await Program.run(
                "map", "-e", "return(", "-", "--format", "ndjson", "--on-error", "-", input: "{\"n\":1}\n")
            #expect(broken.status == 70)
            for arguments in [["--to", "csv"], ["--output", "x.ndjson"]] {
                let odd = try await Program.run(
                    ["map", "-e", "return r", "-", "--on-error", "-"] + arguments, input: "")
                #expect(odd.status == 64, "\(arguments)")
            }
        }

        @Test(arguments: [["--format", "ndjson"], ["--format", "csv", "--empty", "string"]], ["1", "3"])
        func aPipeThatIsIdleKeepsNothingBack(_ format: [String], _ jobs: String) async throws {
            let isCSV = format.contains("csv")
            let program = try Program(
                ["map", "-e", "if r.n == '2' then error('no') end return r", "-", "--on-error", "-", "--jobs", jobs]
                    + format, input: isCSV ? "n\n1\n" : "{\"n\":\"1\"}\n", keepsInputOpen: true)
            #expect(await program.output.nextLine() == #"{"n":"1"}"#)
            program.type(isCSV ? "2\n" : "{\"n\":\"2\"}\n")
            #expect(await program.output.nextLine()?.hasPrefix(#"{"n":"2","_error":"#) == true)
            program.type(isCSV ? "3\n" : "{\"n\":\"3\"}\n")
            #expect(await program.output.nextLine() == #"{"n":"3"}"#)
            program.endInput()
            #expect(await program.result().status == 0)
        }
    }
}
