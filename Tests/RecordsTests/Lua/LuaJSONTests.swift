import JSON
import Lua
import Records
import Testing

/// Runs `body` with a new state on a thread of its own.
private func withState<Result: Sendable>(_ body: @escaping @Sendable (LuaState) throws -> Result) throws -> Result {
    let executor = LuaExecutor()
    return try executor.sync { try body(try LuaState(executor: executor)) }
}

/// What `source` evaluates to, as JSON text.
private func json(_ source: String) throws -> String {
    try withState { lua in
        try lua.set("null", LuaValue.null)
        return try lua.evaluate(source, as: JSONValue.self).text
    }
}

/// The value as JSON, marks of arrays seen.
private func marked(_ value: some LuaPushable, in lua: LuaState, order: KeyOrder = .sorted) throws -> String {
    try lua.read(value) { value throws(LuaMismatch) in
        var reader = LuaJSONReader()
        return try reader.read(value, order: order)
    }.text
}

/// Why `source` does not evaluate to JSON.
private func mismatch(_ source: String) throws -> String? {
    try withState { lua in
        do throws(LuaError) {
            _ = try lua.evaluate(source, as: JSONValue.self)
            return nil
        } catch {
            return error.message
        }
    }
}

struct LuaJSONReaderTests {
    @Test(arguments: [
        ("return true", "true"), ("return 1", "1"), ("return 1.0", "1.0"), ("return 2^53", "9007199254740992.0"),
        ("return 9007199254740993", "9007199254740993"), ("return math.mininteger", "-9223372036854775808"),
        ("return -0.0", "-0.0"), ("return 'é\\0x'", "\"é\\u0000x\""), ("return null", "null"), ("return {}", "{}"),
        ("return {1, {2, 'x'}, null}", "[1,[2,\"x\"],null]"),
        ("return {b = 1, a = {}, ['é'] = 2}", "{\"a\":{},\"b\":1,\"é\":2}"),
        ("return {['1'] = 1}", "{\"1\":1}"), ("return setmetatable({1}, {__index = error, __pairs = error})", "[1]"),
    ])
    func readsWhatIsJSON(source: String, text: String) throws {
        #expect(try json(source) == text)
    }

    @Test(arguments: [
        ("return nil", "value expected, got nil"),
        ("return {mappings = {tags = {'a', print}}}", "mappings.tags[2]: a function cannot be written as JSON"),
        ("return {['first name'] = {print}}", "[\"first name\"][1]: a function cannot be written as JSON"),
        ("return {coroutine.create(print)}", "[1]: a thread cannot be written as JSON"),
        ("return {x = 0/0 ~= 0/0 and 1/0}", "x: JSON has no inf"), ("return -1/0", "JSON has no -inf"),
        ("return {1, 2, x = 3}", "a table with the key \"x\" beside its 2 items is neither an array nor an object"),
        ("return {1, [3] = 3}", "a table with the key 3 beside its one item is neither an array nor an object"),
        ("return {1, nil, 3}", "[2]: an array cannot have a hole; a null can fill it"),
        ("return {a = {[5] = 1}}", "a: a table with the key 5 is neither an array (1, 2, …) nor an object"),
        ("return {[true] = 1}", "a table with a boolean as a key is neither an array (1, 2, …) nor an object"),
        ("return {['\\xff'] = 1}", "a key is not valid UTF-8"),
        ("return {a = '\\xff'}", "a: string is not valid UTF-8"),
        (
            "local t = {} t.a = {t} return t",
            "a[1].a: tables nested deeper than 200, or one that contains itself"
        ),
    ])
    func saysWhatIsNot(source: String, message: String) throws {
        #expect(try mismatch(source) == message)
    }

    @Test func endsWhereSharedTablesAreMoreThanMemory() throws {
        let message = try withState { lua -> String? in
            let bomb = try lua.evaluate("local t = {} for i = 1, 60 do t = {t, t} end return t", as: LuaTable.self)
            do throws(LuaError) {
                _ = try lua.read(bomb) { value throws(LuaMismatch) in
                    var reader = LuaJSONReader(limit: 1 << 20)
                    return try reader.read(value)
                }
                return nil
            } catch {
                return error.message
            }
        }
        #expect(message?.hasSuffix("more than 1 MB of data at once") == true)
    }

    @Test func nests200Deep() throws {
        #expect(try json("local t = 1 for i = 1, 200 do t = {t} end return t").utf8.count == 401)
    }

    @Test func keepsTheOrderOfADocument() throws {
        let text = try withState { lua in
            let view = try JSONDocument(parsing: #"{"z":1,"list":[{"y":1,"b":2}],"a":{"d":1,"c":2}}"#).root
            let table = try lua.evaluate(
                "return {new = 0, a = {c = 1, d = 2, b = 3}, list = {{b = 1, y = 2}, {b = 1, a = 2}}, z = 3}",
                as: LuaTable.self)
            return try marked(table, in: lua, order: .document(view))
        }
        #expect(text == #"{"z":3,"list":[{"y":2,"b":1},{"a":2,"b":1}],"a":{"d":2,"c":1,"b":3},"new":0}"#)
    }

    @Test func readsAnObjectOnlyFromNamedFields() throws {
        try withState { lua in
            let object = try lua.evaluate("return {a = 1}", as: JSONObject.self)
            #expect(object == ["a": 1])
            let empty = try lua.evaluate("return {}", as: JSONObject.self)
            #expect(empty.isEmpty)
            #expect(throws: LuaError.self) { try lua.evaluate("return {1}", as: JSONObject.self) }
            #expect(throws: LuaError.self) { try lua.evaluate("return 'a'", as: JSONObject.self) }
        }
    }
}

struct LuaPushTests {
    /// What `text` is after a way through Lua.
    private func throughLua(_ text: String) throws -> (tree: String, view: String) {
        try withState { lua in
            let document = try JSONDocument(parsing: text)
            let tree = try lua.read(document.root.value) { value throws(LuaMismatch) in try JSONValue.read(value) }
            let table = try lua.makeTable(document.root)
            return (tree.text, try marked(table, in: lua))
        }
    }

