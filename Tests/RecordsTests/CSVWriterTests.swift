import JSON
import Records
import Seeded
import Testing

@Suite struct CSVWriterTests {
    private func write(_ objects: [JSONObject], with writer: CSVWriter = CSVWriter()) throws -> String {
        let sink = ByteSink(memory: "out")
        let output = RecordWriter(to: sink, format: .csv, csv: writer)
        for object in objects { try output.write(.object(object)) }
        try output.finish()
        #expect(output.count == objects.count)
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    @Test func quotesOnlyWhatMustBe() throws {
        let text = try write([["a": " x ", "b,": "1,2", "c": "say \"hi\"", "d": "l1\nl2", "e": "r\r", "f": "ü;\t'"]])
        #expect(text == "a,\"b,\",c,d,e,f\n x ,\"1,2\",\"say \"\"hi\"\"\",\"l1\nl2\",\"r\r\",ü;\t'\n")
    }

    @Test func valuesThatAreNoStrings() throws {
        let text = try write([["i": 1, "n": 1.5, "t": true, "z": nil, "a": [1, "x"], "o": ["k": 1], "e": []]])
        #expect(text == "i,n,t,z,a,o,e\n1,1.5,true,,\"[1,\"\"x\"\"]\",\"{\"\"k\"\":1}\",[]\n")
    }

    @Test func columnsComeFromTheFirstRecordOrAreGiven() throws {
        #expect(try write([["b": 1, "a": 2], ["a": 3]]) == "b,a\n1,2\n,3\n")
        #expect(try write([["a": 3]], with: CSVWriter(columns: ["x", "a"])) == "x,a\n,3\n")
        #expect(try write([], with: CSVWriter(columns: ["x", "a"])) == "x,a\n")
        #expect(try write([]) == "")
    }

    @Test func aFieldWithoutAColumnIsAnErrorAndTheRecordIsNotWritten() throws {
        let sink = ByteSink(memory: "out")
        let output = RecordWriter(to: sink, format: .csv)
        try output.write(["a": 1])
        let error = #expect(throws: RecordsError.self) { try output.write(["a": 2, "b": 3]) }
        #expect(
            error?.description
                == "out: record 2, field \"b\": is no column: a (give every record the same fields, or name all "
                + "columns)")
        #expect(throws: RecordsError.self) { try output.write([1]) }
        try output.write(["a": 4])
        #expect(String(decoding: sink.bytes, as: UTF8.self) == "a\n1\n4\n")
        #expect(throws: RecordsError.self) { try RecordWriter(to: sink, format: .csv).write([:]) }
    }

    @Test func tabsForTSV() throws {
        let sink = ByteSink(memory: "out")
        let output = RecordWriter(to: sink, format: .tsv)
        try output.write(["a": "x\ty", "b": "1,2"])
        #expect(String(decoding: sink.bytes, as: UTF8.self) == "a\tb\n\"x\ty\"\t1,2\n")
    }

    /// Any table of any strings is read back as it was, whatever the size of reads.
    @Test(arguments: 0..<40)
    func whatIsWrittenReadsBackTheSame(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "a", "bc", " ", ",", ";", "\"", "\"\"", "\n", "\r", "\r\n", "\t", "é", "日本", "😀", "\u{FEFF}", "", "0",
            "\u{0}",
        ]
        func text() -> String {
            (0..<Int.random(in: 0...5, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined()
        }
        let delimiter = CSVOptions.Delimiter.allCases[seed % 3]
        let columns = (0...Int.random(in: 0...5, using: &generator)).map { "\($0)" + text() }
        let objects: [JSONObject] = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
            var object = JSONObject()
            for column in columns { object[column] = .string(text()) }
            return object
        }
        let written = try write(objects, with: CSVWriter(columns: columns, delimiter: delimiter))
        let read = records(written, options: RecordOptions(csv: CSVOptions(delimiter: delimiter, emptyCells: .string)))
        #expect(read == objects)
        let absent = records(written, options: RecordOptions(csv: CSVOptions(delimiter: delimiter)))
        #expect(absent.map(\.count) == objects.map { object in object.count { $0.value != "" } })
    }
}
