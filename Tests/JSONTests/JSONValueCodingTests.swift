import JSON
import Testing

@Suite struct JSONValueCodingTests {
    @Test func everyKindOfValue() throws {
        let value = try JSONValue(parsing: #" {"a": [1, -2, 1.5, true, false, null, "x\u00e9"], "b": {}, "c": []} "#)
        #expect(value == ["a": [1, -2, 1.5, true, false, nil, "xé"], "b": [:], "c": []])
        #expect(value.text == #"{"a":[1,-2,1.5,true,false,null,"xé"],"b":{},"c":[]}"#)
    }

    @Test(arguments: [
        ("0", JSONValue.integer(0)), ("-0", 0), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("9007199254740993", .integer(9_007_199_254_740_993)),
        ("1.0", .number(1)), ("1e2", .number(100)), ("-0.0", .number(-0.0)),
        ("5e-324", .number(.leastNonzeroMagnitude)),
        ("1e-400", .number(0)), ("0.1", .number(0.1)),
        ("123456789012345678901234567890.5", .number(1.2345678901234568e29)),
    ])
    func numbersKeepTheirKind(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == expected)
        #expect(try JSONValue(parsing: "[\(text)]") == [expected])
    }

    @Test(arguments: [
        ("9223372036854775808", 9223372036854775808.0), ("18446744073709551615", 18446744073709551615.0),
        ("18446744073709551616", 18446744073709551616.0), ("-9223372036854775809", -9223372036854775809.0),
        ("100000000000000000000000000000000000000000", 1e41),
        ("99999999999999999999999999999999999999999999999999999999999999999", 1e65),
    ])
    func integersBeyond64BitsAreNumbers(text: String, expected: Double) throws {
        #expect(try JSONValue(parsing: text) == .number(expected))
        let nested = #"{"a \" 99999999999999999999":["\#(text)", \#(text),1,{"b":\#(text)}]}"#
        #expect(
            try JSONValue(parsing: nested)
                == [#"a " 99999999999999999999"#: [.string(text), .number(expected), 1, ["b": .number(expected)]]])
    }

    @Test func theLastOfDuplicateKeysCounts() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#).text == #"{"a":3,"b":2}"#)
        #expect(try JSONValue(parsing: #"{"a":1,"\u0061":2}"#) == ["a": 2])
    }

    @Test func keysKeepTheirOrder() throws {
        let text = "{" + (0..<100).map { #""k\#($0 * 37 % 100)":\#($0)"# }.joined(separator: ",") + "}"
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test func byteOrderMarkAndSpaceAreNoData() throws {
        #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF] + Array(" \t\r\n[1]\n".utf8)) == [1])
        let wrong = [0xEF, 0xBB, 0xBF] + Array("[1,]".utf8)
        #expect(throws: JSONError(message: "expected a value, found ']'", offset: 6)) { try JSONValue(parsing: wrong) }
    }

    @Test func bytesThatDoNotLieInOnePiece() throws {
        #expect(try JSONValue(parsing: "[1,2]".utf8.lazy.filter { _ in true }) == [1, 2])
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[1,2".utf8.lazy.filter { _ in true }) }
        #expect(try JSONValue(parsing: Array("xx[7]".utf8)[2...]) == [7])
    }

    @Test func stringsMayHoldZeroBytesAndEveryEscape() throws {
        let text = #""\u0000\b\f\n\r\t\"\\\/\u00DF\ud83d\ude00\u001f""#
        #expect(try JSONValue(parsing: text).string == "\u{0}\u{8}\u{C}\n\r\t\"\\/ß😀\u{1F}")
    }

    @Test func deepNestingEndsInAnErrorAndNotInACrash() throws {
        let depth = JSONParser.depthLimit
        let allowed = String(repeating: "[", count: depth) + "{}" + String(repeating: "]", count: depth)
        let isAllowed = try JSONValue(parsing: allowed).text == allowed
        #expect(isAllowed)
        let refused = JSONError(message: "more than 1024 nested arrays and objects", offset: depth)
        #expect(throws: refused) { _ = try JSONValue(parsing: "[\(allowed)]") }
        #expect(throws: refused) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
    }

    @Test func accessors() throws {
        let value: JSONValue = ["s": "x", "i": 1, "n": 1.5, "b": true, "a": [1, 2], "z": nil]
        #expect(value["s"]?.string == "x" && value["s"]?.integer == nil)
        #expect(value["i"]?.integer == 1 && value["i"]?.number == 1.0)
        #expect(value["n"]?.number == 1.5 && value["n"]?.integer == nil)
        #expect(value["b"]?.bool == true && value["a"]?[1]?.integer == 2)
        #expect(value["a"]?[2] == nil && value["a"]?[-1] == nil && value["missing"] == nil && value["s"]?["x"] == nil)
        #expect(value["z"]?.isNull == true && value["z"]?.object == nil && value["a"]?.array?.count == 2)
    }
}
