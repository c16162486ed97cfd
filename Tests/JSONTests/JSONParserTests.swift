import JSON
import Testing

@Suite struct JSONParserTests {
    @Test func oneParserTakesDocumentsOfEverySize() throws {
        let parser = JSONParser()
        for count in [0, 1, 5000, 3, 200_000, 0, 70] {
            let text = Array(("[" + Array(repeating: "\"é\"", count: count).joined(separator: ",") + "]").utf8)
            let document = try text.withUnsafeBytes { try parser.parse($0) }
            #expect(document.root.count == count && document.root.elements.allSatisfy { $0.string == "é" })
        }
    }

    @Test func anErrorDoesNotSpoilTheNextDocument() throws {
        let parser = JSONParser()
        for wrong in ["[", "{\"a\":", "\"", "[1e999]", "[\"\\ud800\"]"] {
            #expect(throws: JSONError.self) { try Array(wrong.utf8).withUnsafeBytes { try parser.parse($0) } }
            let document = try Array(#"{"a":[1]}"#.utf8).withUnsafeBytes { try parser.parse($0) }
            #expect(document.root.value == ["a": [1]])
        }
    }

    /// What follows a document in its buffer must not change how it reads.
    @Test(arguments: ["1", "12.5", "true", "null", "\"abc\"", "[1,2]", "{\"a\":null}", "18446744073709551616"])
    func paddedDocumentsEndWhereTheyEnd(text: String) throws {
        let expected = try JSONValue(parsing: text)
        for following in ["9", "e5", ".5", "\"", "]", "x", "\n", "\\", ","] {
            let bytes = Array(text.utf8) + Array(String(repeating: following, count: JSONParser.padding).utf8)
            let document = try bytes.withUnsafeBytes { buffer in
                try JSONParser().parse(UnsafeRawBufferPointer(rebasing: buffer.prefix(text.utf8.count)), isPadded: true)
            }
            #expect(document.root.value == expected, "\(text) followed by \(following)")
        }
    }

    @Test func aDocumentWithManyMembersIsCountedRight() throws {
        let text = Array(("[" + String(repeating: "0,", count: 0xFF_FFFF) + "1]").utf8)
        let root = try JSONDocument(parsing: text).root
        #expect(root.count == 0x100_0000)
        #expect(root[0xFF_FFFF]?.integer == 1)
    }
}
