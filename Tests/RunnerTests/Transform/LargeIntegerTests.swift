import Records
import Testing

@testable import Runner

/// Integers beyond 64 bits: floats to the script, which keep their digits where it leaves them alone.
@Suite struct LargeIntegerTests {
    private static let large = "123456789012345678901234567890"

    private func lines(_ code: String, _ input: String, handsOnlyNamedFields: Bool = true) async throws -> [String] {
        try await TransformRun(code, over: input) { $0.handsOnlyNamedFields = handsOnlyNamedFields }.lines
    }

    @Test(arguments: [
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "-9223372036854775809", large,
    ])
    func whatIsLeftAloneKeepsItsDigits(integer: String) async throws {
        let nested = #"{"n":\#(integer),"s":"x","list":[1,[2.5,\#(integer)],{"m":\#(integer)}],"f":1e+300}"#
        for code in ["return r", "r.s = 'x' return r", "r.n = r.n return r", "return { r, r }", "r[1] = nil return r"] {
            let expected = code.contains("{") ? [nested, nested] : [nested]
            for handsOnlyNamed in [true, false] {
                #expect(
                    try await lines(code, nested, handsOnlyNamedFields: handsOnlyNamed) == expected,
                    "\(code), only named fields: \(handsOnlyNamed)")
            }
        }
        let made = try await lines("return { n = r.n, list = { 0, { 0, r.list[2][2] } } }", nested)
        #expect(made == [#"{"n":\#(integer),"list":[0,[0,\#(integer)]]}"#], "what stands at its place in a new table")
    }

    @Test func whatIsMadeOfThemIsAFloat() async throws {
        let input = #"{"n":\#(Self.large),"m":1}"#
        #expect(
            try await lines("return { n = r.n * 2, m = r.n, t = math.type(r.n) }", input)
                == [#"{"n":2.4691357802469136e+29,"m":1.2345678901234568e+29,"t":"float"}"#])
        #expect(try await lines("r.n = 1e30 return r", input) == [#"{"n":1e+30,"m":1}"#])
        #expect(try await lines("return r.n", input) == ["1.2345678901234568e+29"])
    }

    /// Two of them may be the same to Lua.
    @Test func eachKeepsItsOwn() async throws {
        let input = #"{"a":123456789012345678901,"b":123456789012345678902,"a":123456789012345678903}"#
        #expect(
            try await lines("return r", input) == [#"{"a":123456789012345678903,"b":123456789012345678902}"#])
        let line = #"{"a":[18446744073709551614,18446744073709551615,18446744073709551616]}"#
        #expect(try await lines("return r", line + "\n" + line) == [line, line])
    }

    @Test func rejectsKeepThem() async throws {
        let record = #""n":\#(Self.large),"list":[{"m":-18446744073709551616}]"#
        for code in ["error('no')", "r._error = nil error('no')"] {
            let run = try await TransformRun(code, over: "{" + record + #","_error":{"code":"older"}}"#)
            #expect(run.rejects.hasPrefix("{" + record + #","_error":{"code":"script_error","#))
        }
    }

    /// With columns found out from the first 1,000 records, and with columns that are known.
    @Test func theyKeepTheirDigitsInCSV() async throws {
        let record = #"{"n":\#(Self.large),"list":[{"m":18446744073709551615},"a"],"none":null}"#
        let row = #"\#(Self.large),"[{""m"":18446744073709551615},""a""]","#
        for columns in [nil, ["n", "list", "none"]] {
            let input = [String](repeating: record, count: 1500).joined(separator: "\n")
            let output = try await TransformRun("return r", over: input) {
                $0.format = .csv
                $0.columns = columns
            }
            #expect(output.lines.first == "n,list,none")
            #expect(output.lines.count == 1501 && output.lines.dropFirst().allSatisfy { $0 == row })
        }
    }
}
