import CLuaBridge
import Foundation
import Lua
import Testing

/// What a sandboxed script gets against Lua's own, in results, messages and side effects, with generated calls.
///
/// `INTERCOM_LUA_DIFFERENTIAL_CASES` is the number of calls of each function, `INTERCOM_LUA_DIFFERENTIAL_SEED` makes
/// them others.
@Suite struct DifferentialTests {
    @Test(arguments: ["patterns", "strings", "tables", "base", "control"])
    func theSandboxedFunctionsAreLuasOwn(file: String) async throws {
        let cases = number("INTERCOM_LUA_DIFFERENTIAL_CASES", default: 20_000)
        let seed = number("INTERCOM_LUA_DIFFERENTIAL_SEED", default: 1)
        let core = try source("core"), comparison = try source(file)
        let difference = await onLuaThread { _ in compare(core, comparison, file: file, seed: seed, cases: cases) }
        #expect(difference == nil)
    }

    private func number(_ name: String, default value: Int64) -> Int64 {
        ProcessInfo.processInfo.environment[name].flatMap { Int64($0) } ?? value
    }

    private func source(_ name: String) throws -> [CChar] {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "lua", subdirectory: "Differential"))
        return try Data(contentsOf: url).map { CChar(bitPattern: $0) }
    }

    /// Runs one of the files in a trusted state. Returns the first difference it found.
    private func compare(_ core: [CChar], _ file: [CChar], file name: String, seed: Int64, cases: Int64) -> String? {
        var callbacks = lb_callbacks(call: { _, _ in 0 }, release: { _ in }, print: { _, _, _, _ in })
        guard let state = lb_open(&callbacks, 0, true, 0), let lua = lb_main(state) else {
            return "cannot open a state"
        }
        defer {
            lb_close(state)
            lb_free(state)
        }
        guard lb_load(state, lua, core, core.count, "@core.lua", 0) == LB_OK,
            lb_push_comparison(state, lua) == LB_OK
        else { return message(lua) }
        lua_pushinteger(lua, seed)
        lua_pushinteger(lua, cases)
        let handler: Int32 = 1
        guard lb_call(state, handler, 4, 1) == LB_OK, lb_load(state, lua, file, file.count, "@\(name).lua", 0) == LB_OK
        else { return message(lua) }
        lb_insert(lua, -2)
        return lb_call(state, handler, 1, 0) == LB_OK ? nil : message(lua)
    }

    private func message(_ lua: OpaquePointer) -> String {
        guard lua_type(lua, -1) == LB_TYPE_STRING, let text = lua_tolstring(lua, -1, nil) else { return "no message" }
        return String(cString: text)
    }
}
