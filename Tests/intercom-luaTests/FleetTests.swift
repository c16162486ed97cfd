import Foundation
import JSON
import Testing

extension EndToEnd {
    /// Job arrays: several processes that share an input, as schedulers start them.
    @Suite struct FleetTests {
        private static let yaml = PythonForTests.program(with: "yaml")
        private static let hasParallel =
            (try? Tool.run("/usr/bin/parallel", ["--version"]))?.output
            .hasPrefix("GNU parallel") == true

        /// A folder with the examples, in which `intercom-lua` is the program that was built.
        private func examples() throws -> (folder: TemporaryFolder, path: URL) {
            let folder = try TemporaryFolder()
            let path = folder.url.appendingPathComponent("examples")
            try FileManager.default.copyItem(at: Project.root.appendingPathComponent("scripts/examples"), to: path)
            let programs = folder.url.appendingPathComponent("bin")
            try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                at: programs.appendingPathComponent("intercom-lua"), withDestinationURL: Project.program)
            return (folder, path)
        }

        /// Runs lines of a shell there, against a workspace.
        private func shell(
            _ text: String, in folder: TemporaryFolder, _ environment: [String: String] = [:], url: String
        ) async throws -> Program.Result {
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
            let settings = [
                "PATH": folder.path("bin") + ":" + path, "INTERCOM_BASE_URL": url,
                "PARALLEL_HOME": folder.path("parallel"),
            ]
            return try await Program(
                ["-c", text], environment: settings.merging(environment) { $1 },
                folder: folder.url.appendingPathComponent("examples"), executable: URL(fileURLWithPath: "/bin/sh")
            ).result()
        }

        /// What one process makes of the example.
        private func alone(_ path: URL) async throws -> [String: Int] {
            try await EmulatedWorkspace.serve { workspace in
                try RunReport(
                    await Program.run(
                        "run", "sync_leads.lua", "leads.csv", "--json", "--base-url", workspace.url, folder: path)
                ).outcomes
            }
        }

        @Test(.enabled(if: hasParallel, "GNU parallel is not installed"))
        func theCommandsForParallelRun() async throws {
            let (folder, path) = try examples()
            let blocks = try Project.blocks("sh", of: "Sources/intercom-lua/intercom-lua.docc/fleet.md")
            let block = try #require(blocks.first { $0.contains("parallel") })
            try await EmulatedWorkspace.serve { workspace in
                let result = try await shell(block, in: folder, url: workspace.url)
                // The list has records that are rejected, which the last command says.
                #expect(result.status == 1 && !result.errors.contains("intercom-lua: "), "\(result.errors)")
                #expect(result.output.contains("68 records: "), "\(result.output)")
            }
            let merged = try await Program.run("runs", "merge", "leads.sqlite", "--json", folder: path)
            #expect(try RunTotals(merged).outcomes == (try await alone(path)))
        }

        @Test(.enabled(if: yaml != nil, "PyPI's PyYAML is not installed"))
        func theKubernetesJobDoesWhatItSays() async throws {
            let (folder, path) = try examples()
            let read = try Tool.run(
                try #require(Self.yaml),
                [
                    "-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))",
                    path.appendingPathComponent("kubernetes_job.yaml").path,
                ])
            let job = try JSONValue(parsing: read.output)
            #expect(job["apiVersion"]?.string == "batch/v1" && job["kind"]?.string == "Job")
            let spec = try #require(job["spec"])
            #expect(spec["completionMode"]?.string == "Indexed" && spec["backoffLimitPerIndex"]?.integer == 5)
            let completions = try #require(spec["completions"]?.integer)
            let pod = try #require(spec["template"]?["spec"])
            // A policy for failures asks for this.
            #expect(pod["restartPolicy"]?.string == "Never")
            let rules = try #require(spec["podFailurePolicy"]?["rules"]?.array)
            let codes = rules.compactMap { $0["onExitCodes"]?["values"]?.array?.compactMap(\.integer) }.flatMap(\.self)
            let exits = try await Program.run("exit-codes").output
            for code in codes { #expect(exits.contains("\n   \(code)  "), "\(code)") }
            let container = try #require(pod["containers"]?.array?.first)
            let environment = container["env"]?.array?.first { $0["name"]?.string == "INTERCOM_LUA_SHARDS" }
            #expect(environment?["value"]?.string == String(completions))
            let mounts = container["volumeMounts"]?.array?.compactMap { $0["name"]?.string }
            #expect(mounts == pod["volumes"]?.array?.compactMap { $0["name"]?.string })

            // What a pod does, with the folders that it would have.
            let ledgers = folder.path("ledgers")
            try FileManager.default.createDirectory(atPath: ledgers, withIntermediateDirectories: true)
            let command = try #require(container["args"]?.array?.first?.string)
                .replacing("/ledgers/", with: ledgers + "/").replacing("/sync/", with: path.path + "/")
            try await EmulatedWorkspace.serve { workspace in
                for index in 0..<completions {
                    let variables = ["JOB_COMPLETION_INDEX": "\(index)", "INTERCOM_LUA_SHARDS": "\(completions)"]
                    let result = try await shell(command, in: folder, variables, url: workspace.url)
                    #expect(result.status == 0, "\(result.errors)")
                }
                // A pod that is started again finds its work done.
                let again = try await shell(
                    command, in: folder, ["JOB_COMPLETION_INDEX": "0", "INTERCOM_LUA_SHARDS": "\(completions)"],
                    url: workspace.url)
                #expect(again.status == 0 && !again.errors.contains("created"), "\(again.errors)")
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: ledgers).filter { $0.hasSuffix(".sqlite") }
            #expect(files.count == Int(completions))
            let merged = try await Program.run(["runs", "merge", "--json"] + files.map { ledgers + "/" + $0 })
            #expect(try RunTotals(merged).records == 68)
        }
    }
}

/// What `runs merge --json` says of all records.
private struct RunTotals: Decodable {
    var records: Int
    var outcomes: [String: Int]

    init(_ result: Program.Result) throws {
        self = try JSONDecoder().decode(RunTotals.self, from: Data((result.lines.last ?? "").utf8))
    }
}
