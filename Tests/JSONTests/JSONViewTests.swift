import JSON
import Testing

@Suite struct JSONViewTests {
    private let document = try? JSONDocument(
        parsing:
            #"{"id":"x\u0000é","n":3,"f":2.5,"big":18446744073709551615,"t":true,"z":null,"a":[1,[2,3],{"q":4}],"n":5}"#
    )

    @Test func scalarsWithoutATree() throws {
        let root = try #require(document?.root)
        #expect(root.kind == .object && root.count == 8 && root.string == nil && root.bool == nil)
        #expect(root["id"]?.string == "x\u{0}é" && root["id"]?.kind == .string)
        #expect(root["id"]?.withUTF8 { Array($0) } == Array("x\u{0}é".utf8))
        #expect(root["n"]?.integer == 5 && root["n"]?.number == 5, "the last of duplicate keys counts")
        #expect(root["n"]?.withUTF8 { $0.count } == nil)
        #expect(root["f"]?.number == 2.5 && root["f"]?.integer == nil && root["f"]?.kind == .number)
        #expect(root["big"]?.number == 18446744073709551615.0 && root["big"]?.integer == nil)
        #expect(root["t"]?.bool == true && root["z"]?.isNull == true && root["z"]?.kind == .null)
        #expect(root["missing"] == nil && root["i"] == nil && root["idx"] == nil && root[0] == nil)
    }

    @Test func integersBeyond64BitsKeepTheirDigits() throws {
        let large = "123456789012345678901234567890"
        let text =
            "\u{FEFF} " + #"{"a":1,"b":\#(large),"text":"12","c":[-0.5,-9223372036854775809,\#(large).0,\#(large)],"#
            + #""d":18446744073709551615,"e":9223372036854775807,"f":1e30,"g":18446744073709551616}"#
        let root = try JSONDocument(parsing: text).root
        let found = (root.members.map(\.value) + (root["c"].map { Array($0.elements) } ?? [])).map(\.largeInteger)
        #expect(
            found == [
                nil, large, nil, nil, "18446744073709551615", nil, nil, "18446744073709551616",
                nil, "-9223372036854775809", nil, large,
            ])
        #expect(root["b"]?.number == 123456789012345678901234567890.0 && root["b"]?.kind == .number)
        #expect(root["text"]?.string == "12" && root["e"]?.integer == .max)
        let expected = text.dropFirst(2).replacing("\(large).0", with: "1.2345678901234568e+29")
            .replacing("1e30", with: "1e+30")
        #expect(root.text == expected)
        #expect(root["c"]?.detached.elements.map(\.largeInteger) == [nil, "-9223372036854775809", nil, large])
        #expect(root["g"]?.detached.largeInteger == "18446744073709551616" && root["g"]?.string == nil)
        #expect(try JSONDocument(parsing: "[\(large)]").root[0]?.largeInteger == large, "with no string beside it")
    }

    @Test func containers() throws {
        let root = try #require(document?.root)
        let array = try #require(root["a"])
        #expect(array.kind == .array && array.count == 3)
        #expect(array.elements.map(\.kind) == [.integer, .array, .object])
        #expect(array[1]?[1]?.integer == 3 && array[2]?["q"]?.integer == 4)
        #expect(array[3] == nil && array[-1] == nil && array["q"] == nil)
        #expect(root.members.map(\.key) == ["id", "n", "f", "big", "t", "z", "a", "n"])
        #expect(Array(array.members).isEmpty && Array(root.elements).isEmpty && root["n"]?.count == 0)
        #expect(array[1]?.array == [2, 3] && array[2]?.object == ["q": 4] && root["n"]?.array == nil)
    }

    @Test func viewsKeepTheirDocumentAlive() throws {
        var view: JSONView? = try JSONDocument(parsing: #"["kept alive by the view"]"#).root[0]
        for _ in 0..<100 { _ = try JSONDocument(parsing: #"["something else altogether"]"#) }
        #expect(view?.string == "kept alive by the view")
        view = nil
    }

    @Test func detachedValuesAreTheSameInADocumentOfTheirOwn() throws {
        let root = try #require(document?.root)
        #expect(root.detached.keptByteCount == root.keptByteCount, "a whole document is kept as it is")
        let nested = try #require(root["a"]?[2]?.detached)
        #expect(nested.value == ["q": 4] && nested.keptByteCount < 80)
        #expect(root["n"]?.detached.integer == 5 && root["t"]?.detached.bool == true)
        var random = RandomJSON(seed: 7)
        for _ in 0..<500 {
            let value: JSONValue = [random.value(), ["x": random.value(), "y": "z"], "end"]
            let page = try JSONDocument(parsing: value.encoded()).root
            for (index, element) in page.elements.enumerated() {
                #expect(element.detached.value == value[index])
                #expect(element.detached.detached.value == value[index])
                for member in element.members { #expect(member.value.detached.value == value[index]?[member.key]) }
            }
        }
    }

    @Test func valuesAreTheSameAsParsedOnes() throws {
        var random = RandomJSON(seed: 99)
        for _ in 0..<500 {
            let value = random.value()
            let root = try JSONDocument(parsing: value.encoded()).root
            #expect(root.value == value)
            for member in root.members { #expect(value[member.key] == member.value.value) }
            for (index, element) in root.elements.enumerated() { #expect(value[index] == element.value) }
        }
    }

    @Test func documentsAreReadFromManyTasksAtOnce() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<32 {
                group.addTask {
                    var sum = 0
                    for round in 0..<200 {
                        sum += Int(
                            try JSONDocument(parsing: #"{"v":[\#(task),\#(round)]}"#).root["v"]?[0]?.integer ?? -1)
                    }
                    return sum / 200
                }
            }
            var found = Set<Int>()
            for try await number in group { found.insert(number) }
            #expect(found == Set(0..<32))
        }
    }
}
