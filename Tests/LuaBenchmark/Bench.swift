import Glibc
import Lua

/// Measures the rows, one after the other, on a thread of Lua's.
actor Bench {
    let executor = LuaExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    /// The text of rows.lua.
    let rows: [UInt8]
    /// Nanoseconds a row.
    let budget: Double
    /// The only row to measure; nil for all.
    let only: String?

    init(rows: [UInt8], budget: Double, only: String?) {
        self.rows = rows
        self.budget = budget
        self.only = only
    }

    func run() async throws {
        let lua = try open(LuaConfiguration(timeLimit: .seconds(600)))
        try measureHostFunctions(lua)
        try measureCallsOfLua(lua)
        try measureRow("coroutine resume and yield", "coroutine", lua, LuaValue.nil)
        try await measureWaiting(lua)
        try measureOpening()
        try measureLimits()
    }

    func open(_ configuration: LuaConfiguration) throws -> LuaState {
        let lua = try LuaState(executor: executor, configuration: configuration)
        let table = try lua.call(try lua.load(bytes: rows, name: "@rows.lua"), as: LuaTable.self)
        try lua.set("rows", table)
        return lua
    }

    func row(_ name: String, in lua: LuaState) throws -> LuaFunction {
        try lua.get(try lua.get("rows", as: LuaTable.self), name)
    }

    // MARK: Rows

    private func measureHostFunctions(_ lua: LuaState) throws {
        try measureRow("call without arguments", "no_argument", lua, .function("nothing") { () in })
        try measureRow("integer to integer", "integer", lua, .function("increment") { (number: Int) in number + 1 })
        let look = LuaHostFunction("look") { call in call[1].withBytes { if $0.isEmpty { exit(1) } } }
        try measureRow("string argument", "text", lua, look)
        try measureRow(
            "string argument as String", "text", lua,
            .function("read") { (text: String) in if text.isEmpty { exit(1) } })
        try measureRow("string to string", "echo", lua, .function("echo") { (text: String) in text })
        try measureFailures(lua)
        try measureRecords(lua)
    }

    private func measureFailures(_ lua: LuaState) throws {
        let raise = LuaHostFunction("fail") { _ in throw LuaError(.runtime, "no seat is left for \("ada")") }
        try measureRow("failing call under pcall", "failure", lua, raise)
        let fail = LuaHostFunction("fail") { _ in throw NoSeat(name: "ada") }
        try measureRow("failing call, own error", "failure", lua, fail)
    }

    private func measureRecords(_ lua: LuaState) throws {
        let desk = Desk(last: Person(name: "Ada Lovelace", email: "ada@example.com", seats: 12, isActive: true))
        try measureRow("push a record of 4 fields", "push_record", lua, .function("record") { () in desk.last })
        let read = LuaHostFunction.function("read") { (person: Person) in desk.last = person }
        try measureRow("read a record of 4 fields", "read_record", lua, read)
    }

    private func measureCallsOfLua(_ lua: LuaState) throws {
        let callee = try row("callee", in: lua)
        try measure("call of Lua") { count in
            var sum = 0
            for number in 0..<count { sum += try lua.call(callee, number, as: Int.self) }
        }
    }

    /// By the clock: what waits may use several threads.
    private func measureWaiting(_ lua: LuaState) async throws {
        let ready = LuaHostFunction.async("ready") { () async in 1 }
        let function = try row("no_argument", in: lua)
        guard only == nil || only == "async call, ready" else { return }
        var count = 100
        while true {
            let began = now(CLOCK_MONOTONIC)
            _ = try await lua.run(function, count, ready)
            let spent = now(CLOCK_MONOTONIC) - began
            if spent > budget / 2 { return report("async call, ready", spent / Double(count)) }
            count = scaled(count, spent)
        }
    }

    private func measureOpening() throws {
        try measure("new state with libraries") { count in
            for _ in 0..<count { _ = try LuaState(executor: executor) }
        }
    }

    /// The same work with and without limits, in turns.
    private func measureLimits() throws {
        guard only == nil || only == "limits" else { return }
        let free = try open(LuaConfiguration(memoryLimit: nil, timeLimit: nil))
        let limited = try open(LuaConfiguration(memoryLimit: 64 << 20, timeLimit: .seconds(60), outputLimit: 1 << 20))
        for (name, row, size) in [("fib(32)", "fib", 32), ("tables", "tables", 20_000)] {
            var best = [Double.infinity, .infinity]
            for _ in 0..<6 {
                for (index, lua) in [free, limited].enumerated() {
                    let function = try self.row(row, in: lua)
                    let began = now()
                    _ = try lua.call(function, size, as: Int.self)
                    best[index] = min(best[index], now() - began)
                }
            }
            report("\(name) without limits", best[0])
            report("\(name) with limits", best[1])
        }
    }

    // MARK: Measuring

    /// A function of rows.lua with `function` as what it calls.
    private func measureRow(
        _ name: String, _ row: String, _ lua: LuaState, _ function: some LuaPushable
    ) throws {
        let chunk = try self.row(row, in: lua)
        let callee = try lua.makeTable([function])
        let host = try lua.get(callee, key: 1, as: LuaValue.self)
        try measure(name) { count in _ = try lua.call(chunk, count, host) }
    }

    private func measure(_ name: String, _ body: (Int) throws -> Void) throws {
        guard only == nil || only == name else { return }
        var count = 100
        while true {
            let began = now()
            try body(count)
            let spent = now() - began
            if spent > budget / 2 { return report(name, spent / Double(count)) }
            count = scaled(count, spent)
        }
    }

    private func report(_ name: String, _ nanoseconds: Double) {
        let hundredths = Int(nanoseconds * 100)
        let rest = hundredths % 100
        print("\(name)\t\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)")
    }

    /// How often to do what took `spent` for `count` times, so that it fills the time of a row.
    private func scaled(_ count: Int, _ spent: Double) -> Int {
        spent > budget / 50 ? max(1, Int(Double(count) * budget / spent)) : count * 10
    }

    /// Processor time of this thread: what others do on the machine does not count.
    private func now(_ clock: clockid_t = CLOCK_THREAD_CPUTIME_ID) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
