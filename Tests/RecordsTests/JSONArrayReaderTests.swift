import JSON
import Records
import Seeded
import Testing

@Suite struct JSONArrayReaderTests {
    @Test func elementsOfAnArray() {
        let text = "\u{FEFF} [\n{\"a\":1,\"b\":\"[{]}\\\"\\\\\"},\r\n  {\"c\":[{},[[]],{\"d\":\"}\"}]} ,{}\n]\n\n"
        let read = readAll(text, as: .json)
        #expect(read.error == nil)
        #expect(
            read.outcomes.map(\.description) == [
                #"1 at line 2: {"a":1,"b":"[{]}\"\\"}"#, #"2 at line 3: {"c":[{},[[]],{"d":"}"}]}"#, "3 at line 3: {}",
            ])
    }

    @Test func oneObjectIsOneRecord() {
        #expect(records("\n {\"a\":\n[1,2]}\n", as: .json) == [["a": [1, 2]]])
        #expect(records(" [ ] ", as: .json).isEmpty)
    }

    @Test func elementsThatAreNoObjectsAreRejectedAndReadingGoesOn() {
        let read = readAll("[1,\"x,]\", null,[{}],{\"a\":é}\n,{\"é\":01},tru,{\"a\":2}]", as: .json)
        #expect(read.error == nil)
        #expect(
            read.outcomes.map(\.description) == [
                "1 at line 1 rejected: in:1:2: record 1: expected an object, found a number <1>",
                "2 at line 1 rejected: in:1:4: record 2: expected an object, found a string <\"x,]\">",
                "3 at line 1 rejected: in:1:11: record 3: expected an object, found null <null>",
                "4 at line 1 rejected: in:1:16: record 4: expected an object, found an array <[{}]>",
                "5 at line 1 rejected: in:1:26: record 5: expected a value, found 'é' <{\"a\":é}>",
                "6 at line 2 rejected: in:2:7: record 6: a number with a leading zero <{\"é\":01}>",
                "7 at line 2 rejected: in:2:11: record 7: expected 'true' <tru>",
                #"8 at line 2: {"a":2}"#,
            ])
    }

    @Test(arguments: [
        ("", 0, "in:1:1: expected an array of objects, or one object, found the end of the document"),
        ("\n 1", 0, "in:2:2: expected an array of objects, or one object, found '1'"),
        ("a,b\n1,2\n", 0, "in:1:1: expected an array of objects, or one object, found 'a'"),
        ("[{}", 1, "in:1:4: expected ',' or ']' after record 1, found the end of the document"),
        ("[{} {}]", 1, "in:1:5: expected ',' or ']' after record 1, found '{'"),
        ("[{},]", 1, "in:1:5: expected an object, found ']'"),
        ("[,{}]", 0, "in:1:2: expected an object, found ','"),
        (
            "[{\"a\":1},\n {\"a\":", 1,
            "in:2:2: record 2: the document ends within the record that starts here (the file is cut off)"
        ),
        (
            "[{\"a\":\"]}", 0,
            "in:1:2: record 1: the document ends within the record that starts here (the file is cut off)"
        ),
        ("[", 0, "in:1:2: expected an object, found the end of the document"),
        (
            "{}\n{}", 1,
            "in:2:1: unexpected '{' after the end of the document (read it as NDJSON if each line is a record)"
        ),
        (
            "[{}]é", 1,
            "in:1:5: unexpected byte 0xC3 after the end of the document (read it as NDJSON if each line is a record)"
        ),
    ])
    func whatIsWrongWithTheArrayEndsTheReading(text: String, good: Int, error: String) {
        let read = readAll(text, as: .json)
        #expect(read.error == error)
        #expect(read.outcomes.count == good)
    }

    @Test func aRecordLongerThanAllowedEndsTheReading() {
        let read = readAll(
            Array("[{\"a\":\"\(String(repeating: "x", count: 500))\"}]".utf8), as: .json, piecesOf: 10,
            options: RecordOptions(maximumRecordSize: 100))
        #expect(read.error == "in:1:2: record 1: a record of more than 100 bytes")
    }

    @Test func anyArrayIsReadAsJSONReadsIt() throws {
        var random = SeededGenerator(seed: 5)
        let pieces = ["\"", "\\", "{", "}", "[", "]", ",", "é", "😀", ":", "\n", " ", "x"]
        for _ in 0..<200 {
            var objects: [JSONValue] = []
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                var object = JSONObject()
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    let text = (0..<Int.random(in: 0...9, using: &random))
                        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
                    object[text] = Bool.random(using: &random) ? [.string(text)] : ["k": .string(text)]
                }
                objects.append(.object(object))
            }
            let isPretty = Bool.random(using: &random)
            let bytes = JSONValue.array(objects).encoded(pretty: isPretty)
            #expect(records(String(decoding: bytes, as: UTF8.self), as: .json).map { .object($0) } == objects)
        }
    }
}
