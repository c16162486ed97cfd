import Lua
import Testing

/// Records that are written and read by names that stand in the program.
@Suite struct RecordTests {
    struct Person: LuaPushable, LuaReadable, Equatable {
        var name: String
        var age: Int
        var isActive: Bool
        var nickname: String?

        func push(to writer: inout LuaWriter) {
            writer.record { fields in
                fields.field("name", name)
                fields.field("age", age)
                fields.field("active", isActive)
                fields.field("nick" + "name", nickname)
            }
        }

        static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Person {
            let fields = try value.fields()
            return Person(
                name: try fields("name"), age: try fields("age"), isActive: try fields("active"),
                nickname: try fields("nick" + "name"))
        }
    }

    private static let ada = Person(name: "Ada", age: 36, isActive: true, nickname: nil)

    @Test func aRecordSurvivesTheRoundTrip() throws {
        let people = try withState { lua in
            try lua.set(
                "birthday",
                .function("birthday") { (person: Person) in
                    var person = person
                    person.age += 1
                    return person
                })
            let source = """
                local person, count = ..., 0
                person.nickname = "the countess"
                for _ = 1, 100 do person = birthday(person) end
                for _ in pairs(person) do count = count + 1 end
                return person, count
                """
            let results = try lua.call(try lua.load(source), Self.ada)
            guard case .table(let table) = results[0], case .integer(4) = results[1] else { return [Person]() }
            return [try lua.read(table) { value throws(LuaMismatch) in try value.read(as: Person.self) }]
        }
        #expect(people == [Person(name: "Ada", age: 136, isActive: true, nickname: "the countess")])
    }

    @Test func fieldsOfSeveralTablesAreReadInTurns() throws {
        let texts = try withState { lua in
            nonisolated(unsafe) var texts: [String] = []
            let look = LuaHostFunction("look") { call in
                let one = try call[1].fields(), other = try call[2].fields()
                for _ in 1...20 {
                    let names: [String] = [try one("name"), try other("name"), try one("a" + "ge"), try other("age")]
                    texts.append(names.joined(separator: " "))
                }
            }
            try lua.set("look", look)
            try lua.evaluate("look({name = 'Ada', age = 36}, {name = 'Bob', age = 7})")
            return texts
        }
        #expect(texts == Array(repeating: "Ada Bob 36 7", count: 20))
    }

    @Test(arguments: [
        (
            ", {name = 'Ada', age = 'old', active = true}",
            "bad argument #1 to 'look' (age: number expected, got string)"
        ),
        (", {name = 'Ada', age = 1}", "bad argument #1 to 'look' (active: boolean expected, got nil)"),
        (
            ", {name = 'Ada', age = 1, active = true, nickname = {}}",
            "bad argument #1 to 'look' (nickname: string expected, got table)"
        ),
        (", 7", "bad argument #1 to 'look' (table expected, got number)"),
        ("", "bad argument #1 to 'look' (table expected, got no value)"),
    ])
    func aWrongFieldIsNamed(_ argument: String, _ message: String) throws {
        let text = try withState { lua in
            try lua.set("look", .function("look") { (_: Person) in })
            return try lua.evaluate("return select(2, pcall(look\(argument)))", as: String.self)
        }
        #expect(text == message)
    }

    @Test func metamethodsDoNotApply() throws {
        let error = try withState { lua in
            try lua.set("look", .function("look") { (_: Person) in })
            return try lua.evaluate(
                "return select(2, pcall(look, setmetatable({}, {__index = function() return 'x' end})))",
                as: String.self)
        }
        #expect(error == "bad argument #1 to 'look' (name: string expected, got nil)")
    }

    /// Each state has names of its own, at whatever address it lives.
    @Test func namesOfOneStateAreNotTakenForThoseOfAnother() throws {
        for round in 1...20 {
            let read = try withState { lua in
                let table = try lua.makeTable(Person(name: "Ada", age: round, isActive: false, nickname: nil))
                try lua.collectGarbage()
                return try lua.read(table) { value throws(LuaMismatch) in try value.read(as: Person.self) }
            }
            #expect(read.age == round)
        }
    }

    @Test func theLastResultCountsWhereverItIsGiven() throws {
        let sum = try withState { lua in
            try lua.set(
                "last",
                LuaHostFunction("last") { call in
                    call.return(1)
                    call[1].forEachPair { key, value in call.return(value.integer ?? 0) }
                })
            return try lua.evaluate("return last({5}) * 100 + last({}) * 10 + select('#', last({7}))", as: Int.self)
        }
        #expect(sum == 511)
    }

    @Test func aValueThatOutlivesItsStateEndsTheProcess() async {
        await #expect(processExitsWith: .failure) {
            let executor = LuaExecutor()
            executor.sync {
                var kept: LuaStackValue?
                if let lua = try? LuaState(executor: executor) { _ = try? lua.read(1) { kept = $0 } }
                print(kept?.isNil ?? true)
            }
        }
    }
}
