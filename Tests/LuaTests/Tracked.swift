import Lua
import Synchronization

/// Counts the objects of one test that are alive.
final class LiveCount: Sendable {
    private let value = Atomic<Int>(0)
    private let total = Atomic<Int>(0)

    var alive: Int { value.load(ordering: .relaxed) }
    var everMade: Int { total.load(ordering: .relaxed) }

    func add() {
        value.add(1, ordering: .relaxed)
        total.add(1, ordering: .relaxed)
    }

    func remove() { value.subtract(1, ordering: .relaxed) }
}

/// An object whose end is counted.
///
/// Sendable: only its count is ever touched from several threads, and that is made for it.
final class Tracked: LuaObject, @unchecked Sendable {
    let live: LiveCount
    var number = 0

    init(_ live: LiveCount) {
        self.live = live
        live.add()
    }

    deinit { live.remove() }

    static let luaClass = LuaClass(
        "Tracked",
        methods: [
            LuaHostFunction("increment") { call in
                let tracked = try call.argument(1, as: Tracked.self)
                tracked.number += 1
                call.return(tracked.number)
            }
        ],
        properties: [.property("number", \Tracked.number)],
        metamethods: [
            LuaHostFunction("__index") { call in call.return(LuaValue.nil) },
            LuaHostFunction("__tostring") { call in
                call.return("Tracked \(try call.argument(1, as: Tracked.self).number)")
            },
            LuaHostFunction("__pairs") { call in
                let tracked = try call.argument(1, as: Tracked.self)
                var isDone = false
                let next = LuaHostFunction("next") { call in
                    defer { isDone = true }
                    if isDone { call.return(LuaValue.nil) } else { call.return("number", tracked.number) }
                }
                call.return(next, tracked)
            },
            LuaHostFunction("__close") { call in try call.argument(1, as: Tracked.self).number = -1 },
        ])
}

/// An error that keeps a counted object.
struct TrackedError: Error, CustomStringConvertible {
    let tracked: Tracked
    var description: String { "tracked failure" }
}
