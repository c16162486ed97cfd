import Lua
import Testing

/// Swift values to Lua and back, and what is said of those that do not fit.
@Suite struct ConversionTests {
    enum Plan: String, LuaPushable, LuaReadable, CaseIterable { case free, team }
    enum Code: Int, LuaPushable, LuaReadable { case ok = 200 }

    // MARK: Integers

    private func survives<Value: FixedWidthInteger & LuaPushable & LuaReadable & Sendable>(_ type: Value.Type) throws {
        try withState { lua in
            let identity = try lua.load("return ...")
            let largest = Value(clamping: Int64.max)
            for value in [Value.zero, 1, largest, Value(clamping: Int64.min)] {
                #expect(try lua.call(identity, value, as: Value.self) == value)
            }
            // One more than fits, where Lua has such a number.
            for beyond in [Int128(Value.max) + 1, Int128(Value.min) - 1].compactMap(Int64.init(exactly:)) {
                let error = #expect(throws: LuaError.self) { _ = try lua.call(identity, beyond, as: type) }
                #expect(error?.message == "\(beyond) is not within \(Value.min) to \(Value.max)")
            }
            let error = #expect(throws: LuaError.self) { _ = try lua.call(identity, 1.5, as: type) }
            #expect(error?.message == "number has no integer representation")
            #expect(try lua.call(identity, 2.0, as: type) == 2)
            #expect(try lua.call(identity, "0x10", as: type) == 16)
        }
    }

    @Test func integersOfEveryWidthAreChecked() throws {
        try survives(Int8.self)
        try survives(Int16.self)
        try survives(Int32.self)
        try survives(Int64.self)
        try survives(Int.self)
        try survives(UInt8.self)
        try survives(UInt16.self)
        try survives(UInt32.self)
        try withState { lua in
            let identity = try lua.load("return ...")
            #expect(try lua.call(identity, UInt64(1) << 40, as: UInt64.self) == 1 << 40)
            #expect(try lua.call(identity, UInt64.max, as: Double.self) == 18446744073709551616.0)
            #expect(try lua.call(identity, Int128(-5), as: Int128.self) == -5)
            for type in [UInt.self, UInt64.self, UInt128.self] as [any (FixedWidthInteger & LuaReadable).Type] {
                let error = #expect(throws: LuaError.self) { _ = try lua.evaluate("return -1", as: type) }
                #expect(error?.message == "-1 is not within 0 to \(type.max)")
            }
        }
    }

    // MARK: Where it is

    static let paths: [(String, String, any (LuaReadable & Sendable).Type)] = [
        ("{1, 2, 3, 4, 'x'}", "[5]: number expected, got string", [Int].self),
        ("{{}, {1, {}}}", "[2][2]: number expected, got table", [[Int]].self),
        ("{a = 1}", "a: boolean expected, got number", [String: Bool].self),
        ("{[7] = 'x'}", "[7]: number expected, got string", [Int: Double].self),
        ("{[1.5] = 'x'}", "[1.5]: number expected, got string", [Double: Int].self),
        ("{[true] = 'x'}", "[true]: number expected, got string", [Bool: Int].self),
        ("{[true] = 1}", "[true]: string expected, got boolean", [String: Int].self),
        (
            "{seats = {{row = {1, 'x'}}}}", "seats[1].row[2]: number expected, got string",
            [String: [[String: [Int]]]].self
        ),
        ("{'free', 'gold'}", "[2]: \"gold\" is not one of \"free\", \"team\"", [Plan].self),
        ("{200, 404}", "[2]: \"404\" is no Code", [Code].self),
        ("{f = 1}", "f: function expected, got number", [String: LuaFunction].self),
    ]

    @Test(arguments: paths.indices) func saysWhere(_ index: Int) throws {
        let (source, expected, type) = Self.paths[index]

        try withState { lua in
            let error = #expect(throws: LuaError.self) { _ = try lua.evaluate("return " + source, as: type) }
            #expect(error?.message == expected)
            #expect(error?.kind == .typeMismatch)
        }
    }

    @Test func enumerationsAreTheirRawValues() throws {
        try withState { lua in
            try lua.set("plan", Plan.team)
            try lua.set("code", Code.ok)
            #expect(try lua.evaluate("return plan == 'team' and code == 200", as: Bool.self))
            #expect(try lua.get("plan", as: Plan.self) == .team)
            #expect(try lua.get("code", as: Code?.self) == .ok)
            #expect(try lua.get("none", as: Plan?.self) == nil)
        }
    }

    // MARK: Writing

    struct Rows: LuaPushable {
        var count: Int
        func push(to writer: inout LuaWriter) {
            writer.array { items in
                for row in 0..<count where row != 1 {
                    items.item { writer in
                        writer.record { fields in
                            fields.field("row", row)
                            fields.field("seats") { writer in writer.array { items in items.item(row) } }
                        }
                    }
                }
                items.item("end")
            }
        }
    }

    @Test func anArrayIsWrittenItemByItem() throws {
        try withState { lua in
            let text = try lua.describe(Rows(count: 3))
            #expect(
                text == "{[1]={[\"row\"]=0,[\"seats\"]={[1]=0}},[2]={[\"row\"]=2,[\"seats\"]={[1]=2}},[3]=\"end\"}")
            #expect(try lua.describe(Rows(count: 0)) == "{[1]=\"end\"}")
        }
    }

    // MARK: Threads

    @Test func aStateBelongsToTheThreadThatOpenedItAlsoUnused() async {
        await #expect(processExitsWith: .failure) {
            let executor = LuaExecutor()
            let box = Smuggled()
            executor.sync { box.state = try? LuaState(executor: executor) }
            try box.state?.set("x", 1)
        }
    }

    /// Sendable: for taking a state where it must not go.
    final class Smuggled: @unchecked Sendable { var state: LuaState? }
}
