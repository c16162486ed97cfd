import JSON
import Records
import Testing

@Suite struct NDJSONReaderTests {
    @Test func aWrongLineIsRejectedAndReadingGoesOn() {
        let read = readAll(
            "\u{FEFF}{\"a\":1,\"b\":1.0}\r\n\n{\"a\":é}\n[1,2]\n \"x\"\nnull\n{\"a\":18446744073709551616}\n{\"é\":\"ü\", x}\n{\"a\"",
            as: .ndjson)
        #expect(read.error == nil)
        #expect(
            read.outcomes.map(\.description) == [
                #"1 at line 1: {"a":1,"b":1.0}"#,
                "2 at line 3 rejected: in:3:6: record 2: expected a value, found 'é' <{\"a\":é}>",
                "3 at line 4 rejected: in:4: record 3: expected an object, found an array <[1,2]>",
                "4 at line 5 rejected: in:5: record 4: expected an object, found a string < \"x\">",
                "5 at line 6 rejected: in:6: record 5: expected an object, found null <null>",
                #"6 at line 7: {"a":1.8446744073709552e+19}"#,
                "7 at line 8 rejected: in:8:11: record 7: expected a key in double quotes, found 'x' <{\"é\":\"ü\", x}>",
                "8 at line 9 rejected: in:9:5: record 8: expected ':' after a key, found the end of the document <{\"a\">",
            ])
    }

    @Test func invalidUTF8IsRejected() {
        for size in readSizes {
            let read = readAll(Array("{\"a\":\"é".utf8) + [0xE9] + Array("\"}\n{}\n".utf8), as: .ndjson, piecesOf: size)
            #expect(read.outcomes.count == 2 && read.error == nil)
            #expect(read.outcomes[0].description.hasPrefix("1 at line 1 rejected: in:1:8: record 1: invalid UTF-8 <"))
        }
    }

    @Test func aLineLongerThanAllowedIsRejected() {
        let read = readAll(
            "{\"a\":1}\n{\"a\":\"\(String(repeating: "x", count: 500))\"}\n{\"a\":2}\n", as: .ndjson,
            options: RecordOptions(maximumRecordSize: 100))
        #expect(read.outcomes.count == 3 && read.error == nil)
        #expect(
            read.outcomes[1].description.hasPrefix(
                "2 at line 2 rejected: in:2: record 2: a line of more than 100 bytes"))
    }

    @Test func linesThatGoOnForeverAreReportedOnceEach() {
        let long = "{\"a\":\"" + String(repeating: "y", count: 3000)
        let read = readAll("{}\n\(long)\"}\n{}\n\(long)", as: .ndjson, options: RecordOptions(maximumRecordSize: 100))
        #expect(read.error == nil && read.outcomes.count == 4)
        #expect([0, 2].allSatisfy { read.outcomes[$0].description == "\($0 + 1) at line \($0 + 1): {}" })
        #expect([1, 3].allSatisfy { read.outcomes[$0].description.contains("a line of more than 100 bytes") })
    }

    @Test func nothingIsNoRecords() {
        for text in ["\n \n", "", "\u{FEFF}", " \r\n"] { #expect(records(text, as: .ndjson).isEmpty) }
    }
}
