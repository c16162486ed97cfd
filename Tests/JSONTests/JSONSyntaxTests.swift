@testable import JSON
import Testing

@Suite struct JSONSyntaxTests {
    @Test(arguments: [
        ("", "the document is empty", 0),
        (" \n", "the document is empty", 2),
        ("[1,]", "expected a value, found ']'", 3),
        ("[1 2]", "expected ',' or ']' in an array, found '2'", 3),
        ("[,1]", "expected a value, found ','", 1),
        ("[1", "expected ',' or ']' in an array, found the end of the document", 2),
        ("[", "expected a value, found the end of the document", 1),
        ("]", "expected a value, found ']'", 0),
        ("{\"a\":1,}", "expected a key in double quotes, found '}'", 7),
        ("{a:1}", "expected a key in double quotes, found 'a'", 1),
        ("{'a':1}", "expected a key in double quotes, found '''", 1),
        ("{\"a\" 1}", "expected ':' after a key, found '1'", 5),
        ("{\"a\":1 \"b\":2}", "expected ',' or '}' in an object, found '\"'", 7),
        ("{\"a\":}", "expected a value, found '}'", 5),
        ("{\"a\":1]", "expected ',' or '}' in an object, found ']'", 6),
        ("1 2", "unexpected '2' after the end of the document", 2),
        ("{}x", "unexpected 'x' after the end of the document", 2),
        ("nul", "expected 'null'", 0),
        ("[True]", "expected a value, found 'T'", 1),
        ("[truex]", "expected 'true'", 1),
        ("NaN", "expected a value, found 'N'", 0),
        ("[01]", "a number with a leading zero", 1),
        ("-", "expected a digit after '-' of a number, found the end of the document", 1),
        ("[1.]", "expected a digit after '.' of a number, found ']'", 3),
        ("[.5]", "expected a value, found '.'", 1),
        ("[+1]", "expected a value, found '+'", 1),
        ("[1e]", "expected a digit after the exponent of a number, found ']'", 3),
        ("[1e+]", "expected a digit after the exponent of a number, found ']'", 4),
        ("[1x]", "unexpected 'x' in a number", 2),
        ("[0x10]", "unexpected 'x' in a number", 2),
        ("[1e999]", "a number beyond 64-bit floating point", 1),
        ("\"abc", "a string that starts here is not closed", 0),
        ("[\"a\nb\"]", "unescaped control character 0x0A in a string", 3),
        ("[\"\\x\"]", "unknown escape \\ followed by 'x'", 2),
        ("[\"\\u12g4\"]", "\\u without four hexadecimal digits", 2),
        ("[\"\\u12", "\\u without four hexadecimal digits", 2),
        ("[\"\\ud800\"]", "a lone high surrogate escape", 2),
        ("[\"\\ud800\\n\"]", "a lone high surrogate escape", 2),
        ("[\"\\ud800\\ud800\"]", "a lone high surrogate escape", 2),
        ("[\"x\\udc00\"]", "a lone low surrogate escape", 3),
        ("[1, é]", "expected a value, found 'é'", 4),
        ("// x\n1", "expected a value, found '/'", 0),
        ("\u{0}", "expected a value, found control character 0x00", 0),
        ("[1]\u{0}", "unexpected control character 0x00 after the end of the document", 3),
    ])
    func namesTheFirstWrongByte(text: String, message: String, offset: Int) {
        #expect(throws: JSONError(message: message, offset: offset)) { try JSONValue(parsing: text) }
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func invalidUTF8IsAnError(bytes: [UInt8]) {
        let inString = Array("[\"é".utf8) + bytes + Array("\"]".utf8)
        #expect(throws: JSONError(message: "invalid UTF-8", offset: 4)) { try JSONValue(parsing: inString) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }

    /// The slow reader speaks only where simdjson refuses; the two must agree on what is right.
    @Test func agreesWithSimdjsonOnMutatedDocuments() throws {
        var random = RandomJSON(seed: 20_240_607)
        let spice = Array(#"[]{},:"\eE+-.0129tfnu "#.utf8) + [0x00, 0x1F, 0x80, 0xC3, 0xED, 0xFF, 0x0A]
        let parser = JSONParser()
        var refused = 0
        for round in 0..<6000 {
            var bytes = random.value(depth: 3).encoded(pretty: round % 5 == 0)
            for _ in 0..<random.pick(0..<4) where !bytes.isEmpty {
                let place = random.pick(0..<bytes.count)
                switch random.pick(0..<4) {
                case 0: bytes[place] = spice[random.pick(0..<spice.count)]
                case 1: bytes.insert(spice[random.pick(0..<spice.count)], at: place)
                case 2: bytes.remove(at: place)
                default: bytes.removeLast(bytes.count - place)
                }
            }
            let isRight = bytes.withUnsafeBytes { bytes in
                var syntax = JSONSyntax(bytes)
                return (try? syntax.check()) != nil
            }
            do {
                _ = try bytes.withUnsafeBytes { try parser.parse($0) }
                #expect(isRight, "refused by the slow reader only: \(String(decoding: bytes, as: UTF8.self))")
            } catch let error as JSONError {
                refused += 1
                #expect(!isRight && error.offset != nil, "\(error): \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        #expect(1000..<5500 ~= refused)
    }

    @Test func positionsCountLinesAndCharacters() {
        Array("ab\nüx\n\nz".utf8).withUnsafeBytes { bytes in
            #expect(TextPosition(of: 0, in: bytes).description == "1:1")
            #expect(TextPosition(of: 2, in: bytes) == TextPosition(line: 1, column: 3))
            #expect(TextPosition(of: 5, in: bytes) == TextPosition(line: 2, column: 2))
            #expect(TextPosition(of: 8, in: bytes) == TextPosition(line: 4, column: 1))
            #expect(TextPosition(of: 9, in: bytes) == TextPosition(line: 4, column: 2))
        }
    }

    @Test func errorsReadWell() {
        #expect(JSONError(message: "x", offset: 3).description == "invalid JSON at byte 3: x")
        #expect(JSONError(message: "x").description == "invalid JSON: x")
    }
}
