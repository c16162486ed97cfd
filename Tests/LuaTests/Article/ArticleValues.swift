import Lua
import Testing

// The code of the article "Embedding Lua in your Swift program", as far as it is about states and values: what stands between
// `// article` and `// end` is in it word for word, see ArticleTests.

// article
actor Pricing {
    private let executor = LuaExecutor(name: "pricing")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private var opened: LuaState?

    private func lua() throws -> LuaState {
        if let opened { return opened }
        let limits = LuaConfiguration(memoryLimit: 16 << 20, timeLimit: .seconds(1))
        let lua = try LuaState(executor: executor, configuration: limits)
        opened = lua
        return lua
    }

    func price(_ rule: String, seats: Int) async throws -> Double {
        let lua = try lua()
        let function = try lua.load(rule, name: "@rule.lua")
        return try await lua.run(function, seats, as: Double.self)
    }
}
// end

// article
struct Contact: LuaCodable {
    enum Plan: String, Codable { case free, team }
    var name: String
    var plan: Plan
    var seats: Int?
    var tags: [String] = []
}
// end

// article
struct Point: LuaPushable, LuaReadable {
    var x: Double
    var y: Double

    func push(to writer: inout LuaWriter) {
        writer.record { fields in
            fields.field("x", x)
            fields.field("y", y)
        }
    }

    static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Point {
        let fields = try value.fields()
        return Point(x: try fields("x"), y: try fields("y"))
    }
}
// end

@Suite struct ArticleValues {
    @Test func theFirstState() async throws {
        // article
        let runtime = try await LuaRuntime()
        let sum = try await runtime.run { lua in try lua.evaluate("return 1 + 1", as: Int.self) }
        // end
        #expect(sum == 2)
    }

    @Test func anActorOfOnesOwn() async throws {
        let pricing = Pricing()
        #expect(try await pricing.price("local seats = ... return seats * 9.5", seats: 2) == 19)
        #expect(try await pricing.price("return 1", seats: 2) == 1)
    }

    @Test func valuesBothWays() throws {
        try withState { lua in
            // article
            try lua.set("seats", 12)
            try lua.set("names", ["Ada", "Grace"])
            let text = try lua.evaluate("return names[1] .. ' has ' .. seats", as: String.self)
            let prices = try lua.evaluate("return { team = 9.5, free = 0 }", as: [String: Double].self)
            let none = try lua.get("nobody", as: Int?.self)
            // end
            #expect(text == "Ada has 12")
            #expect(prices == ["team": 9.5, "free": 0])
            #expect(none == nil)
        }
    }

    @Test func anyValue() throws {
        try withState { lua in
            // article
            for value in try lua.evaluate("return 3, 3.0, 'three', {}") {
                switch value {
                case .integer(let number): print("an integer, \(number)")
                case .number(let number): print("a float, \(number)")
                case .table(let table): print("a table, \(try lua.text(of: table))")
                default: print("something else: \(value)")
                }
            }
            // end
        }
    }

    @Test func tablesAndFunctionsAreKept() throws {
        try withState { lua in
            // article
            let settings = try lua.makeTable(["limit": 10])
            try lua.set(settings, "name", "nightly")
            let limit = try lua.get(settings, "limit", as: Int.self)
            let double = try lua.evaluate("return function(n) return n * 2 end", as: LuaFunction.self)
            let twice = try lua.call(double, limit, as: Int.self)
            // end
            #expect(twice == 20)
        }
    }

    @Test func codableTypes() throws {
        try withState { lua in
            // article
            try lua.set("contact", Contact(name: "Ada", plan: .team, seats: 12))
            let contact = try lua.evaluate("contact.tags = { 'new' } return contact", as: Contact.self)
            // end
            #expect(contact.tags == ["new"])
            #expect(contact.seats == 12)
            let error = #expect(throws: LuaError.self) {
                _ = try lua.evaluate("contact.tags = { 'new', 5 } return contact", as: Contact.self)
            }
            #expect(error?.message == "tags[2]: string expected, got number")
        }
    }

    @Test func typesByHand() throws {
        try withState { lua in
            let move = try lua.load("local p = ... p.x = p.x + 1 return p")
            let moved = try lua.call(move, Point(x: 1, y: 2), as: Point.self)
            #expect(moved.x == 2)
        }
    }
}
