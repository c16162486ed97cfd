import JSON
import Testing

@Suite struct JSONObjectTests {
    /// Small objects are searched, large ones have a hash table; both must behave the same.
    @Test(arguments: [1, 15, 16, 17, 18, 200])
    func keepsOrderThroughEveryChange(count: Int) {
        var object = JSONObject()
        for index in 0..<count { object["k\(index)"] = .integer(Int64(index)) }
        #expect(object.count == count && Array(object.keys) == (0..<count).map { "k\($0)" })
        object["k0"] = "changed"
        #expect(object.first?.key == "k0" && object["k0"] == "changed" && object.count == count)
        #expect(object["k\(count)"] == nil)

        #expect(object.removeValue(forKey: "k0") == "changed")
        #expect(object.removeValue(forKey: "k0") == nil && object["k0"] == nil)
        for index in 1..<max(count, 1) { #expect(object["k\(index)"] == .integer(Int64(index))) }
        object["k0"] = 0
        #expect(object.last?.key == "k0" && object.count == count)
        object["k0"] = nil
        #expect(object.count == count - 1)
    }

    @Test func equalityDoesNotDependOnOrder() {
        let one: JSONObject = ["a": 1, "b": [2], "c": nil]
        let other: JSONObject = ["c": nil, "b": [2], "a": 1]
        #expect(one == other && one.hashValue == other.hashValue)
        #expect(
            one != ["a": 1, "b": [2]] && one != ["a": 1, "b": [2], "d": nil] && one != ["a": 1, "b": [2], "c": 0])
        #expect(Set([JSONValue.object(one), .object(other)]).count == 1)
    }

    @Test func literalsTakeTheLastOfDuplicateKeys() {
        let object: JSONObject = ["a": 1, "b": 2, "a": 3]
        #expect(object.map(\.key) == ["a", "b"] && object["a"] == 3 && object[0].value == 3)
        let value: JSONValue = ["a": 1, "a": 3]
        #expect(value == ["a": 3])
    }

    @Test func keysThatLookAlikeButAreCanonicallyEqual() throws {
        // To Swift, "é" in one code point and in two are equal strings; to JSON they are two keys.
        let value = try JSONValue(parsing: #"{"\u00e9":1,"e\u0301":2}"#)
        #expect(value.object?.count == 2)
        #expect(value["\u{e9}"] == 1 && value["e\u{301}"] == 2)
    }
}
