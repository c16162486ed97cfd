import Lua
import Testing

/// Calls of Lua functions by the host, alone and inside of one another.
@Suite struct CallTests {
    @Test func everyNumberOfArgumentsArrives() throws {
        let texts = try withState { lua in
            let join = try lua.evaluate(
                "return function(...) return select('#', ...) .. ':' .. table.concat({...}, ',') end",
                as: LuaFunction.self)
            return [
                try lua.call(join, as: String.self),
                try lua.call(join, 1, as: String.self),
                try lua.call(join, 1, "b", as: String.self),
                try lua.call(join, 1, "b", 2.5, as: String.self),
                try lua.call(join, 1, "b", 2.5, "d", as: String.self),
                try lua.call(join, 1, "b", 2.5, "d", 5, as: String.self),
            ]
        }
        #expect(texts == ["0:", "1:1", "2:1,b", "3:1,b,2.5", "4:1,b,2.5,d", "5:1,b,2.5,d,5"])
    }

    @Test func aCallInsideOfAnotherHasItsOwnTraceback() throws {
        let errors = try withState { lua in
            nonisolated(unsafe) var inner: LuaError?
            try lua.set(
                "host",
                .function("host") { (body: LuaFunction) in
                    do throws(LuaError) { _ = try lua.call(body, 1, as: Int.self) } catch { inner = error }
                    throw LuaError(.runtime, "outer")
                })
            let source = "local function body(n)\n  error('inner')\nend\nhost(body)"
            let outer = #expect(throws: LuaError.self) { try lua.evaluate(source, name: "=chunk") }
            return [inner, outer]
        }
        #expect(errors.map { $0?.message } == ["chunk:2: inner", "chunk:4: outer"])
        #expect(errors.map { $0?.line } == [2, 4])
        #expect(errors.allSatisfy { $0?.traceback?.hasPrefix("stack traceback:") == true })
    }

    @Test func callsThatFailLeaveNothingOnTheStack() throws {
        let sum = try withState { lua in
            let fail = try lua.evaluate("return function(n) error(n) end", as: LuaFunction.self)
            let give = try lua.evaluate("return function(n) return n end", as: LuaFunction.self)
            // More than there is room for if each left a value behind.
            try lua.set(
                "host",
                .function("host") { (n: Int) -> Int in
                    for n in 1...1000 {
                        _ = try? lua.call(fail, n, as: Int.self)
                        _ = try? lua.call(give, "text", as: Int.self)
                    }
                    return try lua.call(give, n, as: Int.self)
                })
            var sum = 0
            for n in 1...3 { sum += try lua.call(try lua.load("return host(...)"), n, as: Int.self) }
            for _ in 1...1000 { _ = try? lua.call(fail, as: Int.self) }
            return sum
        }
        #expect(sum == 6)
    }

    @Test func aFunctionOfAnotherStateIsRefused() throws {
        let executor = LuaExecutor()
        let message = try executor.sync { () throws -> String in
            let one = try LuaState(executor: executor), other = try LuaState(executor: executor)
            let function = try other.load("return 1")
            let error = #expect(throws: LuaError.self) { try one.call(function, as: Int.self) }
            return error?.message ?? ""
        }
        #expect(message == "a value of another Lua state")
    }

    @Test func aCallAfterOneThatWasEndedWorks() throws {
        let result = try withState(LuaConfiguration(timeLimit: .milliseconds(30))) { lua in
            let loop = try lua.load("while true do end")
            let add = try lua.evaluate("return function(a, b) return a + b end", as: LuaFunction.self)
            var kinds: [LuaError.Kind] = []
            for _ in 1...3 {
                do throws(LuaError) { _ = try lua.call(loop, as: Int.self) } catch { kinds.append(error.kind) }
                kinds.append(try lua.call(add, 1, 2, as: Int.self) == 3 ? .runtime : .memory)
            }
            return kinds
        }
        #expect(result == [.timeout, .runtime, .timeout, .runtime, .timeout, .runtime])
    }

    @Test func whatIsReleasedWhileValuesArePushedMayCallLua() throws {
        let errors = try withState { lua in
            let fail = try lua.evaluate("return function(n) error('closing ' .. n) end", as: LuaFunction.self)
            let closing = Closing { lua, number in
                do throws(LuaError) { _ = try lua.call(fail, number, as: Int.self) } catch { return error }
                return nil
            }
            closing.state = lua
            for number in 1...50 {
                try lua.set("handle", ClosingHandle(number, closing))
                // Pushes so much that garbage is collected meanwhile.
                try lua.set("list", Array(repeating: ["a": "b"], count: 2000))
            }
            closing.state = nil
            return closing.errors
        }
        #expect(!errors.isEmpty)
        #expect(errors.allSatisfy { $0?.message.hasPrefix("script:1: closing ") == true && $0?.traceback != nil })
    }

    // MARK: Messages

    @Test(arguments: [0, 3, 8, 15, 16, 200, 511, 512, 513, 5000])
    func aMessageOfAnyLengthHasThePositionInFront(length: Int) throws {
        let text = String(repeating: "e\u{0}é", count: length)
        let message = try withState { lua in
            try lua.set("fail", LuaHostFunction("fail") { _ in throw LuaError(.runtime, text) })
            return try lua.evaluate("\n\nlocal _, e = pcall(function() fail() end)\nreturn e", as: String.self)
        }
        #expect(message == "script:3: " + text)
    }

    @Test func aMessageWithoutACallingLineHasNoPosition() throws {
        let message = try withState { lua in
            try lua.set("fail", LuaHostFunction("fail") { _ in throw LuaError(.runtime, "no seat") })
            return try lua.evaluate("local _, e = pcall(fail)\nreturn e", as: String.self)
        }
        #expect(message == "no seat")
    }
}

/// What handles call when they are released.
private final class Closing: @unchecked Sendable {
    var state: LuaState?
    var errors: [LuaError?] = []
    let call: (LuaState, Int) -> LuaError?

    init(_ call: @escaping (LuaState, Int) -> LuaError?) { self.call = call }
}

/// Calls Lua when it is released, which is on Lua's thread.
private final class ClosingHandle: LuaObject {
    let number: Int
    let closing: Closing

    init(_ number: Int, _ closing: Closing) {
        self.number = number
        self.closing = closing
    }

    deinit {
        if let state = closing.state { closing.errors.append(closing.call(state, number)) }
    }

    static let luaClass = LuaClass("ClosingHandle")
}
