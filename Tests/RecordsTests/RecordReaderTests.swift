import Glibc
import JSON
import Records
import Testing

@Suite struct RecordReaderTests {
    @Test func numbersGoOnOverAllInputs() throws {
        let folder = try TemporaryFolder()
        let inputs: [RecordInput] = [
            .file(try folder.file("a.csv", "x\n1\n2,3\n")), .file(try folder.file("b.jsonl", "{\"x\":2}\n[\n")),
            .bytes(Array("[{\"x\":3}]".utf8), name: "c.json"), .bytes(Array("x\ty\n1\t2\n".utf8), name: "d.TSV"),
            .bytes(Array("{\"x\":\"looked at\"}\n".utf8), name: "e"),
        ]
        let reader = try RecordReader(inputs)
        var found: [String] = []
        while let item = try reader.next() {
            switch item {
            case .record(let record):
                let name = record.source.split(separator: "/").last ?? ""
                found.append("\(item.index) \(name):\(record.line) \(record.value.text) \(record["x"]?.text ?? "-")")
            case .rejected(let rejected):
                found.append(
                    "\(item.index) \(rejected.source.split(separator: "/").last ?? ""):\(rejected.line) rejected")
                #expect(rejected.error.record == item.index)
            }
        }
        #expect(
            found == [
                #"1 a.csv:2 {"x":"1"} "1""#, "2 a.csv:3 rejected", #"3 b.jsonl:1 {"x":2} 2"#, "4 b.jsonl:2 rejected",
                #"5 c.json:1 {"x":3} 3"#, #"6 d.TSV:2 {"x":"1","y":"2"} "1""#, #"7 e:1 {"x":"looked at"} "looked at""#,
            ])
        #expect(reader.count == 7)
        #expect(try reader.next() == nil)
    }

    @Test func anInputThatIsWrongEndsAndTheNextGoesOn() throws {
        let reader = try RecordReader([
            .bytes(Array("a,a\n1,2\n".utf8), name: "x.csv"), .bytes(Array("a\n1\n".utf8), name: "y.csv"),
        ])
        #expect(throws: RecordsError.self) { try reader.next() }
        #expect(try reader.next()?.index == 1)
        #expect(try reader.next() == nil)
    }

    @Test func inputsAreCheckedBeforeTheFirstRecord() throws {
        let folder = try TemporaryFolder()
        let good = RecordInput.file(try folder.file("a.csv", "x\n1\n"))
        func error(_ input: RecordInput, options: RecordOptions = RecordOptions()) -> RecordsError? {
            do {
                _ = try RecordReader([good, input], options: options)
                return nil
            } catch {
                return error
            }
        }
        let missing = error(.file("/nowhere/x.csv"))
        #expect(missing?.kind == .missing)
        #expect(missing?.description == "/nowhere/x.csv: there is no such file (check the path)")
        let directory = error(.file(folder.path))
        #expect(directory?.kind == .directory && directory?.message == "is a folder")
        #expect(error(.file("/"))?.advice == "name the files in it, as in /*.csv")
        #expect(error(.file("/tmp/"))?.advice == "name the files in it, as in /tmp/*.csv")
        #expect(error(.file("/tmp"))?.advice == "name the files in it, as in /tmp/*.csv")
        let unknown = error(.file(try folder.file("x.xlsx", "PK")))
        #expect(unknown?.kind == .unknownFormat && unknown?.advice == "save the sheet as CSV in UTF-8")
        #expect(error(.file(folder.path + "/x.xlsx"), options: RecordOptions(format: .csv)) == nil)
        #expect(error(.file(try folder.file("people", "x\n"))) == nil)
    }

    @Test func theFormatGivenWinsOverTheName() throws {
        let reader = try RecordReader(
            [.bytes(Array("{\"a\":1}\n".utf8), name: "x.csv")], options: RecordOptions(format: .ndjson))
        guard case .record(let record)? = try reader.next() else {
            Issue.record("no record")
            return
        }
        #expect(record.value == ["a": 1])
    }

    @Test func argumentsOfACommandLine() {
        #expect(RecordInput(argument: "-") == .standardInput && RecordInput.standardInput.name == "standard input")
        #expect(RecordInput(argument: "a.csv") == .file("a.csv") && RecordInput.file("a.csv").name == "a.csv")
    }
}
