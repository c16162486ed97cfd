import EmulatorTesting
import IntercomScripting
import Runner
import Testing

/// Custom attributes that the workspace has archived: warned about, once a run, and sent.
struct ArchivedAttributeTests {
    private static let script = """
        return function(row)
          return intercom.upsert_contact {
            matching_field = "email", matching_value = row.email,
            mappings = { name = row.name }, custom_mappings = { old_plan = "pro", older_plan = row.older },
          }
        end
        """

    @Test(arguments: [false, true])
    func areWarnedAboutByNameOnceARun(isDryRun: Bool) async throws {
        let workspace = try EmulatedWorkspace()
        try workspace.core.seed([
            "data_attributes": [
                ["name": "old_plan", "data_type": "string", "archived": true],
                ["name": "older_plan", "data_type": "string", "archived": true],
            ]
        ])
        let bench = try RunBench(workspace)
        for _ in 0..<2 {
            let lines = Lines()
            let input = "email,name,older\na@b.c,A,\nb@b.c,B,\nc@b.c,C,x\n"
            let report = try await bench.run(Self.script, over: input) {
                $0.isDryRun = isDryRun
                $0.log = { entry in lines.add("\(entry.level.rawValue): \(entry.message)") }
            }
            #expect(report.summary.problems == 0 && report.total == 3)
            let advice = "Unarchive it in Intercom under Settings, or leave it out."
            #expect(
                lines.all.sorted()
                    == ["old_plan", "older_plan"].map {
                        "warning: The custom attribute \"\($0)\" is archived: Intercom may not keep what is written to it. \(advice)"
                    })
        }
    }
}
