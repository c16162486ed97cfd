import Runner
import Testing

/// Scripts that would have their tables change while these are being written.
@Suite struct TransformHostilityTests {
    /// Keys that come and go while a table is being gone through can come twice.
    @Test(arguments: [(20, 300), (60, 150), (100, 30), (100, 300)])
    func nothingOfTheScriptRunsWhileARecordIsWritten(kept: Int, added: Int) async throws {
        let fields = (1...200).map { "\"f\($0)\":\($0)" }.joined(separator: ",")
        let output = try await TransformRun(
            """
            local n = 0
            for k in pairs(row) do n = n + 1 if n > \(kept) then row[k] = nil end end
            local asked = setmetatable({}, { __index = function()
              for i = 1, \(added) do row["x" .. i] = 1 end
              for i = 1, \(added) do row["x" .. i] = nil end
            end })
            local last
            for k in pairs(row) do last = k end
            row[last] = asked
            return row
            """, over: "{\(fields)}\n")
        #expect(output.rejected.isEmpty)
        #expect(output.lines.count == 1)
        #expect(output.lines.first?.contains(":{}") == true)
        #expect(output.lines.first?.contains("\"x1\"") == false)
    }

    /// The values of this table, and with them its members, go while it is being written; its keys are too long to be kept by
    /// anything else.
    @Test func aTableOfWeakValuesKeepsItsKeysAsLongAsTheyAreNeeded() async throws {
        let output = try await TransformRun(
            """
            local out = setmetatable({}, { __mode = "v" })
            for i = 1, 40 do out[("k"):rep(70000) .. i] = {} end
            local garbage = {}
            for i = 1, 1000 do garbage[i] = ("g"):rep(100) .. i end
            return { out = out }
            """, over: "{}\n{}\n{}\n")
        #expect(output.rejected.isEmpty)
        #expect(output.lines.count == 3)
    }

    @Test func longKeysComeInOrder() async throws {
        let output = try await TransformRun(
            """
            return { [("b"):rep(70000)] = 1, [("a"):rep(70000)] = 2, c = { [("z"):rep(70000)] = 3, [("y"):rep(70000)] = 4 } }
            """, over: "{}\n{}\n")
        let (a, b) = (String(repeating: "a", count: 70000), String(repeating: "b", count: 70000))
        let (y, z) = (String(repeating: "y", count: 70000), String(repeating: "z", count: 70000))
        let line = "{\"\(a)\":2,\"\(b)\":1,\"c\":{\"\(y)\":4,\"\(z)\":3}}"
        #expect(output.lines.map { $0 == line } == [true, true])
    }

    @Test func marksOfArraysAreLookedAtWithoutAskingTheScript() async throws {
        let output = try await TransformRun(
            """
            return {
              a = setmetatable({}, { __index = { __jsontype = "array" } }),
              b = setmetatable({}, { __index = function() error("asked") end }),
              c = setmetatable({}, { __index = setmetatable({}, { __index = function() error("asked") end }) }),
            }
            """, over: "{}\n")
        #expect(output.lines == [#"{"a":[],"b":{},"c":{}}"#])
    }
}
