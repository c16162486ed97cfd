import Lua
import Testing

/// `Codable` types on their way to Lua and back.
@Suite struct CodableTests {
    // MARK: Types

    enum Plan: String, Codable { case free, team }
    enum Level: Int, LuaCodable, CaseIterable { case low = 1, high }

    enum Shape: Codable, Equatable {
        case circle(radius: Double)
        case square(Int)
    }

    struct Mappings: Codable, Equatable {
        var phone: String?
        var seats: [UInt8] = []
    }

    struct Person: LuaCodable, Equatable {
        var name = "Ada"
        var age = 36
        var weight = 60.0
        var isActive = true
        var plan = Plan.team
        var level: Level?
        var mappings = Mappings()
        var custom: [String: Int] = [:]
        var names: [Int: String] = [:]
        var shapes: [Shape] = []
        var grid: [[Float]] = []
        var note: LuaBytes?

        enum CodingKeys: String, CodingKey {
            case name, age, weight, plan, level, mappings, custom, names, shapes, grid, note
            case isActive = "is_active"
        }
    }

    static let full = Person(
        level: .high, mappings: Mappings(phone: "+1", seats: [1, 255]), custom: ["5": 5, "a b": 1],
        names: [-1: "minus", 1: "one"], shapes: [.circle(radius: 2), .square(3)], grid: [[1, 2.5], []],
        note: LuaBytes([0x61, 0xff]))

    // MARK: There

    static let encoded: [(any Encodable & Sendable, String)] = [
        (3, "3"), (3.0, "3.0"), (Int64.max, "9223372036854775807"), (true, "true"), ("ä", "\"ä\""),
        (Int?.none, "nil"), (Plan.free, "\"free\""), (Level.high, "2"), ([1, 2, 3], "{[1]=1,[2]=2,[3]=3}"),
        ([[1], []] as [[Int]], "{[1]={[1]=1},[2]={}}"), (["5": 1], "{[\"5\"]=1}"), ([5: 1], "{[5]=1}"),
        ([true: Plan.team], "{[true]=\"team\"}"), ([1, nil, 3] as [Int?], "{[1]=1,[3]=3}"),
        (Mappings(), "{[\"seats\"]={}}"), (Shape.square(3), "{[\"square\"]={[\"_0\"]=3}}"),
        (Set([7]), "{[1]=7}"), (1..<3, "{[1]=1,[2]=3}"), (Empty(), "{}"),
    ]

    struct Empty: Codable {}

    @Test(arguments: encoded.indices) func isEncodedAs(_ index: Int) throws {
        let (value, expected) = Self.encoded[index]
        #expect(try withState { lua in try lua.describe(LuaErased(value: value)) } == expected)
    }

    // MARK: There and back

    @Test func survivesTheRoundTrip() throws {
        try withState { lua in
            for person in [Person(), Self.full] {
                try lua.set("person", person)
                #expect(try lua.get("person", as: Person.self) == person)
                #expect(try lua.call(try lua.load("return ..."), LuaCoded([person]), as: [Person].self) == [person])
            }
            let fields = try lua.evaluate("return person.is_active, math.type(person.age), math.type(person.weight)")
            #expect(fields.map { "\($0)" } == ["boolean(true)", "string(\"integer\")", "string(\"float\")"])
        }
    }

    @Test func hostFunctionsTakeAndGiveCodableTypes() throws {
        let age = try withState { lua in
            try lua.set(
                "older",
                .function("older") { (person: Person, years: Int) in
                    var person = person
                    person.age += years
                    return person
                })
            try lua.set("person", Self.full)
            return try lua.evaluate("return older(person, 4).age", as: Int.self)
        }
        #expect(age == 40)
    }

    // MARK: What does not fit

    static let person = "name='A',age=1,weight=1,is_active=true,plan='team',custom={},names={},shapes={},grid={}"

