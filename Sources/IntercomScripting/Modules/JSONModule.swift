internal import JSON
internal import Lua
internal import Records

extension ModuleDeclaration {
    /// `json`: JSON to Lua values and back.
    public static let json = ModuleDeclaration(
        "json", "Reads and writes JSON. Integers stay integers, floats stay floats, and an empty array stays an array.",
        functions: [jsonEncode, jsonDecode, jsonArray],
        values: [
            ValueDeclaration(
                "null", "null",
                "JSON's null, the same value as `intercom.null`: it says \"nothing\" where nil would leave the field out."
            ) { .null }
        ])

    private static let jsonEncodeOptions = ParameterDeclaration.table(
        "options", [ParameterDeclaration("pretty", "boolean?", "Writes it over several lines.")],
        "How to write it.", isOptional: true)

    private static let jsonEncode = FunctionDeclaration(
        "encode",
        """
        Writes a value as JSON. A table of the items 1, 2, … is an array, one of named fields an object, its keys sorted; \
        an empty one is an object unless `json.array` or `json.decode` made it. Raises where something is no JSON.
        """,
        parameters: [
            ParameterDeclaration("value", "any", "A string, number, boolean, table or json.null."),
            jsonEncodeOptions,
        ],
        results: [ParameterDeclaration("text", "string", "The JSON.")],
        example: """
            print(json.encode({ name = "Ada", tags = { "vip", "beta" }, seats = 3, mrr = 12.0 }))
            --> {"mrr":12.0,"name":"Ada","seats":3,"tags":["vip","beta"]}
            print(json.encode({ plan = json.null }, { pretty = true }))
            --> {
            -->   "plan": null
            --> }
            """
    ) { services, call in
        let options = try ModuleOptions(call, 2, jsonEncodeOptions)
        let isPretty = try options.flag("pretty")
        let value: JSONValue
        do throws(LuaMismatch) {
            var reader = LuaJSONReader(limit: services.outputLimit)
            value = try reader.read(call[1])
        } catch {
            throw call.error(1, error.description)
        }
        if isPretty, value.indentation() > services.outputLimit {
            throw call.error(1, "more than \(services.outputLimit >> 20) MB of text at once")
        }
        call.return(LuaBytes(value.encoded(pretty: isPretty)))
    }

    private static let jsonDecode = FunctionDeclaration(
        "decode",
        "Reads a JSON document. Raises where the text is not JSON, with line and column.",
        parameters: [ParameterDeclaration("text", "string", "One JSON document.")],
        results: [ParameterDeclaration("value", "any", "Its value; JSON's null is json.null.")],
        example: """
            local person = json.decode('{"name": "Ada", "seats": 3, "score": 3.0, "manager": null}')
            print(person.name, person.seats, person.score, person.manager == json.null)
            --> Ada	3	3.0	true
            """
    ) { _, call in
        let text = try call.argument(1, as: LuaBytes.self).bytes
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: text)
        } catch {
            throw call.error(1, Self.describe(error, in: text))
        }
        switch document.root.kind {
        case .array, .object: call.return(try call.state.makeTable(document.root))
        default: call.return(document)
        }
    }

    private static let jsonArray = FunctionDeclaration(
        "array",
        "Marks a table as an array, so that it is written as `[]` also when it is empty.",
        parameters: [ParameterDeclaration("items", "table?", "The table; a new one where none is given.")],
        results: [ParameterDeclaration("items", "table", "The same table.")],
        example: """
            print(json.encode({ tags = json.array(), notes = {} }))
            --> {"notes":{},"tags":[]}
            """
    ) { _, call in
        let table = try call.argument(1, as: LuaTable?.self) ?? call.state.makeTable()
        do throws(LuaError) {
            try JSONArrayMark.mark(table, in: call.state)
        } catch {
            throw call.error(1, error.message)
        }
        call.return(table)
    }

    private static func describe(_ error: JSONError, in text: [UInt8]) -> String {
        guard let offset = error.offset else { return "invalid JSON: \(error.message)" }
        let place = text.withUnsafeBytes { TextPosition(of: offset, in: $0) }
        return "invalid JSON in line \(place.line), column \(place.column): \(error.message)"
    }
}

extension JSONValue {
    /// How many bytes of indentation the value has when it is written over several lines.
    fileprivate func indentation(level: Int = 0) -> Int {
        let inner =
            switch self {
            case .array(let array): array.reduce(0) { $0 + $1.indentation(level: level + 1) }
            case .object(let object): object.reduce(0) { $0 + $1.value.indentation(level: level + 1) }
            default: 0
            }
        return inner + 2 * level
    }
}
