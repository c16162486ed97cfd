import JSON
import Records
import Testing

@Suite struct CSVReaderTests {
    private func options(_ csv: CSVOptions) -> RecordOptions { RecordOptions(csv: csv) }

    @Test func cellsAreStringsAndKeepTheirSpaces() {
        let read = records("zip,name,n\n01234, Ann  ,1.0\n\"\t x\",\" \",true\n")
        #expect(read == [["zip": "01234", "name": " Ann  ", "n": "1.0"], ["zip": "\t x", "name": " ", "n": "true"]])
        #expect(read[0].map(\.key) == ["zip", "name", "n"])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everyLineEndEndsARow(end: String) {
        let expected: [JSONObject] = [["a": "1", "b": "2"], ["a": "3", "b": "4"]]
        #expect(records(["a,b", "1,2", "3,4"].joined(separator: end)) == expected)
        #expect(records(["a,b", "1,2", "3,4", ""].joined(separator: end)) == expected)
        #expect(records(["\u{FEFF}a,b", "", "1,2", "", "", "3,\"4\"", "", ""].joined(separator: end)) == expected)
    }

    @Test func quotedCellsHoldAnything() {
        let read = records("a,b\n\"x, \"\"y\"\"\r\nz\",\"\"\"\"\n\"\"\"\"\"\",\"a\"\"\"\n\"\n\",\",\"\n")
        #expect(read == [["a": "x, \"y\"\r\nz", "b": "\""], ["a": "\"\"", "b": "a\""], ["a": "\n", "b": ","]])
    }

    @Test func aQuoteInAPlainCellIsData() {
        #expect(records("a,b\n5\" disk, \"x\"\n") == [["a": "5\" disk", "b": " \"x\""]])
    }

    @Test func emptyCellsAreAbsentUnlessAskedFor() {
        let text = "a,b,c\n,\"\",x\n,,\n"
        #expect(records(text) == [["c": "x"], [:]])
        let read = records(text, options: options(CSVOptions(emptyCells: .string)))
        #expect(read == [["a": "", "b": "", "c": "x"], ["a": "", "b": "", "c": ""]])
    }

