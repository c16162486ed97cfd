import Foundation
import Lua
import Testing

/// Lua's own tests through this library.
@Suite(
    .serialized, .timeLimit(.minutes(5)),
    .enabled(if: OfficialSuite.folder != nil, "INTERCOM_LUA_SUITE does not name the folder of Lua's test suite"))
struct OfficialSuiteTests {
    let folder: String

    init() throws { folder = try #require(OfficialSuite.folder) }

    @Test(arguments: OfficialSuite.sandboxed) func passesInTheSandbox(_ file: String) async throws {
        let source = try OfficialSuite.text(of: file, in: folder)
        let host = Host()
        // Called directly, and in a coroutine in which host functions may wait.
        for waits in [false, true] {
            let configuration = LuaConfiguration(memoryLimit: 256 << 20, timeLimit: .seconds(60), modules: folder)
            try await host.fresh(configuration) { _, lua in
                lua.output = { _ in }
                let chunk = try lua.load(bytes: source, name: "@" + file)
                if waits { _ = try await lua.run(chunk) } else { try lua.call(chunk) }
            }
        }
    }
}
