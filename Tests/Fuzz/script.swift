// libFuzzer: the text of a script, run in a sandbox with small limits and functions of the host.
import Lua

/// The thread of all states. Each input gets a state of its own.
private let executor = LuaExecutor()

private struct Seat: Error {}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    executor.sync { runScript(bytes) }
    return 0
}

private func runScript(_ bytes: [UInt8]) {
    do {
        let limits = LuaConfiguration(memoryLimit: 4 << 20, timeLimit: .milliseconds(50), outputLimit: 4096)
        let lua = try LuaState(executor: executor, configuration: limits)
        lua.output = { _ in }
        try patiently { () throws(LuaError) in try install(in: lua) }
        _ = try? lua.call(try lua.load(bytes: bytes, name: "=input"), 1, "text", [1, 2, 3])
        // Whatever the script did, the host goes on.
        let count = try patiently { () throws(LuaError) in
            let function = try lua.load("local n = ... local t = {} for i = 1, n do t[i] = i * 2 end return #t")
            return try lua.call(function, 10, as: Int.self)
        }
        guard count == 10 else { fatalError("the state is broken") }
    } catch {
        // A script may change the globals, but fill the memory only in itself: what it holds counts against the host.
        if case LuaError.Kind.memory = error.kind { return }
        fatalError("the host cannot go on: \(error)")
    }
}

/// Does what must end. On a busy machine the thread may be kept waiting for longer than the limit allows; then it is tried
/// again, which helps no state that is broken.
private func patiently<Result>(_ body: () throws(LuaError) -> Result) throws(LuaError) -> Result {
    for _ in 0..<100 {
        do throws(LuaError) { return try body() } catch { if error.kind != .timeout { throw error } }
    }
    fatalError("the state stays ended")
}

private func install(in lua: LuaState) throws(LuaError) {
    try lua.set("echo", LuaHostFunction("echo") { call in call.return(try call.argument(1, as: LuaValue.self)) })
    try lua.set("sum", .function("sum") { (numbers: [Int]) in numbers.reduce(0, &+) })
    try lua.set("join", .function("join") { (one: String, other: String?) in one + (other ?? "") })
    try lua.set("keys", .function("keys") { (entries: [String: LuaValue]) in entries.keys.sorted() })
    try lua.set("fail", .function("fail") { () throws -> Int in throw Seat() })
    try lua.set(
        "apply",
        .function("apply") { [unowned lua] (function: LuaFunction, value: LuaValue) in
            try lua.call(function, value, as: LuaValue.self)
        })
}
