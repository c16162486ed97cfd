import Lua
import Testing

/// `Codable` types that encode and decode themselves by hand.
@Suite struct CodableContainerTests {
    class Animal: Codable {
        var name = ""
        init() {}
    }

    final class Dog: Animal {
        var tricks: [String] = []
        enum CodingKeys: CodingKey { case tricks }
        override init() { super.init() }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            tricks = try container.decode([String].self, forKey: .tricks)
            try super.init(from: try container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(tricks, forKey: .tricks)
            try super.encode(to: container.superEncoder())
        }
    }

    @Test func aClassLeavesItsSuperclassAPlace() throws {
        try withState { lua in
            let dog = Dog()
            dog.name = "Rex"
            dog.tricks = ["sit"]
            try lua.set("dog", LuaCoded(dog))
            #expect(try lua.describe(LuaCoded(dog)) == "{[\"super\"]={[\"name\"]=\"Rex\"},[\"tricks\"]={[1]=\"sit\"}}")
            let read = try lua.get("dog", as: LuaCoded<Dog>.self).value
            #expect(read.name == "Rex")
            #expect(read.tricks == ["sit"])
            #expect(
                try lua.decodingFailure(of: "{tricks={}, super={}}", as: Dog.self)
                    == "super.name: string expected, got nil")
            #expect(try lua.decodingFailure(of: "{tricks={}}", as: Dog.self) == "super: table expected, got nil")
        }
    }

    /// Uses every kind of container, several at once.
    struct Tangled: Codable, Equatable {
        var numbers: [Int] = []
        var texts: [String] = []
        var inner = 0

        struct Untangled: Error {}
        enum Keys: CodingKey { case lists, more, absent, own }
        enum InnerKeys: CodingKey { case inner, numbers }

        init(numbers: [Int], texts: [String], inner: Int) {
            self.numbers = numbers
            self.texts = texts
            self.inner = inner
        }

        func encode(to encoder: any Encoder) throws {
            var keyed = encoder.container(keyedBy: Keys.self)
            var lists = keyed.nestedUnkeyedContainer(forKey: .lists)
            var more = keyed.nestedContainer(keyedBy: InnerKeys.self, forKey: .more)
            var first = lists.nestedUnkeyedContainer()
            var second = lists.nestedUnkeyedContainer()
            for number in numbers { try first.encode(number) }
            for text in texts { try second.encode(text) }
            try lists.encodeNil()
            var third = lists.nestedContainer(keyedBy: InnerKeys.self)
            try third.encode(inner, forKey: .inner)
            try numbers.encode(to: lists.superEncoder())
            try more.encode(inner, forKey: .inner)
            try keyed.encodeNil(forKey: .absent)
            try texts.encode(to: keyed.superEncoder(forKey: .own))
        }

        init(from decoder: any Decoder) throws {
            let keyed = try decoder.container(keyedBy: Keys.self)
            var lists = try keyed.nestedUnkeyedContainer(forKey: .lists)
            let more = try keyed.nestedContainer(keyedBy: InnerKeys.self, forKey: .more)
            var first = try lists.nestedUnkeyedContainer()
            var second = try lists.nestedUnkeyedContainer()
            while !first.isAtEnd { numbers.append(try first.decode(Int.self)) }
            while !second.isAtEnd { texts.append(try second.decode(String.self)) }
            if !(try lists.decodeNil()) { throw Untangled() }
            let third = try lists.nestedContainer(keyedBy: InnerKeys.self)
            inner = try third.decode(Int.self, forKey: .inner)
            let again = try [Int](from: try lists.superDecoder())
            let texts = try [String](from: try keyed.superDecoder(forKey: .own))
            #expect(again == numbers)
            #expect(texts == self.texts)
            #expect(try more.decode(Int.self, forKey: .inner) == inner)
            #expect(keyed.contains(.lists))
            #expect(!keyed.contains(.absent))
            #expect(try keyed.decodeNil(forKey: .absent))
            #expect(Set(keyed.allKeys) == [.lists, .more, .own])
            #expect(lists.isAtEnd)
            #expect(lists.count == 5)
        }
    }

    @Test func containersMayBeUsedInAnyOrder() throws {
        try withState { lua in
            let value = Tangled(numbers: [1, 2], texts: ["a"], inner: 7)
            let read = try lua.call(try lua.load("return ..."), LuaCoded(value), as: LuaCoded<Tangled>.self).value
            #expect(read == value)
            let failures = [
                ("{}", "lists: table expected, got nil"), ("{lists={}}", "more: table expected, got nil"),
                ("{lists={}, more={}}", "lists[1]: there are only 0 items"),
                ("{lists={{1,2,'x'},{}}, more={}}", "lists[1][3]: number expected, got string"),
                ("{lists={{},{}, nil, 1}, more={}}", "lists[4]: table expected, got number"),
                ("{lists={{},{}, false, 1}, more={}}", "Untangled()"),
            ]
            for (source, expected) in failures {
                #expect(try lua.decodingFailure(of: source, as: Tangled.self) == expected, "\(source)")
            }
        }
    }

    /// Keeps its decoder, to look into it later.
    struct Kept: Decodable {
        let decoder: any Decoder
        init(from decoder: any Decoder) throws { self.decoder = decoder }
    }

    @Test func aDecoderMayBeUsedLater() throws {
        try withState { lua in
            let kept = try lua.evaluate("return {{1, 2}, {3}}", as: LuaCoded<[Kept]>.self).value
            _ = try lua.evaluate("local t = {} for i = 1, 1e4 do t[i] = {} end")
            #expect(try kept.map { try [Int](from: $0.decoder) } == [[1, 2], [3]])
        }
    }

    /// Takes what is there.
    enum Anything: Codable, Equatable {
        case boolean(Bool), integer(Int), number(Double), text(String), list([Anything])
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode(Int.self) {
                self = .integer(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else {
                self = .list(try container.decode([Anything].self))
            }
        }
    }

    @Test func triesOneTypeAfterTheOther() throws {
        try withState { lua in
            let read = try lua.evaluate("return {true, '12', 12, 1.5, {'x'}}", as: LuaCoded<[Anything]>.self).value
            #expect(read == [.boolean(true), .text("12"), .integer(12), .number(1.5), .list([.text("x")])])
            let cycle = "(function() local t = {} t[1] = t return t end)()"
            let failure = try lua.decodingFailure(of: cycle, as: Anything.self)
            #expect(failure?.hasSuffix("[1][1]: value is nested too deeply") == true)
        }
    }

    struct TwoWays: Encodable {
        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(1)
            _ = encoder.container(keyedBy: Tangled.Keys.self)
        }
    }

    final class Endless: Encodable {
        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(self)
        }
    }

    @Test func whatCannotBeEncodedIsAnError() throws {
        try withState { lua in
            let twoWays = #expect(throws: LuaError.self) { try lua.set("x", LuaCoded(["a": TwoWays()])) }
            #expect(twoWays?.message == "a: TwoWays encodes itself in two ways at once")
            #expect(twoWays?.kind == .typeMismatch)
            let endless = #expect(throws: LuaError.self) { try lua.set("x", LuaCoded(Endless())) }
            #expect(endless?.message.hasSuffix("[1]: value is nested too deeply") == true)
        }
    }
}
