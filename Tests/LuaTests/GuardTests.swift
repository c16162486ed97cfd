import Foundation
import Lua
import Testing

/// What keeps scripts in bounds must not be in the way of those that mean no harm.
@Suite struct GuardTests {
    /// A guard looks for long chains of `__call` among the arguments.
    @Test func manyArgumentsWithMetatablesAreNoChainOfCalls() async throws {
        let count = try await onLuaThread { executor in
            try LuaState(executor: executor).evaluate(
                """
                local metatable, all = { __index = {} }, {}
                for i = 1, 40000 do all[i] = setmetatable({}, metatable) end
                local function count(...) return select("#", ...) end
                return count(table.unpack(all))
                """, as: Int.self)
        }
        #expect(count == 40000)
    }

    @Test func deepRecursionMayUseProtectedCalls() async throws {
        let depth = try await onLuaThread { executor in
            try LuaState(executor: executor).evaluate(
                """
                local function down(n)
                  if n == 0 then
                    for i = 1, 20000 do assert(pcall(function() end)) end
                    return 0
                  end
                  return 1 + down(n - 1)
                end
                return coroutine.wrap(function() return down(20000) end)()
                """, as: Int.self)
        }
        #expect(depth == 20000)
    }

    @Test func protectedCallsThatBeginEachOtherForEverEnd() async throws {
        let text = try await onLuaThread { executor in
            try LuaState(executor: executor).evaluate(
                """
                local seen
                coroutine.wrap(function()
                  local f, g
                  f = function()
                    local x <close> = setmetatable({}, { __close = function() g() end })
                    error("x")
                  end
                  g = function()
                    local ok, message = pcall(pcall, f)
                    if not ok then seen = message end
                  end
                  g()
                end)()
                return seen
                """, as: String.self)
        }
        #expect(text.hasSuffix("stack overflow (too many protected calls within each other)"))
    }

    /// With address sanitizer every block is malloc's, and what was freed is kept for a while.
    private static let hasAddressSanitizer = dlsym(nil, "__asan_init") != nil

    /// Memory that was used for small values of one size is not used for another.
    @Test(.disabled(if: hasAddressSanitizer, "address sanitizer keeps what is freed"))
    func memoryForAllSizesIsLimitedTogether() async throws {
        let before = try residentBytes()
        let after = try await onLuaThread { executor in
            let lua = try LuaState(executor: executor, configuration: LuaConfiguration(memoryLimit: 32 << 20))
            _ = try? lua.evaluate(
                """
                for k = 1, 29 do
                  local live, pad = {}, ("x"):rep(16 * k - 16)
                  for i = 1, 20e6 // (16 * k + 32) do live[i] = ("%07d"):format(i) .. pad end
                  live = nil
                  collectgarbage()
                end
                return 0
                """, as: Int.self)
            return try residentBytes()
        }
        #expect(after - before < 300 << 20)
    }

    @Test func anErrorHasNoLongerTextThanSomebodyReads() async throws {
        let error = await onLuaThread { executor in
            #expect(throws: LuaError.self) {
                try LuaState(executor: executor).evaluate("error(('\\255'):rep(1e6))", as: Int.self)
            }
        }
        #expect(error?.message.count == 65537)
    }

    private func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
