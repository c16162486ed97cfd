import JSON
import Records
import Seeded
import Testing

@testable import Runner

/// Records of which a script sees only the fields that it names: what comes out is what comes out where it sees all.
@Suite struct NamedFieldsTests {
    /// Scripts that name all their fields.
    private static let scripts = [
        "return row", "row.a = 'A' return row", "row.a = nil return row",
        "row.z = row.a row.m = row.b row.a = nil return row",
        "row.c = nil row.c = 1 return row", "row.a = { row.b, row.c } return row",
        "if row.b == nil then return nil end return row", "return { b = row.b, a = row.a, zz = row.c }",
        "return { inner = { row.a } }", "row.d = json.null return row", "row.a = row.a .. 'x' return row",
        "row.e.x = 1 return row", "row.a = function() end return row", "row.a = row.e row.e = nil return row",
        "row['f'] = 2.5 row.b = 1 << 53 return row", "row.a = '\\xff' return row", "row[''] = row.a return row",
        "if row.a == nil then error('nobody') end return row",
    ]
    private static let names = ["a", "b", "c", "d", "e", "f", "long field name", "é", "", "\"q\""]

    private func value(_ random: inout SeededGenerator, depth: Int) -> String {
        let scalars = [
            "null", "true", "false", "0", "-1", "9007199254740993", "18446744073709551615", "-123456789012345678901",
            "1.0", "-0.0", "1e300",
            "2.50",
            #""""#, #""text""#, #""Zürich, \"x\"""#, #""line\nbreak""#, #""\u0000\t\\""#, #""emoji 👩‍👩‍👧""#,
        ]
        switch Int.random(in: 0..<(depth > 2 ? 8 : 10), using: &random) {
        case 8:
            let items = (0..<Int.random(in: 0..<3, using: &random)).map { _ in value(&random, depth: depth + 1) }
            return "[" + items.joined(separator: ",") + "]"
        case 9: return object(&random, depth: depth + 1)
        default: return scalars.randomElement(using: &random) ?? "0"
        }
    }

    /// An object; now and then with a name that comes twice.
    private func object(_ random: inout SeededGenerator, depth: Int) -> String {
        let members = (0..<Int.random(in: 0..<6, using: &random)).map { _ in
            let name = JSONValue.string(Self.names.randomElement(using: &random) ?? "a").text
            return name + ":" + value(&random, depth: depth)
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private func rows(_ random: inout SeededGenerator) -> String {
        let header = "a,b,c,e,\"long, name\"\n"
        let cells = [
            "", "x", "\"with \"\"quotes\"\"\"", "\"two\nlines\"", "1,5".replacing(",", with: "."), "é", "\"a,b\"",
        ]
        return header
            + (0..<50).map { _ in
                (0..<5).map { _ in cells.randomElement(using: &random) ?? "" }.joined(separator: ",") + "\n"
            }.joined()
    }

    private func expectTheSame(
        _ script: String, _ input: String, _ name: String, _ format: RecordFormat, _ columns: [String]? = nil,
        emptyCells: Bool = false, seed: UInt64
    ) async throws {
        var runs: [TransformRun] = []
        for handsOnlyNamed in [true, false] {
            runs.append(
                try await TransformRun(script, over: input, name: name) { configuration in
                    configuration.format = format
                    configuration.columns = columns
                    configuration.handsOnlyNamedFields = handsOnlyNamed
                    if emptyCells { configuration.run.options.emptyCells = .string }
                })
        }
        let what = "seed \(seed), \(script), \(name) to \(format)"
        #expect(runs[0].output == runs[1].output, "\(what)")
        #expect(runs[0].rejects == runs[1].rejects, "\(what)")
        #expect(runs[0].summary.outcomes == runs[1].summary.outcomes, "\(what)")
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>) func objects(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let input = (0..<60).map { _ in object(&random, depth: 0) + "\n" }.joined()
        for script in Self.scripts {
            try await expectTheSame(script, input, "in.ndjson", .ndjson, seed: seed)
            try await expectTheSame(script, input, "in.ndjson", .json, seed: seed)
            try await expectTheSame(script, input, "in.ndjson", .csv, Self.names + ["m", "z", "zz", "g"], seed: seed)
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func rows(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let input = rows(&random)
        let columns = ["b", "a", "long, name", "e", "c", "m", "z"]
        for script in Self.scripts {
            for emptyCells in [false, true] {
                try await expectTheSame(script, input, "in.csv", .ndjson, emptyCells: emptyCells, seed: seed)
                try await expectTheSame(script, input, "in.csv", .csv, emptyCells: emptyCells, seed: seed)
                try await expectTheSame(script, input, "in.csv", .csv, columns, emptyCells: emptyCells, seed: seed)
                try await expectTheSame(script, input, "in.csv", .tsv, columns, emptyCells: emptyCells, seed: seed)
            }
        }
    }

    @Test func theFieldsComeInTheirOrder() async throws {
        let run = try await TransformRun(
            "row.c = row.a + 1 row.new = true row.b = nil return row", over: #"{"z":1,"a":2,"b":3,"c":4,"list":[1,{}]}"#
        )
        #expect(run.lines == [#"{"z":1,"a":2,"c":3,"list":[1,{}],"new":true}"#])
    }

    @Test func ofANameThatComesTwiceTheLastValueCounts() async throws {
        let run = try await TransformRun("row.b = 1 return row", over: #"{"a":1,"c":2,"a":3}"#)
        #expect(run.lines == [#"{"a":3,"c":2,"b":1}"#])
    }

    @Test func whatIsWrongIsNamed() async throws {
        let run = try await TransformRun("row.e = print return row", over: #"{"a":1}"#)
        #expect(run.rejected.first?.problem?.message.contains("e: a function cannot be written as JSON") == true)
    }
}
