import Foundation
import Testing

extension EndToEnd {
    /// The project's own commands, asked what they are for.
    @Suite struct ScriptHelpTests {
        @Test(arguments: ["--help", "-h"]) func everyScriptAnswersAndDoesNothingElse(_ option: String) async throws {
            let folder = Project.root.appendingPathComponent("scripts")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: folder.path + "/" + name, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
            #expect(names.count >= 8)
            for name in names {
                let result = try await Program([option], executable: folder.appendingPathComponent(name)).result()
                // Whatever else a script did, it would say on standard error.
                #expect(result.status == 0 && result.errors.isEmpty, "\(name): \(result.errors)")
                #expect(result.output.count > 40, "\(name)")
            }
        }
    }
}
