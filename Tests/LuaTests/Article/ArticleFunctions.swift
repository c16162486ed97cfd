import Lua
import Synchronization
import Testing

// The code of the article, as far as it is about functions, objects and errors.

// article
final class Basket: LuaObject {
    private var items: [String: Int] = [:]
    var discount = 0.0
    var count: Int { items.values.reduce(0, +) }

    static let luaClass = LuaClass(
        "Basket",
        methods: [
            .function("add") { (basket: Basket, name: String, count: Int?) in
                basket.items[name, default: 0] += count ?? 1
            }
        ],
        properties: [
            .property("discount", \Basket.discount),
            .property("count", readOnly: \Basket.count),
        ],
        metamethods: [
            .function("__len") { (basket: Basket) in basket.items.count },
            .function("__tostring") { (basket: Basket) in "a basket of \(basket.count)" },
        ])
}
// end

// article
struct SoldOut: Error, LuaErrorFields, CustomStringConvertible {
    var item: String
    var description: String { "\(item) is sold out" }
    var luaFieldNames: [String] { ["code", "item", "message"] }

    func luaField(_ name: String) -> (any LuaPushable)? {
        switch name {
        case "code": "sold_out"
        case "item": item
        default: nil
        }
    }
}
// end

@Suite struct ArticleFunctions {
    @Test func functions() throws {
        try withState { lua in
            // article
            try lua.set("area", .function("area") { (width: Double, height: Double) in width * height })
            try lua.set("greet", .function("greet") { (name: String?) in "Hello, " + (name ?? "you") })
            let area = try lua.evaluate("return area(2, 3.5)", as: Double.self)
            // end
            #expect(area == 7)
            let message = try lua.evaluate("return select(2, pcall(area, 1, {}))", as: String.self)
            #expect(message == "bad argument #2 to 'area' (number expected, got table)")
        }
    }

    @Test func anyArguments() throws {
        try withState { lua in
            // article
            let largest = LuaHostFunction("largest") { call in
                guard call.count > 0 else { throw call.error(1, "number expected, got no value") }
                var found = (value: -Double.infinity, position: 0)
                for position in 1...call.count {
                    let value = try call.argument(position, as: Double.self)
                    if value > found.value { found = (value, position) }
                }
                call.return(found.value, found.position)
            }
            try lua.set("largest", largest)
            // end
            let values = try lua.evaluate("return largest(1, 7, 3)").map { "\($0)" }
            #expect(values == ["number(7.0)", "integer(2)"])
        }
    }

    @Test func functionsThatWait() async throws {
        @Sendable func fetch(_ currency: String) async throws -> Double { currency == "EUR" ? 1.1 : 1 }
        try await Host().with { _, lua in
            // article
            try lua.set("rate", .async("rate") { @Sendable (currency: String) in try await fetch(currency) })
            let chunk = try lua.load("return 100 * rate('EUR')")
            let converted = try await lua.run(chunk, as: Double.self)
            // end
            #expect(converted > 109)
        }
    }

    @Test func objects() throws {
        try withState { lua in
            // article
            let basket = Basket()
            try lua.set("basket", basket)
            let script = """
                basket:add("tea", 2)
                basket:add("cup")
                basket.discount = 0.1
                return tostring(basket)
                """
            let text = try lua.evaluate(script, as: String.self)
            // end
            #expect(text == "a basket of 3")
            #expect(basket.discount == 0.1)
        }
    }

    @Test func errors() throws {
        try withState { lua in
            let printed = Mutex<[String]>([])
            func print(_ text: String) { printed.withLock { $0.append(text) } }
            // article
            do throws(LuaError) {
                try lua.evaluate("local t = nil\nreturn t.x", name: "@rule.lua")
            } catch {
                print("\(error.chunk ?? "?") at line \(error.line ?? 0): \(error.message)")
                if error.kind == .timeout { print("it took too long") }
            }
            // end
            let expected = "rule.lua at line 2: rule.lua:2: attempt to index a nil value (local 't')"
            #expect(printed.withLock { $0 } == [expected])
        }
    }

    @Test func errorsOfTheHost() throws {
        try withState { lua in
            // article
            try lua.set("buy", .function("buy") { (item: String) throws -> Int in throw SoldOut(item: item) })
            let code = try lua.evaluate(
                "local ok, e = pcall(buy, 'tea') return e.code .. ': ' .. tostring(e)", as: String.self)
            do throws(LuaError) {
                try lua.evaluate("buy('tea')")
            } catch {
                let soldOut = error.cause as? SoldOut
                print(soldOut?.item ?? "something else")
            }
            // end
            #expect(code == "sold_out: tea is sold out")
            let error = #expect(throws: LuaError.self) { try lua.evaluate("buy('tea')") }
            #expect((error?.cause as? SoldOut)?.item == "tea")
        }
    }
}