    @Test(arguments: [
        #"{"a":1,"b":1.0,"c":"é\u0000\"","d":null,"e":[true,false,[1,{}]]}"#, #"[1,null,[null]]"#,
        #"[9007199254740993,-9223372036854775808,1e+300]"#, #"[18446744073709551615]"#,
    ])
    func treeAndViewBecomeTheSame(text: String) throws {
        let expected = text.replacing("18446744073709551615", with: "1.8446744073709552e+19")
        #expect(try throughLua(text) == (expected, expected))
    }

    @Test(arguments: [#"{"a":[],"b":{},"c":[[],{},[{"d":[]}]]}"#, "[]", "{}", #"{"e":{"f":[]}}"#])
    func emptyArraysStayArrays(text: String) throws {
        #expect(try throughLua(text).view == text)
    }

    @Test func theLastOfTwoSameKeysCounts() throws {
        #expect(try throughLua(#"{"a":[],"a":1}"#) == (#"{"a":1}"#, #"{"a":1}"#))
    }

    @Test func anArrayThatAScriptEmptiesStaysOne() throws {
        let text = try withState { lua in
            try lua.set("row", try lua.makeTable(try JSONDocument(parsing: #"{"tags":[],"list":[]}"#).root))
            let source = "row.tags[1] = 'x' row.list[1] = 1 row.list[1] = nil return row"
            let result = try lua.evaluate(source, as: LuaTable.self)
            return try marked(result, in: lua)
        }
        #expect(text == #"{"list":[],"tags":["x"]}"#)
    }

    @Test func aMetatableOfAScriptCannotDisturbReading() throws {
        let text = try withState { lua in
            let source = """
                local outer
                local meddler = setmetatable({}, { __index = function()
                  outer.a = nil
                  for i = 1, 100 do outer["k" .. i] = i end
                  collectgarbage()
                end })
                outer = { a = meddler, b = meddler, c = 1 }
                return outer
                """
            return try marked(try lua.evaluate(source, as: LuaTable.self), in: lua)
        }
        #expect(text == #"{"a":{},"b":{},"c":1}"#)
    }

    @Test func theMarkIsOutOfReachOfScripts() throws {
        try withState { lua in
            try lua.set("list", try lua.makeTable(try JSONDocument(parsing: "[]").root))
            let answer = try lua.evaluate(
                "return getmetatable(list) == 'array' and not pcall(setmetatable, list, {}) and next(list) == nil",
                as: Bool.self)
            #expect(answer)
        }
    }

    @Test func recordsOfCSVLackTheirEmptyCells() throws {
        let csv = "a,é,c\n 1 ,,\"x\"\"y\"\n"
        for (empty, expected) in [
            (CSVOptions.EmptyCells.absent, #"{"a":" 1 ","c":"x\"y"}"#), (.string, #"{"a":" 1 ","c":"x\"y","é":""}"#),
        ] {
            let text = try withState { lua in
                let options = RecordOptions(csv: CSVOptions(emptyCells: empty))
                let source = ByteSource(bytes: Array(csv.utf8), name: "t")
                let reader = try RecordReader(source, format: .csv, options: options)
                guard case .record(let record) = try reader.next() else { return "" }
                return try lua.read(record) { value throws(LuaMismatch) in try JSONValue.read(value) }.text
            }
            #expect(text == expected)
        }
    }

    @Test func recordsOfJSONAndWhatAScriptMakesOfThemKeepTheirOrder() throws {
        let text = try withState { lua in
            let reader = try RecordReader(
                ByteSource(bytes: Array(#"{"z":1,"y":[],"x":null}"#.utf8), name: "t"), format: .ndjson)
            guard case .record(let record) = try reader.next() else { return "" }
            try lua.set("row", try lua.makeTable(record))
            let result = try lua.evaluate("row.new = 1 row.z = nil return row", as: LuaTable.self)
            return try marked(result, in: lua, order: record.keyOrder)
        }
        #expect(text == #"{"y":[],"x":null,"new":1}"#)
    }
}

struct RecordsErrorFieldsTests {
    @Test func scriptsSeeTheFieldsThatAreThere() throws {
        let answer = try withState { lua in
            try lua.set(
                "fail",
                LuaHostFunction("fail") { _ in
                    throw RecordsError(
                        .malformed, source: "leads.csv", line: 3, record: 2, message: "no", advice: "mend it")
                })
            return try lua.evaluate(
                """
                local _, e = pcall(fail)
                local names = {}
                for name, value in pairs(e) do names[#names + 1] = name .. "=" .. tostring(value) end
                return tostring(e) .. " | " .. table.concat(names, " ")
                """, as: String.self)
        }
        #expect(
            answer == "leads.csv:3: record 2: no (mend it) | code=malformed message=no source=leads.csv line=3 "
                + "record=2 advice=mend it")
    }
}