    @Test func blankLinesAreSkippedAlsoInOneColumn() {
        #expect(
            readAll("\n\na\n\n1\n\n\"\"\n  \n").outcomes.map(\.description) == [
                #"1 at line 5: {"a":"1"}"#, "2 at line 7: {}", #"3 at line 8: {"a":"  "}"#,
            ])
    }

    @Test func raggedRowsAreRejectedAndReadingGoesOn() {
        let read = readAll("a,b,c\n1,2\n1,2,3\n\n1,\"2\nx\",3,4\n,,\n1,2,3,\n5,6,7")
        #expect(read.error == nil)
        #expect(
            read.outcomes.map(\.description) == [
                "1 at line 2 rejected: in:2: record 1: expected 3 cells as in the header, found 2 "
                    + "(leave cells empty rather than out) <1,2>",
                #"2 at line 3: {"a":"1","b":"2","c":"3"}"#,
                "3 at line 5 rejected: in:5: record 3: expected 3 cells as in the header, found 4 "
                    + "(put cells that hold the delimiter in double quotes) <1,\"2\nx\",3,4>",
                "4 at line 7: {}",
                "5 at line 8 rejected: in:8: record 5: expected 3 cells as in the header, found 4 "
                    + "(put cells that hold the delimiter in double quotes) <1,2,3,>",
                #"6 at line 9: {"a":"5","b":"6","c":"7"}"#,
            ])
    }

    @Test func textAfterAClosingQuoteIsRejectedWithItsPlace() {
        let read = readAll(
            "name,note\n\"a\" ,1\nb,\"x\r\né\"y,\"\"2\",\"\nc,\"\"\"3\"\"\"\n\"d\"\"e\"f\"\",\"g\n\"h\"\"i\",j")
        #expect(read.error == nil)
        let advice = "(write a double quote inside a quoted cell twice)"
        #expect(
            read.outcomes.map(\.description) == [
                "1 at line 2 rejected: in:2:4: record 1, field \"name\": text after the quote that closes a cell \(advice) <\"a\" ,1>",
                "2 at line 3 rejected: in:4:3: record 2, field \"note\": text after the quote that closes a cell \(advice) "
                    + "<b,\"x\r\né\"y,\"\"2\",\">",
                #"3 at line 5: {"name":"c","note":"\"3\""}"#,
                "4 at line 6 rejected: in:6:7: record 4, field \"name\": text after the quote that closes a cell \(advice) "
                    + "<\"d\"\"e\"f\"\",\"g>",
                #"5 at line 7: {"name":"h\"i","note":"j"}"#,
            ])
    }

    @Test(arguments: ["", "\n", "\r\n", "\"\"", "\"\",x\n1,2\n"])
    func aQuoteThatIsNeverClosedIsNamedByTheLineItOpensIn(rest: String) {
        let read = readAll("a,b\n1,2\n\"3\n\",\"4\n5,6\(rest)")
        #expect(read.error == nil && read.outcomes.count == 2)
        #expect(
            read.outcomes.last?.description.hasPrefix(
                "2 at line 3 rejected: in:4:3: record 2, field \"b\": the quote that opens this cell is never closed; "
                    + "nothing after it could be read") == true)
    }

    @Test func invalidUTF8IsRejectedWithItsPlace() {
        let text =
            Array("a,b\nü,1\n\"x\n\né".utf8) + [0xE9] + Array("\",2\n\"\"\"".utf8) + [0xC3]
            + Array("\"\"\",3\ny,\"\"\"4\"\n".utf8)
        for size in readSizes {
            let read = readAll(text, as: .csv, piecesOf: size)
            #expect(read.error == nil)
            let advice = "(save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8)"
            #expect(
                read.outcomes.map { $0.description.prefix { $0 != "<" } } == [
                    #"1 at line 2: {"a":"ü","b":"1"}"#,
                    "2 at line 3 rejected: in:5:2: record 2: byte 0xE9 is not valid UTF-8 \(advice) ",
                    "3 at line 6 rejected: in:6:4: record 3: byte 0xC3 is not valid UTF-8 \(advice) ",
                    #"4 at line 7: {"a":"y","b":"\"4"}"#,
                ])
        }
    }

    @Test(arguments: [
        (
            "a,b,a,c,b\n",
            "in:1: the header row has the same name twice: \"a\" (columns 1 and 3), \"b\" (columns 2 and 5) "
                + "(give each column a name of its own)"
        ),
        (
            "\na,,c,\n1,2,3,4\n",
            "in:2: columns 2, 4 have no name in the header row (name every column, and remove columns "
                + "that are not used)"
        ),
        (
            "a,\"b\"x\n",
            "in:1:6: text after the quote that closes a cell (write a double quote inside a quoted cell twice)"
        ),
        (
            "a,\"b\n",
            "in:1:3: the quote that opens this cell is never closed; nothing after it could be read (close the quote, "
                + "or write the cell without it)"
        ),
    ])
    func aHeaderThatCannotBeUsedEndsTheReading(text: String, error: String) {
        let read = readAll(text)
        #expect(read.error == error && read.outcomes.isEmpty)
    }

    @Test func aHeaderOfTooManyColumnsEndsTheReading() {
        let read = readAll([UInt8](repeating: UInt8(ascii: ","), count: 32_768) + [UInt8(ascii: "\n")], as: .csv)
        let error = "in:1: the header row has 32769 columns, and there can be 32768 (check that this is a CSV file)"
        #expect(read.error == error && read.outcomes.isEmpty)
    }

    @Test func bytesThatAreNoUTF8InTheHeaderEndTheReading() {
        let read = readAll([0x61, 0x2C, 0xE9, 0x0A], as: .csv)
        #expect(read.error?.hasPrefix("in:1:3: byte 0xE9 is not valid UTF-8") == true)
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            let wide = readAll(mark + [0x61, 0x00], as: .csv, piecesOf: 1)
            #expect(wide.error?.hasPrefix("in:1: the text is UTF-16") == true)
        }
    }

    @Test(arguments: ["", "\u{FEFF}", "\n\n", "a,b", "a,b\r\n", "\u{FEFF}a,b\n"])
    func noRowsAreNoRecords(text: String) { #expect(records(text).isEmpty) }

    @Test func quotedHeaders() {
        #expect(records("\"a \"\"x\"\"\",\"b\nc\"\n1,2\n") == [["a \"x\"": "1", "b\nc": "2"]])
        #expect(readAll("\"b\nc\"\n1\n").outcomes.map(\.description) == [#"1 at line 3: {"b\nc":"1"}"#])
    }

    @Test func namesGivenInPlaceOfAHeaderRow() {
        let given = options(CSVOptions(header: .names(["x", "y"])))
        #expect(records("a,b\n1,2\n", options: given) == [["x": "a", "y": "b"], ["x": "1", "y": "2"]])
        let twice = options(CSVOptions(header: .names(["x", "x"])))
        #expect(readAll("1,2\n", options: twice).error?.contains("\"x\" (columns 1 and 2)") == true)
    }

    @Test func delimiters() {
        let expected: [JSONObject] = [["a": "1,x", "b": "2\t;\""]]
        #expect(records("a;b\n1,x;\"2\t;\"\"\"\n", options: options(CSVOptions(delimiter: .semicolon))) == expected)
        #expect(records("a\tb\n1,x\t\"2\t;\"\"\"\n", as: .tsv) == expected)
        #expect(
            records("a,b\n1,2\n", as: .tsv, options: options(CSVOptions(delimiter: .comma))) == [["a": "1", "b": "2"]])
    }

    @Test func rowsOutliveTheReader() throws {
        let text = "a,b\n" + (0..<5000).map { "\($0),\"v\"\"\($0)\"\n" }.joined()
        var rows: [CSVRow] = []
        do {
            let source = ByteSource(bytes: Array(text.utf8), name: "in", piecesOf: 100)
            let reader = try RecordReader(source, format: .csv, options: RecordOptions(readSize: 128))
            while case .record(let record)? = try reader.next() {
                if case .row(let row) = record.payload { rows.append(row) }
            }
        }
        #expect(rows.count == 5000)
        for (index, row) in rows.enumerated() {
            #expect(row["a"] == "\(index)" && row["b"] == "v\"\(index)" && row["c"] == nil && row.count == 2)
            #expect(row.withCell(1) { $0.count } == "v\"\(index)".utf8.count)
        }
    }

    @Test(arguments: [1, 7, 1000])
    func aRowLongerThanAllowedEndsTheReading(size: Int) {
        let limit = RecordOptions(maximumRecordSize: 2000)
        let long = String(repeating: "x,\n", count: 3000)
        let quoted = readAll(Array("a,b\n1,2\n3,\"\(long)".utf8), as: .csv, piecesOf: size, options: limit)
        #expect(
            quoted.error?.hasPrefix(
                "in:3:3: field \"b\": the quote that opens this cell is not closed within 2000 bytes") == true)
        #expect(quoted.outcomes.count == 1)
        let plain = readAll(
            Array("a,b\n1,2\n3\(String(repeating: "x", count: 9000))".utf8), as: .csv, piecesOf: size, options: limit)
        #expect(plain.error?.hasPrefix("in:3: a row of more than 2000 bytes") == true)
        #expect(plain.outcomes.count == 1)
    }

    @Test func aLongRowIsReadFromSmallPieces() {
        let long = String(repeating: "0123456789 \"\"\n", count: 40_000)
        let read = readAll(Array("a,b\n\"\(long)\",2\n3,4\n".utf8), as: .csv, piecesOf: 1000)
        #expect(read.error == nil && read.outcomes.count == 2)
        guard case .record(_, _, let object) = read.outcomes[0] else { return }
        #expect(object["a"]?.string?.utf8.count == 40_000 * 13)
    }
}
