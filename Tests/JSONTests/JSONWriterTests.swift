import JSON
import Testing

@Suite struct JSONWriterTests {
    @Test(arguments: [
        (1.0, "1.0"), (-0.0, "-0.0"), (0.1, "0.1"), (1e16, "1e+16"), (.leastNonzeroMagnitude, "5e-324"),
        (1.5e300, "1.5e+300"),
        (.infinity, "null"), (-.infinity, "null"), (.nan, "null"), (9007199254740992, "9007199254740992.0"),
    ])
    func numbers(number: Double, expected: String) { #expect(JSONValue.number(number).text == expected) }

    @Test(arguments: [0, 7, 10, -1, -10, 1234567890, .max, .min] as [Int64])
    func integers(integer: Int64) { #expect(JSONValue.integer(integer).text == String(integer)) }

    @Test func stringsEscapeOnlyWhatMustBe() {
        let string = "\u{0}\u{8}\t\n\u{C}\r\u{1F}\u{7F}\"\\/é日\u{2028}😀'<"
        let expected = #""\u0000\b\t\n\f\r\u001f"# + "\u{7F}" + #"\"\\/é日"# + "\u{2028}" + #"😀'<""#
        #expect(JSONValue.string(string).text == expected)
        #expect(JSONValue.string("").text == "\"\"")
    }

    @Test func prettyIndentsByTwoSpaces() {
        let value: JSONValue = ["a": [], "b": [1, ["c": nil]], "d": [:]]
        #expect(
            String(decoding: value.encoded(pretty: true), as: UTF8.self) == """
                {
                  "a": [],
                  "b": [
                    1,
                    {
                      "c": null
                    }
                  ],
                  "d": {}
                }
                """)
    }

    @Test func whatIsWrittenReadsBackTheSame() throws {
        var random = RandomJSON(seed: 7)
        for _ in 0..<3000 {
            let value = random.value()
            #expect(try JSONValue(parsing: value.encoded()) == value)
            #expect(try JSONValue(parsing: value.encoded(pretty: true)) == value)
        }
    }

    @Test func doublesReadBackBitForBit() throws {
        var random = RandomJSON(seed: 8)
        for _ in 0..<20_000 {
            let number = random.number()
            let back = try JSONValue(parsing: JSONValue.number(number).encoded())
            guard case .number(let parsed) = back else {
                Issue.record("\(number) came back as \(back)")
                continue
            }
            #expect(parsed.bitPattern == number.bitPattern)
        }
    }
}
