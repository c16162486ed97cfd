import Runner
import Testing

/// The order of fields: that of the input wherever it can be known.
@Suite struct TransformOrderTests {
    private func line(_ code: String, _ input: String) async throws -> String {
        let output = try await TransformRun(code, over: input + "\n")
        #expect(output.rejected.isEmpty, "\(output.rejected)")
        return output.lines.joined(separator: "\n")
    }

    @Test func nestedTablesKeepTheirsWhereverTheyGo() async throws {
        let input = #"{"z":1,"a":{"y":1,"b":{"q":1,"c":2}},"list":[{"t":1,"s":2},{"s":1,"t":2}]}"#
        #expect(try await line("return row", input) == input)
        #expect(try await line("return { inside = row.a }", input) == #"{"inside":{"y":1,"b":{"q":1,"c":2}}}"#)
        #expect(try await line("return { inside = row }", input) == #"{"inside":\#(input)}"#)
        #expect(try await line("return row.list", input) == #"{"t":1,"s":2}"# + "\n" + #"{"s":1,"t":2}"#)
    }

    @Test func newTablesTakeTheOrderOfWhatTheyReplace() async throws {
        let input = #"{"z":1,"a":{"y":1,"b":2},"list":[{"t":1,"s":2},{"s":1,"t":2}]}"#
        #expect(
            try await line("row.a = { new = 0, b = 1, y = 2 } return row", input).contains(
                #""a":{"y":2,"b":1,"new":0}"#))
        #expect(try await line("return { a = { b = 1, y = 2 }, z = 0 }", input) == #"{"z":0,"a":{"y":2,"b":1}}"#)
        #expect(
            try await line("row.list = { { s = 1, t = 2 }, { s = 3, t = 4 } } return row", input)
                .contains(#""list":[{"t":2,"s":1},{"s":3,"t":4}]"#))
    }

    @Test func newFieldsComeLastAndSorted() async throws {
        #expect(
            try await line("row.y = 1 row.b = 2 row.m = nil return row", #"{"z":1,"m":2,"a":3}"#)
                == #"{"z":1,"a":3,"b":2,"y":1}"#)
    }

    @Test func aKeyThatComesTwiceHasItsFirstPlaceAndItsLastValue() async throws {
        #expect(try await line("return row", #"{"a":1,"b":2,"a":3}"#) == #"{"a":3,"b":2}"#)
    }

    @Test func manyFields() async throws {
        for count in [255, 256, 257, 1000] {
            let names = (0..<count).map { "k\(($0 * 7919) % 10007)" }
            let input = "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
            #expect(try await line("return row", input) == input, "\(count)")
            let last = "{" + names.dropFirst().map { "\"\($0)\":1" }.joined(separator: ",") + ",\"new\":2}"
            #expect(try await line("row.\(names[0]) = nil row.new = 2 return row", input) == last, "\(count)")
        }
    }

    @Test func manyObjects() async throws {
        let items = (0..<500).map { #"{"z\#($0 % 5)":\#($0),"a":1}"# }
        let input = #"{"list":[\#(items.joined(separator: ","))]}"#
        #expect(try await line("return row", input) == input)
        #expect(try await line("return { list = row.list }", input) == input)
    }

    @Test func moreNamesThanAreKept() async throws {
        let lines = (0..<12_000).map { #"{"z\#($0)":1,"a\#($0)":{"y\#($0)":2,"b":3}}"# }
        let output = try await TransformRun("return row", over: lines.joined(separator: "\n"))
        #expect(output.lines == lines)
    }

    @Test func longNames() async throws {
        let long = String(repeating: "long ", count: 20)
        let input = #"{"z\#(long)":1,"a\#(long)":2}"#
        #expect(try await line("return row", input + "\n" + input) == input + "\n" + input)
        #expect(
            try await line("return { ['a\(long)'] = 1, ['z\(long)'] = 2 }", input) == #"{"z\#(long)":2,"a\#(long)":1}"#)
    }

    @Test func differentShapesInTurn() async throws {
        let shapes = [
            #"{"a":1,"b":2}"#, #"{"b":1,"a":2}"#, #"{"a":1}"#, "{}", #"{"a":1,"c":{"x":1,"d":2}}"#,
            #"{"a":{"b":1},"b":1}"#,
        ]
        let lines = (0..<300).map { shapes[$0 * $0 % shapes.count] }
        #expect(try await TransformRun("return row", over: lines.joined(separator: "\n")).lines == lines)
    }

    @Test func fieldsOfCSVKeepTheOrderOfTheHeader() async throws {
        let output = try await TransformRun(
            "row.new = 1 return row", over: "z,a,m\n1,2,3\n4,,6\n,,\n", name: "in.csv")
        #expect(
            output.lines == [#"{"z":"1","a":"2","m":"3","new":1}"#, #"{"z":"4","m":"6","new":1}"#, #"{"new":1}"#])
        let kept = try await TransformRun("return row", over: "z,a\n1,\n", name: "in.csv") {
            $0.run.options.emptyCells = .string
        }
        #expect(kept.lines == [#"{"z":"1","a":""}"#])
    }
}