    static let mismatches: [(String, String)] = [
        ("nil", "table expected, got nil"),
        ("{}", "name: string expected, got nil"),
        ("{\(person)}", "mappings: table expected, got nil"),
        ("{\(person),mappings=1}", "mappings: table expected, got number"),
        ("{\(person),mappings={}}", "mappings.seats: table expected, got nil"),
        ("{\(person),mappings={seats={1,2,3,4,256}}}", "mappings.seats[5]: 256 is not within 0 to 255"),
        ("{\(person),mappings={phone=1,seats={}}}", "mappings.phone: string expected, got number"),
        ("{\(person),mappings={phone='\\xff',seats={}}}", "mappings.phone: string is not valid UTF-8"),
        ("{\(person),mappings={seats={1,'2'}}}", "mappings.seats[2]: number expected, got string"),
        ("{\(person),mappings={seats={1.5}}}", "mappings.seats[1]: number has no integer representation"),
        ("{\(person),mappings={seats={}},level=3}", "level: \"3\" is not one of \"1\", \"2\""),
        ("{\(person),mappings={seats={}},custom={a='x'}}", "custom.a: number expected, got string"),
    ]

    @Test(arguments: mismatches.indices) func saysWhatDoesNotFit(_ index: Int) throws {
        let (source, expected) = Self.mismatches[index]
        let error = #expect(throws: LuaError.self) {
            try withState { lua in _ = try lua.evaluate("return " + source, as: Person.self) }
        }
        #expect(error?.kind == .typeMismatch)
        #expect(error?.message == expected)
    }

    @Test func theArgumentIsNamedWithThePath() throws {
        let message = try withState { lua in
            try lua.set("take", .function("take") { (_: Int, people: [Person]) in people.count })
            let source = "return select(2, pcall(take, 1, {{\(Self.person),mappings={seats={1,true}}}}))"
            return try lua.evaluate(source, as: String.self)
        }
        #expect(message == "bad argument #2 to 'take' ([1].mappings.seats[2]: number expected, got boolean)")
    }

    static let others: [(String, String, any (Decodable & Sendable).Type)] = [
        ("{[2.5]=1}", "[2.5]: string expected, got number", [String: Int].self),
        ("{[7]='x'}", "[7]: number expected, got string", [Int: Int].self),
        ("{[true]={}}", "[true]: number expected, got table", [Bool: Int].self),
        ("{{1},{1,'x'}}", "[2][2]: number expected, got string", [[Int]].self),
        ("'none'", "Cannot initialize Plan from invalid String value none", Plan.self),
        ("{square={_0='x'}}", "square._0: number expected, got string", Shape.self),
        ("{other={}}", "Invalid number of keys found, expected one.", Shape.self),
        ("1e300", "number has no integer representation", Int.self),
        ("-1", "-1 is not within 0 to 18446744073709551615", UInt64.self),
        ("{}", "host: string expected, got nil", Address.self),
        ("{host='h', port={1}}", "port: a port is from 1 to 65535", Address.self),
    ]

    /// Decodes by hand, and checks what it finds.
    struct Address: Decodable, Equatable {
        struct BadPort: Error, CustomStringConvertible { var description: String { "a port is from 1 to 65535" } }
        struct Port: Decodable {
            init(from decoder: any Decoder) throws { throw BadPort() }
        }
        enum CodingKeys: CodingKey { case host, port }
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            _ = try container.decode(String.self, forKey: .host)
            _ = try container.decode(Port.self, forKey: .port)
        }
    }

    @Test(arguments: others.indices) func saysWhereItIs(_ index: Int) throws {
        let (source, expected, type) = Self.others[index]
        #expect(try withState { lua in try lua.decodingFailure(of: source, as: type) } == expected)
    }
}

/// Pushes a value of which only the form is known.
struct LuaErased: LuaPushable {
    let value: any Encodable
    func push(to writer: inout LuaWriter) { writer.encode(value) }
}

extension LuaState {
    /// A value as Lua source, its keys in order.
    func describe(_ value: some LuaPushable) throws -> String {
        let source = """
            local function describe(v)
              if type(v) ~= "table" then return type(v) == "string" and '"' .. v .. '"' or tostring(v) end
              local parts = {}
              for k, w in pairs(v) do parts[#parts + 1] = "[" .. describe(k) .. "]=" .. describe(w) end
              table.sort(parts)
              return "{" .. table.concat(parts, ",") .. "}"
            end
            return describe(...)
            """
        return try call(try load(source), value, as: String.self)
    }

    /// Why the value of an expression cannot be decoded.
    func decodingFailure<Value: Decodable>(of source: String, as type: Value.Type) throws -> String? {
        do {
            _ = try evaluate("return " + source, as: LuaCoded<Value>.self)
            return nil
        } catch { return error.message }
    }
}
