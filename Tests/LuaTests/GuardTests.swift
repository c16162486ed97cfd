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

    /// Fills most of the memory with small values of each size in turn.
    private static let allSizes = """
        local bytes, kept = ...
        for k = 1, 29 do
          local live, pad = {}, ("x"):rep(16 * k - 16)
          for i = 1, bytes // (16 * k + 32) do live[i] = ("%07d"):format(i) .. pad end
          for i = 1, #live, #live // 3 do kept[#kept + 1] = live[i] end
          live = nil
          collectgarbage()
        end
        return #kept
        """

    /// Small values of one size are not made where those of another were, as long as there is room elsewhere.
    @Test(.disabled(if: hasAddressSanitizer, "address sanitizer keeps what is freed"))
    func memoryForAllSizesIsLimitedTogether() async throws {
        let before = try residentBytes()
        let after = try await onLuaThread { executor in
            let lua = try LuaState(executor: executor, configuration: LuaConfiguration(memoryLimit: 32 << 20))
            _ = try? lua.evaluate("return (function(...) \(Self.allSizes) end)(20e6, {})", as: Int.self)
            return try residentBytes()
        }
        #expect(after - before < 300 << 20)
    }

    /// What was used for values of one size is there for those of others, though some of the old ones are still in use.
    @Test(.disabled(if: hasAddressSanitizer, "with address sanitizer there are no small blocks"))
    func memoryOfOneSizeIsUsedForOthers() async throws {
        try await onLuaThread { executor in
            let lua = try LuaState(executor: executor, configuration: LuaConfiguration(memoryLimit: 4 << 20))
            for _ in 1...3 {
                let kept = try lua.evaluate("return (function(...) \(Self.allSizes) end)(2.5e6, {})", as: Int.self)
                #expect(kept > 100)
            }
        }
    }

    @Test func anErrorHasNoLongerTextThanSomebodyReads() async throws {
        // `#expect(throws:)` would describe it at length.
        let length = await onLuaThread { executor in
            do throws(LuaError) {
                return try LuaState(executor: executor).evaluate("error(('\\255'):rep(1e6))", as: Int.self)
            } catch {
                return error.message.count
            }
        }
        #expect(length == 65537)
    }

    private func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
