import JSON
import Records
import Testing

/// Batches hold what a reader yields one by one.
@Suite struct RecordBatchTests {
    /// Everything in the batches of an input; an error that ends the reading comes last, as text.
    private func readBatches(
        _ text: String, as format: RecordFormat, piecesOf size: Int, options: RecordOptions = RecordOptions(),
        limit: Int = .max
    ) throws -> (outcomes: [Outcome], error: String?) {
        var options = options
        options.readSize = size
        options.format = format
        let reader = try RecordBatchReader([.bytes(Array(text.utf8), name: "in")], options: options)
        var outcomes: [Outcome] = []
        var left = limit
        do {
            while let batch = try reader.next(limit: left) {
                #expect(batch.count > 0 && batch.firstNumber == outcomes.count + 1)
                for position in 0..<batch.count { outcomes.append(try outcome(of: batch, at: position)) }
                left -= batch.count
                reader.recycle(batch)
            }
        } catch {
            return (outcomes, "\(error)")
        }
        return (outcomes, nil)
    }

    private func outcome(of batch: RecordBatch, at position: Int) throws -> Outcome {
        if let rejection = batch.rejections[position] { return Outcome(.rejected(rejection)) }
        let number = batch.firstNumber + position
        let text = batch.text(at: position, emptyCells: .absent)
        do throws(JSONError) {
            let value = try JSONValue(parsing: text)
            if let object = value.object { return .record(number, line: Int(batch.places[position].line), object) }
            let rejected = batch.rejection(at: position, because: "expected an object", offset: nil)
            return Outcome(.rejected(rejected))
        } catch {
            let rejected = batch.rejection(at: position, because: error.message, offset: error.offset)
            return Outcome(.rejected(rejected))
        }
    }

    /// The same with what differs in words only left out: how a value that is no object is called, and its text.
    private func comparable(_ outcome: Outcome) -> Outcome {
        guard case .rejected(let number, let line, let error, _) = outcome, error.contains("expected an object") else {
            return outcome
        }
        return .rejected(number, line: line, "no object", text: "")
    }

    @Test(arguments: [
        (
            RecordFormat.ndjson,
            "{\"a\":1}\n\n {\"b\":2} \r\n\t\n[1]\nnull\n{\"c\":\n{\"d\":\"é\u{0}\"}\n{\"e\": tru}\n{\"last\":true}"
        ),
        (.ndjson, "\u{FEFF}{\"a\":1}\n{\"a\":2}\n"), (.ndjson, ""), (.ndjson, "\n \n"), (.ndjson, "{\"a\":1}"),
        (.json, "[{\"a\":1},\n {\"b\":[1,2,{\"c\":3}]}, 5, {\"d\" 1},\n\n  {\"e\":\"]}\"}]"), (.json, "{\"a\":1}"),
        (.json, "[]"),
        (.json, "[{\"a\":1},{\"b\":"), (.json, "[{\"a\":1}} "), (.json, "[{\"a\":1}] x"), (.json, ""),
        (.json, "\u{FEFF}[{\"a\":1}]"),
        (.csv, "a,b\n1,2\n3\n\"x\"y,4\n\"q\"\"\",\n,\n5,6"), (.csv, "a,b\n"), (.csv, ""), (.csv, "a,a\n1,2\n"),
        (.csv, "a,b\n\"open,1\n2,3\n"),
        (.tsv, "a\tb\n1\t2\n"),
    ])
    func areWhatReadersYield(format: RecordFormat, text: String) throws {
        let expected = readAll(Array(text.utf8), as: format, options: RecordOptions())
        for size in readSizes {
            let found = try readBatches(text, as: format, piecesOf: size)
            #expect(found.outcomes.map(comparable) == expected.outcomes.map(comparable), "reads of \(size) bytes")
            #expect(found.error == expected.error, "reads of \(size) bytes")
        }
    }

    @Test(arguments: [1, 7, 64, 1 << 20]) func linesThatAreTooLong(size: Int) throws {
        let long = "{\"a\":\"" + String(repeating: "x", count: 200) + "\"}"
        let text = "{\"a\":1}\n\(long)\n{\"a\":2}\n\(long)\n\(long)\n{\"a\":3}\n\(long)"
        var options = RecordOptions()
        options.maximumRecordSize = 100
        let found = try readBatches(text, as: .ndjson, piecesOf: size, options: options).outcomes
        #expect(found.count == 7)
        for (position, outcome) in found.enumerated() {
            switch outcome {
            case .record(let number, let line, let object):
                #expect(number == position + 1 && line == position + 1)
                #expect([0, 2, 5].contains(position) && object["a"]?.integer != nil)
            case .rejected(let number, let line, let error, _):
                #expect(number == position + 1 && line == position + 1)
                #expect(error.contains("more than 100 bytes"))
            }
        }
    }

    @Test func theLimitCutsABatch() throws {
        let text = (1...10).map { "{\"n\":\($0)}\n" }.joined()
        #expect(try readBatches(text, as: .ndjson, piecesOf: 1 << 20, limit: 3).outcomes.count == 3)
        #expect(try readBatches(text, as: .ndjson, piecesOf: 8, limit: 3).outcomes.count == 3)
        #expect(try readBatches(text, as: .ndjson, piecesOf: 8, limit: 0).outcomes.isEmpty)
    }

    @Test func inputsComeOneAfterTheOther() throws {
        let reader = try RecordBatchReader([
            .bytes(Array("{\"a\":1}\n".utf8), name: "one.ndjson"), .bytes([], name: "none.ndjson"),
            .bytes(Array("a\n2\n".utf8), name: "two.csv"),
        ])
        let first = try #require(try reader.next())
        #expect(first.source == "one.ndjson" && first.firstNumber == 1 && first.header == nil)
        let second = try #require(try reader.next())
        #expect(second.source == "two.csv" && second.firstNumber == 2 && second.header?.names == ["a"])
        #expect(try reader.next() == nil)
    }

    @Test func missingInputsAreFoundAtOnce() {
        #expect(throws: RecordsError.self) { _ = try RecordBatchReader([.file("/nowhere/x.ndjson")]) }
        #expect(throws: RecordsError.self) { _ = try RecordBatchReader([.bytes([], name: "x.xlsx")]) }
    }
}
