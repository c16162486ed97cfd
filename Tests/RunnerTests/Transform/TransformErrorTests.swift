import JSON
import Lua
import Records
import Runner
import Testing

/// Records that cannot be read, and what cannot be written.
@Suite struct TransformErrorTests {
    @Test(arguments: [
        ("return { n = 0/0 }", "JSON has no "),
        ("return { deep = { list = { 1, print } } }", "deep.list[2]: a function cannot be"),
        ("return { ['odd key'] = { b = math.huge } }", #"["odd key"].b: JSON has no inf"#),
        ("local t = {} t.t = t return t", "tables nested deeper than 200, or one that contains itself"),
        ("return { [true] = 1, n = 2 }", "neither an array (1, 2, …) nor an object"),
        ("return { ['\\xff'] = 1 }", "a key is not valid UTF-8"),
        ("return { a = { [1] = 1, [3] = 3 } }", "a: "),
        ("return { n = '\\xed\\xa0\\x80' }", "n: string is not valid UTF-8"),
        ("return { n = '\\xc0\\x80' }", "UTF-8"), ("return { n = '\\xf4\\x90\\x80\\x80' }", "UTF-8"),
        ("return { n = ('x'):rep(9) .. '\\xe2\\x82' }", "UTF-8"),
        (
            "local t = { (\"x\"):rep(1 << 20) } for i = 1, 7 do t = { t, t } end return { t = t }",
            "more than 64 MB of data at once"
        ),
    ])
    func whatCannotBeWritten(code: String, message: String) async throws {
        let output = try await TransformRun("if row.n == 2 then \(code) end return row", over: numbered(1...3))
        #expect(output.lines == [#"{"n":1}"#, #"{"n":3}"#])
        #expect(
            output.rejected.first?.problem?.message.contains(message) == true,
            "\(output.rejected.first?.problem?.message ?? "")")
    }

    @Test func textOfAllKindsComesOutAsItIs() async throws {
        let text = #"{"s":"é日😀\u0000\u001f\"\\/ \b\f\n\r\t","é":"x","\"":"12345678","\u0001":"123456789é"}"#
        let expected = #"{"s":"é日😀\u0000\u001f\"\\/ \b\f\n\r\t","é":"x","\"":"12345678","\u0001":"123456789é"}"#
        #expect(try await TransformRun("return row", over: text).lines == [expected])
    }

    @Test func rejectsKeepTheRecordAndSayWhy() async throws {
        let input = "{\"n\":1,\"z\":{\"b\":[],\"a\":1.0}}\n{\"n\":\"\u{FF}\"}\nnot json\n[]\n{\"n\":2}\n"
        let output = try await TransformRun("if row.n ~= 2 then error('no', 0) end return row", over: input)
        #expect(output.lines == [#"{"n":2}"#])
        let rejects = output.rejects.split(separator: "\n")
        #expect(
            rejects.first
                == #"{"n":1,"z":{"b":[],"a":1.0},"_error":{"code":"script_error","message":"no","position":"(command line):1","record":1,"line":1,"source":"in.ndjson"}}"#
        )
        #expect(rejects.count == 4)
        #expect(rejects[2].hasPrefix(#"{"_text":"not json","_error":{"code":"bad_record","#))
        // Fed back, what was a record is one again.
        let again = try await TransformRun("row._error = nil return row", over: output.rejects)
        #expect(again.lines.first == #"{"n":1,"z":{"b":[],"a":1.0}}"#)
    }

    @Test func rejectsOfCSVAreTheirFields() async throws {
        let output = try await TransformRun("error('no', 0)", over: "a,b\n1,\n2\n", name: "in.csv")
        let rejects = output.rejects.split(separator: "\n")
        #expect(rejects.count == 2)
        #expect(rejects[0].hasPrefix(#"{"a":"1","_error":"#))
        #expect(rejects[1].hasPrefix(#"{"_text":"2","_error":"#))
    }

    @Test func placesOfWhatIsWrong() async throws {
        let lines = try await TransformRun("return row", over: "\n {\"n\": tru}\n{}\n\"text\"\n{\"n\":\"\u{1}\"}\n")
        #expect(lines.rejected.map(\.line) == [2, 4, 5])
        #expect(lines.rejected.map(\.record) == [1, 3, 4])
        #expect(lines.rejected[1].problem?.message == "expected an object, found a string")
        let array = try await TransformRun(
            "return row", over: "[{\"n\":1},\n {\"n\" 2},\n 3, {\"n\":4}]", name: "in.json")
        #expect(array.lines == [#"{"n":1}"#, #"{"n":4}"#])
        #expect(array.rejected.map(\.line) == [2, 3])
    }

    @Test func invalidUTF8InTheInputIsReported() async throws {
        let bytes: [UInt8] = Array("{\"n\":1}\n{\"n\":\"".utf8) + [0xFF] + Array("\"}\n{\"n\":3}\n".utf8)
        let run = RunConfiguration(script: .recordCode("return row"), inputs: [.bytes(bytes, name: "in.ndjson")])
        let output = try await TransformRun(TransformConfiguration(run))
        #expect(output.lines == [#"{"n":1}"#, #"{"n":3}"#])
        #expect(output.rejected.first?.problem?.message.contains("UTF-8") == true)
    }

    @Test func theMemoryLimitEndsARecordNotTheOthers() async throws {
        let output = try await TransformRun(
            "if row.n == 2 then local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end end return row",
            over: numbered(1...3)
        ) { $0.run.lua.memoryLimit = 16 << 20 }
        #expect(output.lines == [#"{"n":1}"#, #"{"n":3}"#])
        #expect(output.rejected.first?.problem?.code == "script_memory")
    }

    @Test func aDeepRecord() async throws {
        func nested(_ depth: Int) -> String {
            #"{"a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        #expect(try await TransformRun("return row", over: nested(199)).lines == [nested(199)])
        #expect(
            try await TransformRun("return row", over: nested(200)).rejected.first?.problem?.message.contains("nested")
                == true)
    }
}
