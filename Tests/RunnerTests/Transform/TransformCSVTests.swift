import Records
import Runner
import Testing

/// CSV as it comes out: the same columns in every row.
@Suite struct TransformCSVTests {
    private func csv(
        _ code: String, _ input: String, name: String = "in.csv", columns: [String]? = nil,
        format: RecordFormat = .csv, jobs: Int = 1
    ) async throws -> TransformRun {
        try await TransformRun(code, over: input, name: name) {
            $0.format = format
            $0.columns = columns
            $0.jobs = jobs
        }
    }

    @Test func theColumnsAreTheFieldsOfTheFirstRecords() async throws {
        let output = try await csv("row.new = row.b return row", "a,b,c\n1,,\n2,x,\n3,,y\n")
        #expect(output.output == "a,b,c,new\n1,,,\n2,x,,x\n3,,y,\n")
        #expect(output.rejected.isEmpty)
        let made = try await csv("return { z = row.n, a = 1 }", numbered(1...2), name: "in.ndjson")
        #expect(made.output == "a,z\n1,1\n1,2\n")
    }

    /// An empty cell is no field, so that a column may be empty for long.
    @Test(arguments: [1, 3]) func columnsOfTheInputStay(jobs: Int) async throws {
        for code in ["return row", "local r = row return { r }", "if not row.z then return row end return { z = 1 }"] {
            let sparse = try await csv(code, "a,b,c\n1,,2\n3,,4\n", jobs: jobs)
            #expect(sparse.output == "a,b,c\n1,,2\n3,,4\n", "\(code)")
        }
        let many = (1...1500).map { "\($0),\($0 > 1200 ? "late" : "")\n" }.joined()
        let late = try await csv("return row", "n,b\n" + many, jobs: jobs)
        #expect(late.output == "n,b\n" + many && late.rejected.isEmpty)
        for input in ["a,b\n", "a,b"] {
            #expect(try await csv("return row", input, jobs: jobs).output == "a,b\n")
            #expect(try await csv("return row", input, format: .tsv, jobs: jobs).output == "a\tb\n")
        }
        #expect(try await csv("return row", "").output == "")
        #expect(try await csv("row.b = nil return row", "a,b,c\n1,,\n").output == "a,c\n1,\n")
        let some = try await csv("if row.a == '1' then row.b = nil end return row", "a,b,c\n1,2,\n")
        #expect(some.output == "a,b,c\n1,,\n")
        let chosen = try await csv("for _, k in ipairs { 'b' } do row[k] = nil end return row", "a,b,c\n1,2,3\n")
        #expect(chosen.output == "a,c\n1,3\n")
        #expect(try await csv("return { c = row.c, a = row.a, b = row.b }", "a,b,c\n1,,2\n").output == "a,c\n1,2\n")
    }

    @Test(arguments: [999, 1000, 1001, 2500]) func manyRecords(count: Int) async throws {
        let output = try await csv("return row", numbered(1...count), name: "in.ndjson")
        #expect(output.lines == ["n"] + (1...count).map(String.init))
        #expect(output.summary.records == count)
    }

    @Test(arguments: [1, 3]) func aFieldThatComesTooLateIsAnError(jobs: Int) async throws {
        let output = try await csv(
            "if row.n >= 1001 then row.late = 1 end return row", numbered(1...1002), name: "in.ndjson", jobs: jobs)
        #expect(output.lines.count == 1001)
        #expect(output.rejected.map(\.record) == [1001, 1002])
        #expect(
            output.rejected.first?.problem?.message
                == #""late" is no column: n (give every record the same fields, or name all with --columns)"#)
    }

    @Test func columnsCanBeNamed() async throws {
        let output = try await csv("return row", "a,b\n1,2\n3,\n", columns: ["b", "x", "a"])
        #expect(output.output == "b,x,a\n2,,1\n,,3\n")
        let none = try await csv("return nil", "a,b\n1,2\n", columns: ["b", "a"])
        #expect(none.output == "b,a\n")
        #expect(try await csv("return nil", "a,b\n1,2\n").output == "")
        let tabs = try await csv("return row", "a,b\n1,2\n", columns: ["b", "a"], format: .tsv)
        #expect(tabs.output == "b\ta\n2\t1\n")
    }

    @Test(arguments: [nil, ["v", "w"]]) func cells(columns: [String]?) async throws {
        let input =
            #"{"v":"a,b","w":"say \"hi\""}"# + "\n" + #"{"v":"two\nlines","w":"\r"}"# + "\n"
            + #"{"v":null,"w":""}"# + "\n" + #"{"v":1.0,"w":9007199254740993}"# + "\n"
            + #"{"v":true,"w":[1,{"a":"é"}]}"# + "\n"
            + #"{"v":"\uFEFFmark","w":"plain; text"}"# + "\n"
        let output = try await csv("return row", input, name: "in.ndjson", columns: columns)
        #expect(
            output.output
                == "v,w\n\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\r\"\n,\n1.0,9007199254740993\ntrue,\"[1,{\"\"a\"\":\"\"é\"\"}]\"\n"
                + "\"\u{FEFF}mark\",plain; text\n")
    }

    @Test(arguments: [nil, ["v"]]) func aRowOfOneEmptyCellIsNotBlank(columns: [String]?) async throws {
        let output = try await csv(
            "return { v = row.n == 1 and 1 or '' }", numbered(1...2), name: "in.ndjson", columns: columns)
        #expect(output.output == "v\n1\n\"\"\n")
    }

    @Test(arguments: [nil, ["n"]]) func whatIsNoRowIsRejected(columns: [String]?) async throws {
        let code =
            "local made = { 5, { { 1 } }, { [1.5] = 1 }, { n = '\\xff' }, { n = print }, { n = 1 } } return made[row.n]"
        let output = try await csv(code, numbered(1...6), name: "in.ndjson", columns: columns)
        #expect(output.output == "n\n1\n")
        #expect(output.rejected.map(\.record) == [1, 2, 3, 4, 5])
        #expect(output.rejected[0].problem?.message == "a row of CSV is a table of named fields, got a number")
        #expect(output.rejected[1].problem?.message == "[1]: a row of CSV is a table of named fields, got a list")
        #expect(output.rejected[3].problem?.message == "n: string is not valid UTF-8")
    }

    @Test func listsAreSeveralRows() async throws {
        let output = try await csv("return { row, { n = -row.n } }", numbered(1...2), name: "in.ndjson")
        #expect(output.output == "n\n1\n-1\n2\n-2\n")
    }

    @Test func aSpreadsheetOfAllItsColumnsGoesThrough() async throws {
        let row = (1...16_384).map { "c\($0)" }.joined(separator: ",") + "\n"
        let output = try await csv("row.c1 = row.c16384 return row", row + row)
        #expect(output.output == row + "c16384" + row.dropFirst(2))
    }

    @Test func csvGoesInAndComesOutTheSame() async throws {
        let input = "a,\"b \"\"c\"\"\",d\n1,\"x,y\",\n\"\"\"\",é,\"\n\"\n"
        #expect(try await csv("return row", input).output == input)
    }
}
